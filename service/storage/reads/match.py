"""Was this said, by whom, and how exactly? Given words -> the quotes that they met, best first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import Occurrence, Quotation, Quote, QuoteSpeaker
from service.dedup.differences import differences
from service.dedup.lenient_match import LenientMatch, lenient_match, may_match_leniently
from service.dedup.link_rules import Relation
from service.dedup.stored_form import tokens_in
from service.dedup.utterance import Utterance, WordSequence, utterance_of
from service.dedup.wordings import indexed_words, wording_column, wordings_in
from service.dedup.words.word_weights import total_bits
from service.storage.db.bulk import AnyRow, chunks
from service.storage.reads import match_candidates, occurrences
from service.storage.reads.quotes import quote_views
from service.storage.reads.speakers import with_name
from service.storage.views import MatchView, OccurrenceView

OCCURRENCES = 5
"""So many of each quote are answered, the earliest."""

# So many candidates are compared word by word, those that share most words.
_COMPARED = 100
# What a speaker that fits is worth, as a share of the given words.
_SPEAKER = 0.2
_ORDER: tuple[Relation, ...] = ("exact", "fragment", "variant")


@dataclass(frozen=True, slots=True)
class _Met:
    row: AnyRow
    wording: tuple[str, ...]
    """The words of the wording that is likest."""
    meeting: LenientMatch
    by_speaker: bool

    @property
    def grade(self) -> tuple[int, float, float]:
        """How good the wording is, the least the best."""
        meeting = self.meeting
        kept = round(meeting.kept, 2) + _SPEAKER * self.by_speaker
        return _ORDER.index(meeting.relation), -kept, -meeting.similarity


def match(
    session: Session, words: str, *, speaker: str | None, published: date | None, limit: int
) -> tuple[MatchView, ...]:
    """Words as somebody has them, with a speaker's name and a day if known -> quotes, best first.

    What stands verbatim comes first, the same words before longer ones, then what was reworded, by
    how much of the words it has; a speaker that fits helps, and then how many outlets print it.
    """
    speaker_ids = set(session.scalars(with_name(speaker))) if speaker else set()
    keys = match_candidates.keys_of(session, speaker_ids) if speaker_ids else frozenset()
    given = utterance_of("", words, speakers=keys, published=published)
    if not given.words:
        return ()
    # As the index has them, for this is what they are compared with.
    asked = _as_indexed(indexed_words(words))
    same = match_candidates.same_words(session, given)
    like = match_candidates.like_words(session, given, speaker_ids=speaker_ids)
    rows = _rows(session, same | like)
    fitting = _said_by(session, [row.id for row in rows], speaker_ids)
    met = []
    for row in _most_alike(asked, rows, same, fitting):
        found = [
            _Met(row, wording, meeting, by_speaker=row.id in fitting)
            for wording in wordings_in(row.words)
            if (meeting := lenient_match(asked, _as_indexed(wording)))
        ]
        if found:
            met.append(min(found, key=lambda one: one.grade))
    best = sorted(met, key=lambda one: _rank(one, published))[:limit]
    return _views(session, words, best)


def _as_indexed(words: Sequence[str]) -> Utterance:
    # Reading the words is much cheaper than reading a wording, and a meeting asks for no more.
    return Utterance("", tokens_in(wording_column(words)))


def _rank(met: _Met, published: date | None) -> tuple[tuple[int, float, float], int, int, UUID]:
    row = met.row
    return (
        met.grade,
        -row.outlet_count,
        _days_apart(row.first_seen, published),
        row.id,
    )


def _days_apart(seen: datetime, published: date | None) -> int:
    return abs((seen.date() - published).days) if published else 0


def _rows(session: Session, quote_ids: Collection[UUID]) -> list[AnyRow]:
    """Quotes' ids -> the rows of those that were spoken."""
    spoken = exists(
        select(Occurrence.id)
        .join(Quotation, Quotation.id == Occurrence.quotation_id)
        .where(Occurrence.quote_id == Quote.id, Quotation.stance == "speech")
    )
    query = select(Quote.id, Quote.text, Quote.words, Quote.first_seen, Quote.outlet_count)
    found: list[AnyRow] = []
    for some in chunks(sorted(quote_ids)):
        found += session.execute(query.where(Quote.id.in_(some), spoken))
    return found


def _said_by(
    session: Session, quote_ids: Iterable[UUID], speaker_ids: Collection[UUID]
) -> set[UUID]:
    """Quotes' and speakers' ids -> the quotes that any outlet credits any of them with."""
    found: set[UUID] = set()
    for some in chunks(sorted(quote_ids) if speaker_ids else []):
        query = select(QuoteSpeaker.quote_id).where(
            QuoteSpeaker.quote_id.in_(some), QuoteSpeaker.speaker_id.in_(speaker_ids)
        )
        found.update(session.scalars(query))
    return found


def _most_alike(
    asked: Utterance, rows: Iterable[AnyRow], same: Collection[UUID], fitting: Collection[UUID]
) -> list[AnyRow]:
    """Rows -> those worth a comparison word by word."""
    inside = wording_column(asked.words)
    weighed = []
    for row in rows:
        said = WordSequence(tuple(word for wording in wordings_in(row.words) for word in wording))
        if row.id not in same and not may_match_leniently(asked.word_sequence, said):
            continue
        common = total_bits(asked.word_sequence.vocabulary & said.vocabulary)
        order = (
            row.id not in same,
            inside not in row.words,
            row.id not in fitting,
            -round(common, 3),
            -row.outlet_count,
            len(said.words),
            row.id,
        )
        weighed.append((order, row))
    return [row for _, row in sorted(weighed, key=itemgetter(0))[:_COMPARED]]


def _views(session: Session, words: str, best: Sequence[_Met]) -> tuple[MatchView, ...]:
    ids = [one.row.id for one in best]
    quotes = quote_views(session, ids)
    printed = _printed(session, ids)
    wordings = {one.row.id: _wording(session, one) for one in best}
    return tuple(
        MatchView(
            quote=quotes[one.row.id],
            match=one.meeting.relation,
            similarity=one.meeting.similarity,
            wording=wordings[one.row.id],
            alignment=differences(words, wordings[one.row.id]),
            occurrences=printed[one.row.id],
        )
        for one in best
    )


def _wording(session: Session, met: _Met) -> str:
    """A quote and the words of a wording -> the wording as some outlet prints it."""
    if met.wording == wordings_in(met.row.words)[0]:
        return str(met.row.text)
    texts = session.scalars(
        select(Occurrence.text).distinct().where(Occurrence.quote_id == met.row.id)
    )
    return min((text for text in texts if indexed_words(text) == met.wording), default=met.row.text)


def _printed(
    session: Session, quote_ids: Collection[UUID]
) -> Mapping[UUID, tuple[OccurrenceView, ...]]:
    where = occurrences.earliest_of_quotes(quote_ids, each=OCCURRENCES)
    found: dict[UUID, tuple[OccurrenceView, ...]] = {}
    for one in occurrences.views(session, where):
        found[one.quote_id] = (*found.get(one.quote_id, ()), one)
    return found
