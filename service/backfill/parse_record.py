"""Parse a raw record: what a worker does before it reads the text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from service.backfill.sources.raw_record import PURPOSE, RawForm, RawRecord
from service.errors import InvalidRequest
from service.extras import needs_extra
from service.formats.fields import FieldReader
from service.ingest.article_in import ArticleInput

ARTICLE_FIELDS = ("text", "title", "url", "published_at", "outlet_domain", "outlet_name")
"""What columns may be mapped to."""


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """How an archive names what an article has."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """The column of a field, where the two have different names."""
    outlet_domain: str | None = None
    """The outlet of records that name none."""
    outlet_name: str | None = None
    naive_is_utc: bool = False
    """Whether a moment without a time zone is one of UTC. Else its record is refused."""


def parse_record(record: RawRecord, options: RecordOptions) -> ArticleInput:
    """Return the article that a raw record holds.

    Raises:
        InvalidRequest: It holds none; `InvalidText` if a string cannot be stored.
    """
    match record.form:
        case RawForm.UNREADABLE:
            raise InvalidRequest(record.content.decode())
        case RawForm.JSON:
            return _from_fields(_json(record.content), options)
        case RawForm.COLUMNS:
            return _from_fields(record.columns, options)
        case RawForm.HTML:
            return _from_page(record, options)
        case RawForm.TEXT:
            title, _, text = record.content.decode("utf-8", "replace").partition("\n")
            return _on_the_web(record, options, title=title, text=text, published=None)


def _from_fields(values: Mapping[str, Any], options: RecordOptions) -> ArticleInput:
    named = {name: values.get(options.columns.get(name, name)) for name in ARTICLE_FIELDS}
    outlet = values.get("outlet")
    if isinstance(outlet, Mapping):
        named["outlet_domain"] = named["outlet_domain"] or outlet.get("domain")
        named["outlet_name"] = named["outlet_name"] or outlet.get("name")
    named["published_at"] = _moment_text(named["published_at"], options)
    fields = FieldReader(named)
    domain, name = fields.text("outlet_domain"), fields.text("outlet_name")
    if domain is None and name is None:
        domain, name = options.outlet_domain, options.outlet_name
    return ArticleInput(
        outlet_domain=domain,
        outlet_name=name,
        url=fields.text("url"),
        title=fields.text("title"),
        published_at=fields.moment("published_at"),
        text=fields.required_text("text"),
    )


def _json(line: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise InvalidRequest("The line is not JSON.") from None
    if not isinstance(value, dict):
        raise InvalidRequest("The line is not a JSON object.")
    return value


def _moment_text(value: Any, options: RecordOptions) -> Any:
    """Return a moment as a string with its time zone, as far as it is known to have one."""
    if isinstance(value, str) and options.naive_is_utc:
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if isinstance(value, datetime):
        if value.tzinfo is None and options.naive_is_utc:
            value = value.replace(tzinfo=UTC)
        return value.isoformat()
    return value


def _from_page(record: RawRecord, options: RecordOptions) -> ArticleInput:
    with needs_extra("archives", purpose=PURPOSE):
        from trafilatura import bare_extraction

    url = record.columns["url"]
    found: Any = bare_extraction(
        record.content, url=url, include_comments=False, with_metadata=True
    )
    if found is None or not found.text:
        raise InvalidRequest("The page holds no text of an article.")
    return _on_the_web(record, options, title=found.title, text=found.text, published=found.date)


def _on_the_web(
    record: RawRecord,
    options: RecordOptions,
    *,
    title: str | None,
    text: str,
    published: str | None,
) -> ArticleInput:
    """Return the article of a page. Its outlet is the host, if no option says more."""
    url = record.columns["url"]
    host = urlsplit(url or "").hostname
    named = {
        "url": url,
        "title": title,
        "text": text,
        "published_at": published,
        "outlet_domain": options.outlet_domain or (None if options.outlet_name else host),
        "outlet_name": options.outlet_name,
    }
    dated = RecordOptions(naive_is_utc=True)  # a page's date is a day
    return _from_fields(named, dated)
