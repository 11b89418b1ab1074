"""Articles by number: each is known by its title, and some words are in several of them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from service.ingest.article_in import ArticleInput

_SYLLABLES = ("ka", "mel", "to", "vin", "ru", "das", "po", "lin", "ga", "ber", "so", "nim")
_MEMBERS = ("Ida Holm", "Bo Berg", "Ann Lee", "Per Dahl", "Eva Lind", "Tom Reed", "Liv Strand")


def _sentence(seed: str) -> str:
    """Return words that no other seed has: of too many that are alike not all are compared."""
    chance = random.Random(seed)
    first, second, third, fourth = ("".join(chance.sample(_SYLLABLES, 4)) for _ in range(4))
    return f"The {first} of {second} needs more {third} than any {fourth}"


def article_body(number: int) -> dict[str, Any]:
    """Return the body of `POST /v1/articles`. Three numbers share one of two quotations."""
    group = number // 3
    body = {
        "outlet": {"domain": f"outlet{number % 5}.example"},
        "title": str(number),
        "published_at": f"2026-03-{1 + number % 9:02}T00:00:00Z",
        "text": f"“{_sentence(f'of {group}')},” {_MEMBERS[group % 7]} said.\n\n"
        f"“{_sentence(f'at {number}')} {number},” {_MEMBERS[number % 7]} told reporters.",
    }
    # Without a URL an article is known by its text.
    return {**body, "url": f"https://outlet.example/{number}"} if number % 4 else body


def article_input(number: int) -> ArticleInput:
    """Return the same article for an ingestor."""
    body = article_body(number)
    return ArticleInput(
        outlet_domain=body["outlet"]["domain"],
        title=body["title"],
        published_at=datetime(2026, 3, 1 + number % 9, tzinfo=UTC),
        text=body["text"],
        url=body.get("url"),
    )


def article_lines(numbers: Iterable[int]) -> str:
    """Return articles as JSON Lines."""
    return "".join(json.dumps(article_body(number)) + "\n" for number in numbers)
