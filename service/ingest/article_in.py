"""An article on its way in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from service.errors import InvalidRequest
from service.storage.inputs import domain_key
from service.text.name_key import name_key
from service.text.storable import find_unstorable

# Names are unique keys, and an index entry has room for some 2,700 bytes.
MAX_NAME = 200
MAX_URL = 4_000
MAX_TITLE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleInput:
    """One article as a client sends it; the text is kept exactly so."""

    outlet_domain: str | None = None
    outlet_name: str | None = None
    url: str | None = None
    title: str | None = None
    published_at: datetime | None = None
    text: str


def check_article(article: ArticleInput) -> ArticleInput:
    """An article -> the same, blank fields as None and its date in UTC.

    The text itself is checked where it is read.

    Raises:
        InvalidRequest: no outlet is named, a field is too long or holds NUL or a lone surrogate, or
            the date has no time zone.
    """
    domain = _field("outlet.domain", article.outlet_domain, MAX_NAME)
    name = _field("outlet.name", article.outlet_name, MAX_NAME)
    if not (domain_key(domain) if domain else name_key(name or "")):
        raise InvalidRequest("The article names no outlet. Give its domain or its name.")
    return ArticleInput(
        outlet_domain=domain,
        outlet_name=name,
        url=_field("url", article.url, MAX_URL),
        title=_field("title", article.title, MAX_TITLE),
        published_at=_moment(article.published_at),
        text=article.text,
    )


def _field(name: str, value: str | None, most: int) -> str | None:
    if value is None or not value.strip():
        return None
    value = value.strip()
    if len(value) > most:
        raise InvalidRequest(f"`{name}` has {len(value)} characters; at most {most} are stored.")
    if find_unstorable(value):
        raise InvalidRequest(f"`{name}` holds NUL or a lone surrogate. Remove it.")
    return value


def _moment(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise InvalidRequest("`published_at` has no time zone. Add one, for example Z.")
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise InvalidRequest("`published_at` is out of range.") from None
