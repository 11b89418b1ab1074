"""Find the quotes that may contain the given words, exact or changed.

There are five searches: the same words in any wording; the words side by side; the words without
negations and numbers, anywhere; groups of the rarest words; and the blocking keys of utterances.
Each reads a limited number of rows, however large the store is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from models import Quote, QuoteSpeaker, Speaker
from models import Utterance as UtteranceRow
from service.dedup.index_keys import index_keys_of
from service.dedup.quote_summary import LONGEST_INDEXED, wording_column
from service.dedup.rare_words import rarest_first, unchanged_words, word_groups
from service.dedup.stored_form import words_hash
from service.dedup.utterance import Utterance
from service.storage.clusters.candidates import find_shared_keys
from service.storage.db.bulk import chunks
from service.storage.tables import word_index

# How many quotes one search reads at most, and how many of these it returns: those most similar in
# words and length.
_MOST_READ = 3_000
_MOST_RETURNED = 150
# How many words of a speech a search looks for.
_MOST_WORDS = 32
# Quotes are ordered by how many of this many rarest words they have.
_COUNTED_WORDS = 12
# Bits of a group of words: one quote in a thousand has it. Of one speaker's quotes, one in thirty.
_RARE = 10.0
_RARE_WITHIN = 5.0


def same_words(session: Session, given: Utterance) -> set[UUID]:
    """Return quotes that an outlet printed in exactly these words."""
    query = (
        select(UtteranceRow.quote_id)
        .distinct()
        .where(
            UtteranceRow.words_hash == words_hash(given.words), UtteranceRow.quote_id.is_not(None)
        )
    )
    return {quote_id for quote_id in session.scalars(query.limit(_MOST_RETURNED)) if quote_id}


def like_words(session: Session, given: Utterance, *, speaker_ids: Collection[UUID]) -> set[UUID]:
    """Return quotes that may be similar to these words, of any speaker."""
    words = [word[:LONGEST_INDEXED] for word in given.words]
    beginning = words[:_MOST_WORDS]
    found = set(
        _most_similar(
            session, word_index.containing_phrase(session, beginning, most=_MOST_READ), words
        )
    )
    kept = rarest_first(unchanged_words(words))[:_MOST_WORDS]
    if kept:
        found |= _most_similar(
            session, word_index.containing_all(session, [kept], most=_MOST_READ), words
        )
    groups = word_groups(words, least=_RARE)
    if groups:
        found |= _most_similar(
            session, word_index.containing_all(session, groups, most=_MOST_READ), words
        )
    if speaker_ids:
        groups = word_groups(words, least=_RARE_WITHIN) or (tuple(words),)
        said = select(QuoteSpeaker.quote_id).where(QuoteSpeaker.speaker_id.in_(speaker_ids))
        within = word_index.containing_all(session, groups, most=_MOST_READ * 10)
        both = select(Quote.id).where(Quote.id.in_(within), Quote.id.in_(said)).limit(_MOST_READ)
        found |= _most_similar(session, both, words)
    return found | _sharing_keys(session, given)


def speaker_keys_of(session: Session, speaker_ids: Collection[UUID]) -> frozenset[str]:
    """Return the keys by which utterances name these speakers."""
    return frozenset(session.scalars(select(Speaker.name_key).where(Speaker.id.in_(speaker_ids))))


def _most_similar(session: Session, found: Select[UUID], words: Sequence[str]) -> set[UUID]:
    """Return the quotes of a query that have most of the words, and then the nearest length."""
    apart = func.abs(func.length(Quote.words) - len(wording_column(words)))
    query = (
        select(Quote.id)
        .where(Quote.id.in_(found))
        .order_by(_shared(words).desc(), apart, Quote.id)
        .limit(_MOST_RETURNED)
    )
    return set(session.scalars(query))


def _shared(words: Iterable[str]) -> ColumnElement[int]:
    has = [
        case((Quote.words.contains(wording_column([word]), autoescape=True), 1), else_=0)
        for word in rarest_first(words)[:_COUNTED_WORDS]
    ]
    return sum(has[1:], start=has[0])


def _sharing_keys(session: Session, given: Utterance) -> set[UUID]:
    number = 0
    asked = {number: index_keys_of(given).lookup_weights}
    met = find_shared_keys(session, asked, mark_stop_keys=False).prefilters
    found: set[UUID] = set()
    for some in chunks(sorted(met)):
        query = select(UtteranceRow.quote_id).where(UtteranceRow.id.in_(some))
        found.update(quote_id for quote_id in session.scalars(query) if quote_id)
    return found
