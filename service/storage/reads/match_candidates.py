"""Words that somebody asks about -> the quotes that may hold them, or hold them changed.

Five searches, each of which looks at a bounded number of rows however large the store is: the same
words in any wording; the words side by side; the words without negations and numbers, anywhere;
groups of the rarest of them; and the keys under which utterances meet when they are placed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from models import Quote, QuoteSpeaker, Speaker
from models import Utterance as UtteranceRow
from service.dedup.index_keys import index_keys_of
from service.dedup.rare_words import rarest_first, unchanged_words, word_groups
from service.dedup.stored_form import words_hash
from service.dedup.utterance import Utterance
from service.dedup.wordings import LONGEST_INDEXED, wording_column
from service.storage.clusters.candidates import find_shared_keys
from service.storage.db.bulk import chunks
from service.storage.tables import word_index

# One search looks at so many quotes at most, and hands on so many: the likest in words or length.
_LOOKED_AT = 3_000
_HANDED_ON = 150
# A whole speech is known by so many of its words.
_ASKED = 32
# By so many of the words, the rarest, quotes are told that have most of them.
_COUNTED = 12
# Groups of words that one quote in a thousand has; within one speaker's quotes, one in thirty.
_RARE = 10.0
_RARE_WITHIN = 5.0


def same_words(session: Session, given: Utterance) -> set[UUID]:
    """Words -> quotes that some outlet printed in exactly these, `_HANDED_ON` at most."""
    query = (
        select(UtteranceRow.quote_id)
        .distinct()
        .where(
            UtteranceRow.words_hash == words_hash(given.words), UtteranceRow.quote_id.is_not(None)
        )
    )
    return {quote_id for quote_id in session.scalars(query.limit(_HANDED_ON)) if quote_id}


def like_words(session: Session, given: Utterance, *, speaker_ids: Collection[UUID]) -> set[UUID]:
    """Words, and who may have said them -> quotes that may be like them."""
    words = [word[:LONGEST_INDEXED] for word in given.words]
    beginning = words[:_ASKED]
    found = set(
        _likest(session, word_index.containing_phrase(session, beginning, most=_LOOKED_AT), words)
    )
    kept = rarest_first(unchanged_words(words))[:_ASKED]
    if kept:
        found |= _likest(
            session, word_index.containing_all(session, [kept], most=_LOOKED_AT), words
        )
    groups = word_groups(words, least=_RARE)
    if groups:
        found |= _likest(
            session, word_index.containing_all(session, groups, most=_LOOKED_AT), words
        )
    if speaker_ids:
        groups = word_groups(words, least=_RARE_WITHIN) or (tuple(words),)
        said = select(QuoteSpeaker.quote_id).where(QuoteSpeaker.speaker_id.in_(speaker_ids))
        within = word_index.containing_all(session, groups, most=_LOOKED_AT * 10)
        both = select(Quote.id).where(Quote.id.in_(within), Quote.id.in_(said)).limit(_LOOKED_AT)
        found |= _likest(session, both, words)
    return found | _sharing_keys(session, given)


def keys_of(session: Session, speaker_ids: Collection[UUID]) -> frozenset[str]:
    """Speakers' ids -> the keys under which utterances name them."""
    return frozenset(session.scalars(select(Speaker.name_key).where(Speaker.id.in_(speaker_ids))))


def _likest(session: Session, found: Select[UUID], words: Sequence[str]) -> set[UUID]:
    """A query for quotes' ids -> those that have most of the words, the nearest in length first."""
    apart = func.abs(func.length(Quote.words) - len(wording_column(words)))
    query = (
        select(Quote.id)
        .where(Quote.id.in_(found))
        .order_by(_shared(words).desc(), apart, Quote.id)
        .limit(_HANDED_ON)
    )
    return set(session.scalars(query))


def _shared(words: Iterable[str]) -> ColumnElement[int]:
    has = [
        case((Quote.words.contains(wording_column([word]), autoescape=True), 1), else_=0)
        for word in rarest_first(words)[:_COUNTED]
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
