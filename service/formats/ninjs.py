"""IPTC ninjs, versions 1 to 3: a news item as JSON.

Version 1 has `headline` and fields `body_text`, `body_xhtml` and so on. Version 2 has lists
`headlines` and `bodies`. Version 3 writes names in camel case, such as `versionCreated`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from service.errors import InvalidRequest
from service.formats.fields import FieldReader
from service.formats.record import ArticleRecord, OutletRecord, check_article_record
from service.formats.xhtml import to_plain_text
from service.text.web_url import MAX_URL, is_url

_MARKUP_NAME = re.compile(r"html|richtext|xml|nitf", re.IGNORECASE)
_UNPUBLISHED = ("withheld", "canceled", "cancelled")


def from_ninjs(value: object) -> ArticleRecord:
    """Return the record of a news item.

    The text is the item's markup where it has any, because plain text may have lost its paragraphs.
    It was published when its first version was created, as far as the item says so. The outlet is
    its provider or source, else the host of its URI. A URI that `POST /v1/articles` would refuse as
    `url` is the record's id alone.

    Raises:
        InvalidRequest: The item has no text or no URI, is withheld, or has another form.
    """
    fields = FieldReader(value)
    if fields.text_of("pubstatus", "pubStatus") in _UNPUBLISHED:
        raise InvalidRequest("The item is withheld or cancelled.")
    uri = fields.required_text("uri")
    address = uri if len(uri) <= MAX_URL and is_url(uri) else None
    assert isinstance(value, Mapping)
    record = ArticleRecord(
        id=uri,
        text=_body(fields, value),
        outlet=_outlet(fields, address),
        url=address,
        title=_headline(fields, value),
        published_at=_published_at(fields),
    )
    return check_article_record(record)


def is_ninjs(value: object) -> bool:
    """Return whether a JSON value looks like a news item of ninjs."""
    return isinstance(value, Mapping) and "uri" in value and "data" not in value


def _body(fields: FieldReader, value: Mapping[str, object]) -> str:
    plain: list[str] = []
    for content, is_markup in _bodies(fields, value):
        text = to_plain_text(content) if is_markup else content
        if is_markup and text.strip():
            return text
        if text.strip():
            plain.append(text)
    if not plain:
        raise InvalidRequest("The item has no body of text.")
    return plain[0]


def _bodies(fields: FieldReader, value: Mapping[str, object]) -> Iterator[tuple[str, bool]]:
    for body in fields.children("bodies"):
        content = body.text("value")
        if content:
            form = (body.text_of("contenttype", "contentType"), body.text("role"))
            yield content, any(_MARKUP_NAME.search(name or "") for name in form)
    for name in value:
        if name.startswith("body_"):
            content = fields.text(name)
            if content:
                yield content, bool(_MARKUP_NAME.search(name))


def _headline(fields: FieldReader, value: Mapping[str, object]) -> str | None:
    listed = fields.children("headlines")
    main = [each for each in listed if each.text("role") == "main"]
    for headline in (*main, *listed):
        content = headline.text("value")
        if content:
            form = headline.text_of("contenttype", "contentType") or ""
            return _one_line(content, is_markup=bool(_MARKUP_NAME.search(form)))
    others = [name for name in value if name.startswith("headline_")]
    for name in ("headline", "headline_main", *others, "title"):
        content = fields.text(name)
        if content:
            return _one_line(content, is_markup=bool(_MARKUP_NAME.search(name)))
    return None


def _one_line(content: str, *, is_markup: bool) -> str | None:
    words = to_plain_text(content) if is_markup else content
    return " ".join(words.split()) or None


def _published_at(fields: FieldReader) -> datetime | None:
    names = ("firstcreated", "firstCreated", "versioncreated", "versionCreated")
    return next((found for found in map(fields.moment, names) if found), None)


def _outlet(fields: FieldReader, address: str | None) -> OutletRecord | None:
    name = next(_outlet_names(fields), None)
    if name:
        return OutletRecord(name=name)
    host = urlsplit(address).hostname if address else None
    return OutletRecord(domain=host) if host else None


def _outlet_names(fields: FieldReader) -> Iterator[str]:
    yield from _names(fields.objects("provider"))
    for name in ("infosources", "infoSources", "infosource"):
        yield from _names(fields.objects(name))
    for name in ("source", "copyrightholder", "copyrightHolder"):
        yield from _names(fields.objects(name))


def _names(values: Iterable[str | FieldReader]) -> Iterator[str]:
    for each in values:
        name = each if isinstance(each, str) else each.text("name")
        if name:
            yield " ".join(name.split())
