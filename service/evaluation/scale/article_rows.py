"""Build the rows of outlets, articles, quotations and speakers for printed quotes."""

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
from service.backfill.core.speakers import archived_speaker_id
from service.evaluation.scale.text_generator import OUTLETS, PrintedQuote
from service.ingest.natural_key import text_hash
from service.speakers.names.printed_names import PrintedName, parse_printed_name
from service.speakers.registry_rules import period_of
from service.text.name_key import name_key

TableRow = dict[str, Any]
CONFIDENCE = 0.9
PERSON = "person"


@dataclass(frozen=True, slots=True)
class QuoteInArticle:
    """A printed quote and its place in an article."""

    quote: PrintedQuote
    article_id: UUID
    quotation_id: UUID
    ordinal: int


def outlet_rows() -> list[TableRow]:
    """Return the rows of all outlets."""
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


def speaker_row(name: str) -> TableRow:
    """A speaker's name -> the row of this speaker."""
    key = read_speaker_name(name).key
    return {
        "id": archived_speaker_id(key),
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


@lru_cache(maxsize=1 << 16)
def read_speaker_name(name: str) -> PrintedName:
    """Return the parts of a speaker's name."""
    return parse_printed_name(name, PERSON)


def spread_over_articles(
    printed: Iterable[PrintedQuote], per_article: Sequence[int], draw: random.Random
) -> tuple[list[QuoteInArticle], list[TableRow]]:
    """Spread printed quotes over articles; return them in their order, and the articles' rows.

    An article has one outlet and one day, and as many quotes as real articles have.

    Args:
        printed: The quotes.
        per_article: The numbers of quotes of real articles.
        draw: The source of chance.
    """
    left: dict[tuple[int, Any], int] = {}
    articles: dict[tuple[int, Any], UUID] = {}
    quotes: defaultdict[UUID, list[PrintedQuote]] = defaultdict(list)
    found = []
    for quote in printed:
        issue = (quote.outlet, quote.day)
        if not left.get(issue):
            left[issue], articles[issue] = draw.choice(per_article), new_id()
        left[issue] -= 1
        article_id = articles[issue]
        quotes[article_id].append(quote)
        found.append(QuoteInArticle(quote, article_id, new_id(), len(quotes[article_id]) - 1))
    return found, [article_row(article_id, inside) for article_id, inside in quotes.items()]


def article_row(number: UUID, printed: Sequence[PrintedQuote]) -> TableRow:
    """An article's id and its quotes -> its row. The text holds nothing but the quotes."""
    said = [f"“{quote.text},” {quote.speaker or 'an official'} said." for quote in printed]
    text = "\n\n".join(said)
    outlet, published = printed[0].outlet, printed[0].published_at
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


def printed_quote_row(at: QuoteInArticle) -> TableRow:
    """A quote in an article -> the row of its quotation."""
    return {
        "id": at.quotation_id,
        "article_id": at.article_id,
        "ordinal": at.ordinal,
        "kind": "direct",
        "stance": "speech",
        "polarity": "asserted",
        "denied_spans": [],
        "confidence": CONFIDENCE,
        "content_text": at.quote.text,
        "content_spans": [[0, len(at.quote.text)]],
        "cue_text": "said",
        "cue_spans": [[0, 4]],
        "source_text": at.quote.speaker,
        "source_spans": [[0, 4]],
        "as_read": None,
        "resolution_step": "name",
        "resolution_confidence": CONFIDENCE,
        "mention_text": at.quote.speaker,
        "mention_spans": [[0, 4]],
        "via_name": None,
        "via_kind": None,
    }


def named_row(at: QuoteInArticle, name: str) -> TableRow:
    """A quote in an article and its speaker -> the row that links both."""
    parts = read_speaker_name(name)
    return {
        "quotation_id": at.quotation_id,
        "position": 0,
        "speaker_id": archived_speaker_id(parts.key),
        "name": name,
        "kind": PERSON,
        "name_key": parts.key,
        "surname": parts.surname,
        "alone": parts.alone,
        "title": parts.title,
        "gender": parts.gender,
        "description_text": None,
        "description_spans": [],
    }


def _id_of(name: str) -> UUID:
    return UUID(bytes=blake2b(name.encode(), digest_size=16).digest())
