"""Kinds of hostile requests, each with the answer that it gets.

A kind that is refused leaves nothing stored. A kind that is taken is a legal text, however strange,
and its answer holds offsets that fit.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = {"Content-Type": "application/json"}
SQL = "'; DROP TABLE articles; --"
HTML = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
FORMAT = "{0.__class__.__mro__}%s%n${jndi:ldap://a.example/x}"
HOSTILE_STRINGS = {"SQL": SQL, "HTML": HTML, "format strings": FORMAT, "a path": "../../etc/passwd"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A request, and the answers that the contract allows for it."""

    name: str
    statuses: tuple[int, ...]
    problems: tuple[str, ...] = ()
    """The last part of the types of problem. Empty where the request is taken."""
    method: str = "POST"
    path: str = "/v1/articles"
    body: Callable[[], bytes | Iterator[bytes]] = lambda: b""
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)
    seconds: float = 3.0
    """How long the answer may take. An idle machine needs a small part of it."""


def _article(**fields: Any) -> Callable[[], bytes]:
    """Return a body that holds an article, with fields in place of others."""
    return lambda: json.dumps(
        {"outlet": {"domain": "a.example"}, "text": "Nothing.", **fields}
    ).encode()


def _text(make: Callable[[], str]) -> Callable[[], bytes]:
    return lambda: json.dumps({"outlet": {"domain": "a.example"}, "text": make()}).encode()


def _raw(body: bytes) -> Callable[[], bytes]:
    return lambda: body


def _cursor(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _chunks() -> Iterator[bytes]:
    for _ in range(160):
        yield b" " * 65_536


MALFORMED = (400, "malformed-body")
INVALID = (422, "invalid-request")


def _refused(
    name: str, answer: tuple[int, str], body: Callable[[], Any] = bytes, **fields: Any
) -> Kind:
    status, problem = answer
    return Kind(name=name, statuses=(status,), problems=(problem,), body=body, **fields)


BODIES = (
    _refused("JSON that ends too early", MALFORMED, _raw(b'{"text": "a')),
    _refused("no JSON at all", MALFORMED, _raw(b"text=a&outlet=b")),
    _refused("JSON twice", MALFORMED, _raw(b"{} {}")),
    _refused("a comment in JSON", MALFORMED, _raw(b'{"text": "a" /* b */}')),
    _refused("no body", INVALID, _raw(b"")),
    _refused("a number in place of an object", INVALID, _raw(b"5")),
    _refused("a list in place of an object", INVALID, _raw(b"[]")),
    _refused("NaN in place of a text", INVALID, _article(text=float("nan"))),
    _refused("a number of 10,000 digits", MALFORMED, _raw(b'{"text": ' + b"9" * 10_000 + b"}")),
    _refused("an exponent without bounds", INVALID, _raw(b'{"text": 1e999999999}')),
    _refused("1.2 million numbers", INVALID, lambda: b'{"text": [' + b"1," * 1_200_000 + b"1]}"),
    _refused("185,000 unknown fields", INVALID, lambda: _many_fields(185_000)),
    _refused("100,000 open brackets", MALFORMED, lambda: b"[" * 100_000),
    _refused("33 levels", MALFORMED, lambda: b'{"a":' * 33 + b"1" + b"}" * 33),
    _refused("bytes that are not UTF-8", MALFORMED, _raw(b'{"text": "\xff\xfe\x80"}')),
    _refused("an overlong code of a slash", MALFORMED, _raw(b'{"text": "\xc0\xaf"}')),
    _refused("UTF-16", MALFORMED, lambda: '{"text": "a"}'.encode("utf-16")),
    _refused("NUL", (422, "invalid-text"), _article(text="a\0b")),
    _refused("a lone surrogate", (422, "invalid-text"), _article(text="a\ud800b")),
    _refused("10 MB in one piece", (413, "body-too-large"), lambda: b" " * 10_000_000),
    _refused("10 MB in chunks of no length", (413, "body-too-large"), _chunks),
    _refused("1 MB of quotation marks", (413, "text-too-long"), _text(lambda: "“" * 340_000)),
    _refused(
        "a body that gzip made small",
        (415, "unsupported-media-type"),
        lambda: gzip.compress(b" " * 9_000_000),
        headers={**JSON, "Content-Encoding": "gzip"},
    ),
    _refused(
        "a form",
        (415, "unsupported-media-type"),
        _raw(b"text=a"),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    ),
    _refused(
        "XML with entities",
        (415, "unsupported-media-type"),
        _raw(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        headers={"Content-Type": "application/xml"},
    ),
    _refused("a URL that runs", INVALID, _article(url="javascript:alert(1)")),
    _refused("a URL of a file", INVALID, _article(url="file:///etc/passwd")),
    _refused("a header in a URL", INVALID, _article(url="http://a.example/\r\nX: y")),
    _refused(
        "the first day of the calendar", INVALID, _article(published_at="0001-01-01T00:00:00Z")
    ),
    _refused("a day that no calendar has", INVALID, _article(published_at="2026-02-30T00:00:00Z")),
    _refused("an offset beyond a day", INVALID, _article(published_at="2026-01-01T00:00:00+99:99")),
    _refused("a title of 2,001 letters", INVALID, _article(title="a" * 2_001)),
    _refused(
        "a domain of 64,000 labels", INVALID, _article(outlet={"domain": "a." * 64_000 + "b"})
    ),
)


def _many_fields(count: int) -> bytes:
    return b'{"text":"a"' + b"".join(b',"k%06d":0' % number for number in range(count)) + b"}"


def _get(name: str, answer: tuple[int, str], path: str) -> Kind:
    return _refused(name, answer, method="GET", path=path, headers={})


CURSOR = (422, "invalid-cursor")
OTHERS = (
    _get("a cursor of no base64", CURSOR, "/v1/articles?cursor=%F0%9F%92%A9"),
    _get("a cursor of 14 KB", INVALID, "/v1/articles?cursor=" + "A" * 14_000),
    _get("a cursor with SQL", CURSOR, f"/v1/quotes?cursor={_cursor('0' * 16, SQL, SQL)}"),
    _get(
        "a cursor with a number beyond 64 bits",
        CURSOR,
        f"/v1/quotes?sort=outlets&cursor={_cursor('0' * 16, 2**64, SQL, SQL)}",
    ),
    _get(
        "a cursor that is nested deep",
        CURSOR,
        "/v1/outlets?cursor=" + base64.urlsafe_b64encode(b"[" * 600).decode().rstrip("="),
    ),
    _get("a limit without bounds", INVALID, f"/v1/articles?limit={10**30}"),
    _get("an unknown parameter", INVALID, "/v1/articles?admin=true"),
    _get("an id with SQL", INVALID, "/v1/articles/1%27%20OR%201=1"),
    _get("a path that climbs", (404, "not-found"), "/v1/%2e%2e/%2e%2e/etc/passwd"),
    _get("NUL in a path", (404, "not-found"), "/v1/arti%00cles"),
    _get("a path of 20 KB", (431, "headers-too-large"), "/v1/" + "a" * 20_000),
    _refused(
        "a header of 20 KB",
        (431, "headers-too-large"),
        method="GET",
        headers={"X-Long": "a" * 20_000},
    ),
    _refused("a method that HTTP does not know", (405, "method-not-allowed"), method="BREW"),
    _refused(
        "a method hidden in a header",
        INVALID,
        _raw(b"{}"),
        headers={**JSON, "X-HTTP-Method-Override": "DELETE"},
    ),
)

LINES = {"Content-Type": "application/x-ndjson"}


def _job(name: str, answer: tuple[int, str], body: Callable[[], bytes]) -> Kind:
    return _refused(name, answer, body, path="/v1/ingest-jobs", headers=LINES)


JOBS = (
    _job("a job of no lines", INVALID, lambda: b"\n\r\n \n"),
    _job("a job without JSON", MALFORMED, lambda: b"text=a\n" * 500),
    _job("a job of bytes that are not UTF-8", MALFORMED, lambda: b"\xff\xfe\n" * 500),
    _job("a job of 10,001 lines", (413, "body-too-large"), lambda: b"{}\n" * 10_001),
    _refused(
        "a job that is declared as one article",
        (415, "unsupported-media-type"),
        lambda: b"{}",
        path="/v1/ingest-jobs",
    ),
)

FORGED_KEYS = {
    "no key": "",
    "another scheme": "Basic b25yZWNvcmQ6b25yZWNvcmQ=",
    "no word": "Bearer",
    "two words": "Bearer a b",
    "a short key": "Bearer onrecord_a",
    "another checksum": "Bearer onrecord_" + "A" * 12 + "_" + "B" * 38,
    "SQL": f"Bearer {SQL}",
    "10,000 letters": "Bearer " + "A" * 10_000,
    "no ASCII": "Bearer é",
}
"""Values of `Authorization`, for a server that has keys."""

LONG = 100_000
"""Code points of a long text: half of the limit."""


def _taken(name: str, make: Callable[[], str], *, seconds: float = 60.0) -> Kind:
    return Kind(
        name=name, statuses=(200,), path="/v1/extract", body=_text_alone(make), seconds=seconds
    )


def _text_alone(make: Callable[[], str]) -> Callable[[], bytes]:
    return lambda: json.dumps({"text": make()}).encode()


TEXTS = (
    _taken(
        "bidirectional controls", lambda: "\u202e“Go \u2067left\u2069,” Ann Lee said.\u202c" * 50
    ),
    _taken("marks on one letter", lambda: "“Z" + "\u0301\u0322" * (LONG // 2) + ",” she said."),
    _taken("one word", lambda: "a" * LONG),
    _taken("joined emoji", lambda: "👩‍👩‍👧‍👦" * (LONG // 11)),
    _taken(
        "private and unassigned code points", lambda: "\ue000\ufdd0\U0010ffff“a,” he said. " * 2_000
    ),
    _taken("opening marks alone", lambda: "“" * LONG),
    _taken("straight marks alone", lambda: '"' * LONG),
    _taken(
        "quotes in quotes, 1,000 deep", lambda: "“‘" * 500 + "Go" + "’”" * 500 + ", Ann Lee said."
    ),
    _taken("50,000 paragraphs", lambda: "a\n" * (LONG // 2), seconds=240.0),
    _taken("white space of all kinds", lambda: "\u00a0\u2003\u3000\t\x0b\x0c " * (LONG // 7)),
    _taken("a word that a pattern might try again", lambda: "Mr. " * 400 + "A." * 20_000 + "!"),
    _taken("names without end", lambda: "Ann Lee, " * (LONG // 9)),
)
