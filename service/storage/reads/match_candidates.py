"""Find the quotes that may contain the given words, exact or changed.

There are five searches: the same words in any wording; the words side by side; the words without
negations and numbers, anywhere; groups of the rarest words; and the blocking keys of utterances.
Each reads a limited number of rows, however large the store is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import zip_longest
from uuid import UUID

from sqlalchemy import Integer, Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from models import Quote, QuoteSpeaker, Speaker
from models import Utterance as UtteranceRow
from service.dedup.index_keys import index_keys_of
from service.dedup.quote_summary import LONGEST_INDEXED, wording_column
from service.dedup.rare_words import rarest_first, unchanged_words, word_groups
from service.dedup.stored_form import words_hash
from service.dedup.utterance import Utterance
from service.storage.clusters.candidates import find_shared_keys
from service.storage.db.bulk import chunks, in_array
from service.storage.tables import word_index
from service.storage.tables.word_index import WordQuery, holds

# How many quotes one search reads at most, and how many of these it returns: those most similar in
# words and length.
_MOST_READ = 3_000
_MOST_RETURNED = 150
# How many words of a speech a search looks for.
_MOST_WORDS = 32
# Quotes are ordered by how many of the rarest words they have: a parameter for each of these.
_COUNTED_WORDS = tuple(f"word_{number}" for number in range(12))
# Bits of a group of words: one quote in a thousand has it. Of one speaker's quotes, one in thirty.
_RARE = 10.0
_RARE_WITHIN = 5.0

_SAME = (
    select(UtteranceRow.quote_id)
    .distinct()
    .where(UtteranceRow.words_hash == bindparam("hash"), UtteranceRow.quote_id.is_not(None))
    .limit(_MOST_RETURNED)
)
_QUOTES_OF = select(UtteranceRow.quote_id).where(in_array(UtteranceRow.id, "ids"))


def same_words(session: Session, given: Utterance) -> set[UUID]:
    """Return quotes that an outlet printed in exactly these words."""
    values = {"hash": words_hash(given.words)}
    return {quote_id for quote_id in session.connection().scalars(_SAME, values) if quote_id}


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
        within = word_index.containing_all(session, groups, most=_MOST_READ * 10)
        values = {**within.values, "speakers": list(speaker_ids)}
        said = WordQuery(_said_by(within.statement), values)
        found |= _most_similar(session, said, words)
    return found | _sharing_keys(session, given)


def speaker_keys_of(session: Session, speaker_ids: Collection[UUID]) -> frozenset[str]:
    """Return the keys by which utterances name these speakers."""
    return frozenset(session.scalars(select(Speaker.name_key).where(Speaker.id.in_(speaker_ids))))


def _most_similar(session: Session, found: WordQuery, words: Sequence[str]) -> set[UUID]:
    """Return the quotes of a query that have most of the words, and then the nearest length."""
    rarest = [wording_column([word]) for word in rarest_first(words)]
    counted = dict(zip_longest(_COUNTED_WORDS, rarest[: len(_COUNTED_WORDS)]))
    values = {**found.values, **counted, "length": len(wording_column(words))}
    return set(session.connection().scalars(_similar_to(found.statement), values))


@lru_cache(maxsize=32)
def _said_by(found: Select[UUID]) -> Select[UUID]:
    said = select(QuoteSpeaker.quote_id).where(in_array(QuoteSpeaker.speaker_id, "speakers"))
    return select(Quote.id).where(Quote.id.in_(found), Quote.id.in_(said)).limit(_MOST_READ)


@lru_cache(maxsize=32)
def _similar_to(found: Select[UUID]) -> Select[UUID]:
    apart = func.abs(func.length(Quote.words) - bindparam("length", type_=Integer()))
    # No line holds null, where there are fewer words.
    has = [case((holds(Quote.words, name), 1), else_=0) for name in _COUNTED_WORDS]
    shared = sum(has[1:], start=has[0])
    return (
        select(Quote.id)
        .where(Quote.id.in_(found))
        .order_by(shared.desc(), apart, Quote.id)
        .limit(_MOST_RETURNED)
    )


def _sharing_keys(session: Session, given: Utterance) -> set[UUID]:
    number = 0
    asked = {number: index_keys_of(given).lookup_weights}
    met = find_shared_keys(session, asked, mark_stop_keys=False).prefilters
    found: set[UUID] = set()
    for some in chunks(sorted(met)):
        quote_ids = session.connection().scalars(_QUOTES_OF, {"ids": some})
        found.update(quote_id for quote_id in quote_ids if quote_id)
    return found
