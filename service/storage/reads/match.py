"""Match words against all quotes: was this said, by whom, and how exactly?"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import Occurrence, Quotation, Quote, QuoteSpeaker
from service.dedup.differences import differences
from service.dedup.lenient_match import (
    LenientMatch,
    MostKept,
    lenient_match,
    may_match_leniently,
)
from service.dedup.link_rules import Relation
from service.dedup.quote_summary import indexed_words, wording_column, wordings_in, words_in
from service.dedup.utterance import WordSequence, utterance_of
from service.dedup.words.normalise import total_bits
from service.storage.db.bulk import AnyRow, chunks, in_array
from service.storage.reads import match_candidates
from service.storage.reads.articles import earliest_of_quotes, occurrence_views
from service.storage.reads.quotes import quote_views
from service.storage.reads.speakers import with_name
from service.storage.views import MatchView, OccurrenceView

OCCURRENCES = 5
"""How many occurrences of each quote are returned, the earliest first."""

# How many candidates are compared word by word: those that share most words.
_COMPARED = 100
# And the wordings of each: the fullest, and any that has the words side by side.
_WORDINGS = 12
# How much the right speaker adds, as a share of the given words.
_SPEAKER = 0.2
_ORDER: tuple[Relation, ...] = ("exact", "fragment", "variant")

_SPOKEN = select(Quote.id, Quote.text, Quote.words, Quote.first_seen, Quote.outlet_count).where(
    in_array(Quote.id, "ids"),
    exists(
        select(Occurrence.id)
        .join(Quotation, Quotation.id == Occurrence.quotation_id)
        .where(Occurrence.quote_id == Quote.id, Quotation.stance == "speech")
    ),
)


@dataclass(frozen=True, slots=True)
class _Match:
    row: AnyRow
    wording: tuple[str, ...]
    """The words of the most similar wording."""
    match: LenientMatch
    by_speaker: bool

    @property
    def grade(self) -> tuple[int, float, float]:
        """How good the wording is. The least value is the best."""
        kept = _weigh_kept(self.match.kept, by_speaker=self.by_speaker)
        return _ORDER.index(self.match.relation), -kept, -self.match.similarity


def match_words(
    session: Session, words: str, *, speaker: str | None, published: date | None, limit: int
) -> tuple[MatchView, ...]:
    """Return the quotes that match words, best first.

    Verbatim quotes come first, the same words before longer quotes. Then come reworded quotes, by
    how much of the words they have. The right speaker counts as well, then the number of outlets.

    Args:
        session: The transaction.
        words: What was said.
        speaker: The name of the person who is said to have said it, if known.
        published: The day when it was printed, if known.
        limit: How many quotes to return at most.
    """
    speaker_ids = set(session.scalars(with_name(speaker))) if speaker else set()
    keys = match_candidates.speaker_keys_of(session, speaker_ids) if speaker_ids else frozenset()
    given = utterance_of("", words, speakers=keys, published=published)
    if not given.words:
        return ()
    # In the form that the index has, since quotes are compared in that form.
    asked = WordSequence(indexed_words(words))
    same = match_candidates.same_words(session, given)
    like = match_candidates.like_words(session, given, speaker_ids=speaker_ids)
    rows = _rows(session, same | like)
    fitting = _said_by(session, [row.id for row in rows], speaker_ids)
    alike = _most_alike(asked, rows, same, fitting)
    matches = _compare(asked, alike, fitting, limit=limit)
    best = sorted(matches, key=lambda match: _rank(match, published))[:limit]
    return _views(session, words, best)


def _compare(
    asked: WordSequence, rows: Iterable[AnyRow], fitting: Collection[UUID], *, limit: int
) -> list[_Match]:
    """Return the matches of the rows, without those that cannot be among the best `limit`.

    Rows that may match best are compared first, until no other row can be as good.
    """
    bound = MostKept.of(asked)
    inside = wording_column(asked.words)
    possible = []
    for row in rows:
        most = bound.within(row.words)
        if most is not None:
            order = 0 if inside in row.words else _ORDER.index("variant")
            kept = _weigh_kept(most, by_speaker=row.id in fitting)
            possible.append(((order, -kept), row))
    matches: list[_Match] = []
    grades: list[tuple[int, float]] = []
    for at_best, row in sorted(possible, key=itemgetter(0)):
        if len(grades) >= limit and at_best > grades[limit - 1]:
            break
        found = [
            _Match(row, wording, match, by_speaker=row.id in fitting)
            for wording in _wordings_to_compare(row.words, inside)
            if bound.within(wording_column(wording)) is not None
            and (match := lenient_match(asked, WordSequence(wording)))
        ]
        if found:
            matches.append(min(found, key=lambda match: match.grade))
            insort(grades, matches[-1].grade[:2])
    return matches


def _weigh_kept(kept: float, *, by_speaker: bool) -> float:
    return round(kept, 2) + _SPEAKER * by_speaker


def _wordings_to_compare(words: str, inside: str) -> list[tuple[str, ...]]:
    wordings = wordings_in(words)
    others = (wording for wording in wordings[_WORDINGS:] if inside in wording_column(wording))
    return [*wordings[:_WORDINGS], *others]


def _rank(match: _Match, published: date | None) -> tuple[tuple[int, float, float], int, int, UUID]:
    row = match.row
    return (
        match.grade,
        -row.outlet_count,
        _days_apart(row.first_seen, published),
        row.id,
    )


def _days_apart(seen: datetime, published: date | None) -> int:
    return abs((seen.date() - published).days) if published else 0


def _rows(session: Session, quote_ids: Collection[UUID]) -> list[AnyRow]:
    """Return the rows of the quotes that were spoken."""
    found: list[AnyRow] = []
    for some in chunks(sorted(quote_ids)):
        found += session.connection().execute(_SPOKEN, {"ids": some})
    return found


def _said_by(
    session: Session, quote_ids: Iterable[UUID], speaker_ids: Collection[UUID]
) -> set[UUID]:
    """Return the quotes for which any outlet names one of the speakers."""
    found: set[UUID] = set()
    for some in chunks(sorted(quote_ids) if speaker_ids else []):
        query = select(QuoteSpeaker.quote_id).where(
            QuoteSpeaker.quote_id.in_(some), QuoteSpeaker.speaker_id.in_(speaker_ids)
        )
        found.update(session.scalars(query))
    return found


def _most_alike(
    asked: WordSequence, rows: Iterable[AnyRow], same: Collection[UUID], fitting: Collection[UUID]
) -> list[AnyRow]:
    """Return the rows that are worth a comparison word by word, the most similar first."""
    inside = wording_column(asked.words)
    ordered = []
    for row in rows:
        stored = WordSequence(tuple(words_in(row.words)))
        if row.id not in same and not may_match_leniently(asked, stored):
            continue
        common = total_bits(asked.vocabulary & stored.vocabulary)
        order = (
            row.id not in same,
            inside not in row.words,
            row.id not in fitting,
            -round(common, 3),
            -row.outlet_count,
            len(stored.words),
            row.id,
        )
        ordered.append((order, row))
    return [row for _, row in sorted(ordered, key=itemgetter(0))[:_COMPARED]]


def _views(session: Session, words: str, best: Sequence[_Match]) -> tuple[MatchView, ...]:
    ids = [match.row.id for match in best]
    quotes = quote_views(session, ids)
    printed = _printed(session, ids)
    wordings = {match.row.id: _wording(session, match) for match in best}
    return tuple(
        MatchView(
            quote=quotes[match.row.id],
            match=match.match.relation,
            similarity=match.match.similarity,
            by_speaker=match.by_speaker,
            wording=wordings[match.row.id],
            alignment=differences(words, wordings[match.row.id]),
            occurrences=printed[match.row.id],
        )
        for match in best
    )


def _wording(session: Session, match: _Match) -> str:
    """Return the wording as an outlet printed it."""
    if match.wording == wordings_in(match.row.words)[0]:
        return str(match.row.text)
    texts = session.scalars(
        select(Occurrence.text).distinct().where(Occurrence.quote_id == match.row.id)
    )
    printed = (text for text in texts if indexed_words(text) == match.wording)
    return min(printed, default=match.row.text)


def _printed(
    session: Session, quote_ids: Collection[UUID]
) -> Mapping[UUID, tuple[OccurrenceView, ...]]:
    wanted = earliest_of_quotes(quote_ids, most=OCCURRENCES)
    found: dict[UUID, tuple[OccurrenceView, ...]] = {}
    for occurrence in occurrence_views(session, wanted):
        found[occurrence.quote_id] = (*found.get(occurrence.quote_id, ()), occurrence)
    return found
