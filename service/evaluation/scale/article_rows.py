"""Prints -> the rows of outlets, articles, quotations and speakers that placing finds there."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

from models.base import new_id
from service.evaluation.scale.news import OUTLETS, Print
from service.ingest.natural_key import text_hash
from service.speakers.names.printed_names import PrintedName, parse_printed_name
from service.storage.tables.articles import period_of
from service.text.name_key import name_key

Row = dict[str, Any]
CONFIDENCE = 0.9
PERSON = "person"


@dataclass(frozen=True, slots=True)
class Standing:
    """A print that stands in an article."""

    print: Print
    article_id: UUID
    quotation_id: UUID
    ordinal: int


def outlet_rows() -> list[Row]:
    """Nothing -> the rows of all outlets."""
    return [
        {
            "id": outlet_id(number),
            "key": f"outlet{number}.example",
            "domain": f"outlet{number}.example",
            "name": None,
            "name_key": None,
        }
        for number in range(OUTLETS)
    ]


def outlet_id(number: int) -> UUID:
    """An outlet's number -> its id."""
    return _id_of(f"outlet {number}")


def speaker_row(name: str) -> Row:
    """A speaker's name -> their row."""
    key = printed(name).key
    return {
        "id": speaker_id(key),
        "name_key": key,
        "provisional": False,
        "successor_id": None,
        "curated": False,
        "listed_name": None,
        "listed_kind": None,
        "listed_wikidata_id": None,
        "name": name,
        "sort_key": name_key(name),
        "kind": PERSON,
        "wikidata_id": None,
        "notes": None,
    }


def speaker_id(key: str) -> UUID:
    """A speaker's key -> their id, the same in every batch."""
    return _id_of(f"speaker {key}")


@lru_cache(maxsize=1 << 16)
def printed(name: str) -> PrintedName:
    """A speaker's name -> its parts."""
    return parse_printed_name(name, PERSON)


def stand(
    prints: Iterable[Print], per_article: Sequence[int], draw: random.Random
) -> tuple[list[Standing], list[Row]]:
    """Prints -> where each stands, in their order, and the rows of the articles.

    An article is of one outlet and day, and holds as many quotes as real ones do.
    """
    left: dict[tuple[int, Any], int] = {}
    articles: dict[tuple[int, Any], UUID] = {}
    held: defaultdict[UUID, list[Print]] = defaultdict(list)
    found = []
    for one in prints:
        at = (one.outlet, one.day)
        if not left.get(at):
            left[at], articles[at] = draw.choice(per_article), new_id()
        left[at] -= 1
        held[articles[at]].append(one)
        found.append(Standing(one, articles[at], new_id(), len(held[articles[at]]) - 1))
    return found, [article_row(number, its) for number, its in held.items()]


def article_row(number: UUID, prints: Sequence[Print]) -> Row:
    """An article's id and the quotes in it -> its row. Its text is nothing but the quotes."""
    text = "\n\n".join(f"“{one.text},” {one.speaker or 'an official'} said." for one in prints)
    outlet, published = prints[0].outlet, prints[0].published_at
    key = f"https://outlet{outlet}.example/{number.hex}"
    return {
        "id": number,
        "outlet_id": outlet_id(outlet),
        "key": key,
        "url": key,
        "title": None,
        "published_at": published,
        "dated_at": published,
        "period": period_of(key, published),
        "text": text,
        "text_hash": text_hash(text),
        "created_at": published,
        "updated_at": published,
    }


def quotation_row(at: Standing) -> Row:
    """A standing print -> the row of its quotation."""
    return {
        "id": at.quotation_id,
        "article_id": at.article_id,
        "ordinal": at.ordinal,
        "kind": "direct",
        "stance": "speech",
        "confidence": CONFIDENCE,
        "content_text": at.print.text,
        "content_spans": [[0, len(at.print.text)]],
        "cue_text": "said",
        "cue_spans": [[0, 4]],
        "source_text": at.print.speaker,
        "source_spans": [[0, 4]],
        "resolution_step": "name",
        "resolution_confidence": CONFIDENCE,
        "mention_text": at.print.speaker,
        "mention_spans": [[0, 4]],
        "via_name": None,
        "via_kind": None,
    }


def named_row(at: Standing, name: str) -> Row:
    """A standing print and who says it -> the row of that."""
    parts = printed(name)
    return {
        "quotation_id": at.quotation_id,
        "position": 0,
        "speaker_id": speaker_id(parts.key),
        "name": name,
        "kind": PERSON,
        "name_key": parts.key,
        "surname": parts.surname,
        "alone": parts.alone,
        "title": parts.title,
        "gender": parts.gender,
    }


def _id_of(name: str) -> UUID:
    return UUID(bytes=blake2b(name.encode(), digest_size=16).digest())
