"""What a reader searches for, as the address of the page says it. A shared address shows the same.

Forms send all their fields, so an empty one counts as left out. The API would refuse it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, get_args
from urllib.parse import urlencode
from uuid import UUID

from service.errors import InvalidRequest
from service.extraction.quotation import Kind
from service.ingest.article_in import MAX_NAME
from service.speakers.speaker import SpeakerKind
from service.storage.filters import (
    ArticleFilter,
    ArticleSort,
    QuoteFilter,
    QuoteSort,
    SpeakerFilter,
    SpeakerSort,
)
from service.text.storable import find_unstorable

Found = Literal["quotes", "speakers", "articles"]
"""What a search lists."""

MOST_WORDS = 500
_MOST_OUTLETS = 1_000_000
MOST_CURSOR = 1_000
_MARKS = '"“”„'
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """The fields of the search page."""

    find: Found = "quotes"
    q: str | None = None
    speaker: str | None = None
    speaker_id: UUID | None = None
    outlet: str | None = None
    kind: str | None = None
    """The kind of quotations, or of speakers where these are listed."""
    since: date | None = None
    until: date | None = None
    """Included, as readers expect it of a day."""
    min_outlets: int | None = None
    disputed: bool | None = None
    sort: str | None = None
    cursor: str | None = None

    def address(self, **changes: object) -> str:
        """Return the address of this search with some fields changed, from its first page."""
        changed = replace(self, **{"cursor": None, **changes})  # type: ignore[arg-type]
        given = {name: getattr(changed, name) for name in self.__slots__}
        if given["find"] == "quotes":
            del given["find"]
        written = {name: _written(value) for name, value in given.items() if value is not None}
        return f"/search?{urlencode(written)}" if written else "/search"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything beside the words is asked for."""
        return replace(self, find="quotes", q=None, sort=None, cursor=None) != SearchQuery()

    @property
    def quote_filter(self) -> QuoteFilter:
        """The filter of quotes."""
        return QuoteFilter(
            q=with_beginning(self.q),
            speaker=self.speaker,
            speaker_id=self.speaker_id,
            outlet=self.outlet,
            kind=self.kind,
            published_from=_start(self.since),
            published_to=_end(self.until),
            min_outlets=self.min_outlets,
            disputed=self.disputed,
        )

    @property
    def article_filter(self) -> ArticleFilter:
        """The filter of articles."""
        return ArticleFilter(
            q=with_beginning(self.q),
            speaker_id=self.speaker_id,
            outlet=self.outlet,
            published_from=_start(self.since),
            published_to=_end(self.until),
        )

    @property
    def speaker_filter(self) -> SpeakerFilter:
        """The filter of speakers."""
        return SpeakerFilter(q=self.q, kind=self.kind)


def read_search(given: Mapping[str, str]) -> SearchQuery:
    """Return what the query of an address asks for. Fields of other pages are ignored.

    Raises:
        InvalidRequest: A field holds what the page never writes.
    """
    texts = {name: _text(given, name) for name in ("q", "speaker", "outlet", "cursor")}
    find = _choice(given, "find", get_args(Found)) or "quotes"
    sorts: dict[str, Any] = {"quotes": QuoteSort, "speakers": SpeakerSort, "articles": ArticleSort}
    kinds = tuple(SpeakerKind) if find == "speakers" else tuple(Kind)
    sort = _choice(given, "sort", get_args(sorts[find]))
    return SearchQuery(
        find=find,  # type: ignore[arg-type]
        **texts,
        speaker_id=read_id(given, "speaker_id"),
        kind=_choice(given, "kind", kinds),
        since=read_day(given, "since"),
        until=read_day(given, "until"),
        min_outlets=_number(given, "min_outlets"),
        disputed=True if _text(given, "disputed") else None,
        sort=None if sort == "relevance" and texts["q"] is None else sort,
    )


def with_beginning(q: str | None) -> str | None:
    """Return the words with a star after the last one: it is found while it is being typed.

    A last word in quotation marks, or before a space, stays whole.
    """
    marks = sum(q.count(mark) for mark in _MARKS) if q else 0
    return f"{q}*" if q and q[-1].isalnum() and marks % 2 == 0 else q


def read_day(given: Mapping[str, str], name: str) -> date | None:
    """Return a day of a form, or None where it is empty.

    Raises:
        InvalidRequest: It is no day.
    """
    text = _text(given, name)
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise _refusal(name, "Write a day as 2026-03-14.") from None


def read_id(given: Mapping[str, str], name: str) -> UUID | None:
    """Return an id of a form, or None where it is empty.

    Raises:
        InvalidRequest: It is no UUID.
    """
    text = _text(given, name)
    try:
        return None if text is None else UUID(text)
    except ValueError:
        raise _refusal(name, "Use an id as it came.") from None


def require_id(given: Mapping[str, str], name: str) -> UUID:
    """Return an id of a form that must be there.

    Raises:
        InvalidRequest: It is no UUID, or it is not there.
    """
    found = read_id(given, name)
    if found is None:
        raise _refusal(name, "Choose one.")
    return found


def _text(given: Mapping[str, str], name: str) -> str | None:
    # The space after a word says that it is whole, so it is kept.
    text = given.get(name, "").lstrip()
    most = {"q": MOST_WORDS, "cursor": MOST_CURSOR}.get(name, MAX_NAME)
    if len(text) > most or find_unstorable(text):
        raise _refusal(name, f"Write at most {most} characters, and no control character.")
    return text or None


def _choice(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str | None:
    text = _text(given, name)
    # Each list has its own orders and kinds. One of another list is dropped with the change.
    return text if text in allowed else None


def _number(given: Mapping[str, str], name: str) -> int | None:
    text = _text(given, name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= _MOST_OUTLETS):
        raise _refusal(name, "Write a number from 1 on.")
    return int(text[:9])


def _refusal(name: str, hint: str) -> InvalidRequest:
    return InvalidRequest(f"The field `{name}` cannot be read. {hint}")


def _written(value: object) -> str:
    return "yes" if value is True else str(value)


def _start(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC)


def _end(day: date | None) -> datetime | None:
    return None if day is None or day == date.max else datetime.combine(day + _DAY, time(), UTC)
