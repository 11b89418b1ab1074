"""Check an article that a client sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service.errors import InvalidRequest
from service.text.name_key import domain_key, name_key
from service.text.storable import find_unstorable
from service.text.web_url import MAX_URL, is_url

# Names are unique keys, and an index entry holds some 2,700 bytes at most.
MAX_NAME = 200
MAX_TITLE = 2_000

EARLIEST = datetime(1600, 1, 1, tzinfo=UTC)
"""Before the first newspapers. An earlier date is a mistake, and would be the first to print."""
_LEEWAY = timedelta(days=1)  # For clocks that are wrong, and for zones that were left out.


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
    """Return the article with blank fields as None and its date in UTC.

    The reader checks the text itself.

    Raises:
        InvalidRequest: No outlet is named, a field is too long or holds NUL or a lone surrogate,
            the URL is not one of http or https, or the date has no time zone or is out of range.
    """
    domain = _field("outlet.domain", article.outlet_domain, MAX_NAME)
    name = _field("outlet.name", article.outlet_name, MAX_NAME)
    if domain is not None and not domain_key(domain):
        domain = None  # Dots alone are as good as none.
    if domain is None and not name_key(name or ""):
        raise InvalidRequest("The article names no outlet. Give its domain or its name.")
    return ArticleInput(
        outlet_domain=domain,
        outlet_name=name,
        url=_url(article.url),
        title=_field("title", article.title, MAX_TITLE),
        published_at=_moment(article.published_at),
        text=article.text,
    )


def is_publication_date(moment: datetime) -> bool:
    """Return whether an article can have been published then: from 1600 to a day from now."""
    return EARLIEST <= moment <= datetime.now(UTC) + _LEEWAY


def _field(name: str, value: str | None, most: int) -> str | None:
    if value is None or not value.strip():
        return None
    value = value.strip()
    if len(value) > most:
        raise InvalidRequest(f"`{name}` has {len(value)} characters; at most {most} are stored.")
    if find_unstorable(value):
        raise InvalidRequest(f"`{name}` holds NUL or a lone surrogate. Remove it.")
    return value


def _url(value: str | None) -> str | None:
    url = _field("url", value, MAX_URL)
    if url is not None and not is_url(url):
        raise InvalidRequest("`url` is not a URL of http or https with a host.")
    return url


def _moment(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise InvalidRequest("`published_at` has no time zone. Add one, for example Z.")
    if not is_publication_date(value):
        raise InvalidRequest("`published_at` is before 1600 or more than a day from now.")
    return value.astimezone(UTC)
