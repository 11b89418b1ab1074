"""Tables: what is decided -> rows with the columns of the store's tables.

Ids are strings, and lists are JSON, so that a row is the same in a file and in each database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from service.backfill.core.articles import ArchivedArticle
from service.backfill.core.clusters import HostedGroup, Membership
from service.backfill.core.ids import derived_id
from service.backfill.core.occurrences import UNDATED, ArchivedOccurrence
from service.backfill.core.pairs import compared_form
from service.backfill.core.speakers import SpeakerKeys, archived_speaker_id
from service.dedup.clusters import host_of
from service.dedup.index_keys import index_keys_of
from service.dedup.prefilter import prefilter_of
from service.dedup.quote_summary import credited_speakers, derived_columns
from service.dedup.search_terms import article_words
from service.dedup.stored_form import VERSION, NewUtterance
from service.dedup.stories.sketch import SKETCH_VERSION, Sketch
from service.storage.inputs import quotation_row, speaker_rows

NamedRow = tuple[str, dict[str, Any]]
"""The name of a table, and one row of it."""


@dataclass(frozen=True, slots=True)
class NumberedUtterance:
    """An utterance under the number that it has in the tables, and its cluster."""

    number: int
    utterance: NewUtterance
    member: Membership


@dataclass(frozen=True, slots=True)
class QuotedOccurrence:
    """An occurrence, the number of its utterance, and the quote that this is in."""

    occurrence: ArchivedOccurrence
    number: int
    quote: str


@dataclass(slots=True)
class QuoteParts:
    """All that is known of one quote."""

    utterances: list[NumberedUtterance] = field(default_factory=list)
    occurrences: list[QuotedOccurrence] = field(default_factory=list)
    hosts: list[HostedGroup] = field(default_factory=list)


def tables_of_text(article: ArchivedArticle) -> Iterator[NamedRow]:
    """Yield the rows of an article that hold its text."""
    written = article.written
    yield (
        "articles",
        {
            "id": article.id,
            "outlet_id": article.outlet_id,
            "key": written.key,
            "url": written.url,
            "title": written.title,
            "published_at": written.published_at,
            "period": article.period,
            "text": written.text,
            "text_hash": written.text_hash,
        },
    )
    words = article_words(written.title, written.text)
    yield "article_words", {"article_id": article.id, "words": words}


def tables_of_article(
    article: ArchivedArticle, keys: SpeakerKeys, sketch: Sketch, story_id: UUID | None
) -> Iterator[NamedRow]:
    """Yield the rows of an article's sketch, of its quotations and of the speakers that they name.

    Args:
        article: The article. Its text is of no use here.
        keys: The keys of its speakers.
        sketch: The sketch of its text.
        story_id: The story that it is of, or None.
    """
    yield (
        "article_sketches",
        {
            "article_id": article.id,
            "story_id": story_id,
            "version": SKETCH_VERSION,
            "shingles": sketch.shingles,
            "least": sketch.packed,
            "agency": sketch.agency,
        },
    )
    ids = {each: archived_speaker_id(key) for each, key in keys.items()}
    for quotation in article.quotations:
        yield "quotations", quotation_row(quotation)
        for row in speaker_rows(quotation, ids):
            yield "quotation_speakers", row


def tables_of_quote(parts: QuoteParts) -> Iterator[NamedRow]:
    """Yield the rows of a quote: of itself, its speakers, occurrences, utterances and hosts.

    The anchor of its id is the oldest occurrence.
    """
    occurrences = [each.occurrence for each in parts.occurrences]
    anchor = min(occurrences, key=lambda each: each.id)
    quote_id = derived_id("quote", anchor.id)
    yield "quotes", _quote_row(quote_id, anchor.id, occurrences)
    for key, disputed in sorted(credited_speakers(occurrences).items()):
        row = {"quote_id": quote_id, "speaker_id": archived_speaker_id(key), "disputed": disputed}
        yield "quote_speakers", row
    for each in sorted(parts.occurrences, key=lambda each: each.occurrence.id):
        yield "occurrences", _occurrence_row(each, quote_id)
    groups = _group_numbers(parts.utterances)
    numbers = {each.utterance.digest: each.number for each in parts.utterances}
    for utterance in parts.utterances:
        yield from _utterance_rows(utterance, groups[utterance.member.group], quote_id)
    for hosted in parts.hosts:
        host = host_of(hosted.link, numbers[hosted.link.host or ""])
        row = {name: getattr(host, name) for name in host.__slots__}
        yield "fragment_hosts", {"group_id": groups[hosted.group], **row}


def plain_value(value: Any) -> Any:
    """Return a value of a row as files hold it: an id as a string, and a list as JSON."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value


def _quote_row(
    quote_id: UUID, anchor_id: UUID, occurrences: Sequence[ArchivedOccurrence]
) -> dict[str, Any]:
    columns = derived_columns(occurrences)
    first_seen: datetime = columns["first_seen"]
    columns["first_seen"] = None if first_seen == UNDATED else first_seen
    undated = any(each.dated_at == UNDATED for each in occurrences)
    return {"id": quote_id, "anchor_id": anchor_id, "undated": undated, **columns}


def _occurrence_row(quoted: QuotedOccurrence, quote_id: UUID) -> dict[str, Any]:
    occurrence = quoted.occurrence
    return {
        "id": occurrence.id,
        "quote_id": quote_id,
        "utterance_id": quoted.number,
        "quotation_id": occurrence.quotation_id,
        "article_id": occurrence.article_id,
        "ordinal": occurrence.ordinal,
        "text": occurrence.text,
        "spans": occurrence.spans,
    }


def _group_numbers(utterances: Iterable[NumberedUtterance]) -> dict[str, int]:
    """Return the number of each group: the least one of its utterances."""
    numbers: dict[str, int] = {}
    for each in utterances:
        group = each.member.group
        numbers[group] = min(each.number, numbers.get(group, each.number))
    return numbers


def utterance_columns(utterance: NewUtterance) -> dict[str, Any]:
    """Return the columns of an utterance's row that follow from the utterance alone."""
    return {
        "digest": utterance.digest,
        "version": VERSION,
        "words_hash": utterance.words_hash,
        "form": utterance.form,
        "speakers": list(utterance.speakers),
        "source": utterance.source,
        "day": utterance.day,
        "place": utterance.place,
        "judged": utterance.judged,
    }


def _utterance_rows(numbered: NumberedUtterance, group: int, quote_id: UUID) -> Iterator[NamedRow]:
    number, utterance = numbered.number, numbered.utterance
    yield (
        "utterances",
        {
            "id": number,
            **utterance_columns(utterance),
            "group_id": group,
            "quote_id": quote_id,
        },
    )
    compared = compared_form(utterance)
    keys = index_keys_of(compared).stored_keys if utterance.form else ()
    for key in keys:
        yield "utterance_keys", {"key": key, "utterance_id": number}
    if keys:
        signature = prefilter_of(compared.word_sequence, utterance.day)
        row = {"bits": signature.bits, "day": signature.day, "stems": signature.stems}
        yield "utterance_prefilters", {"utterance_id": number, **row}
