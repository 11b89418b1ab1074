"""Articles that a running server stores, as records for `onrecord convert`."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl

import httpx

from service.commands.inputs import Unreadable
from service.commands.record_files import ReadRecord
from service.commands.refusals import reason_in
from service.errors import OnRecordError
from service.formats.fields import FieldReader
from service.formats.jsonl import from_json_article


def stored_records(client: httpx.Client, where: str) -> Iterator[ReadRecord | Unreadable]:
    """Yield the articles that a server stores, with their quotations, one by one.

    Args:
        client: Knows the server's address.
        where: The query of `GET /v1/articles`, such as `outlet=post.example`.
    """
    query = dict(parse_qsl(where, keep_blank_values=True))
    cursor: str | None = None
    try:
        while True:
            page = _get(client, "/v1/articles", {**query, "cursor": cursor} if cursor else query)
            for each in page.children("items"):
                identifier = each.required_text("id")
                yield _read_article(client, f"/v1/articles/{identifier}")
            cursor = page.text("next_cursor")
            if cursor is None:
                return
    except OnRecordError as error:
        yield Unreadable("/v1/articles", error.detail)


def _read_article(client: httpx.Client, path: str) -> ReadRecord | Unreadable:
    try:
        return ReadRecord(path, from_json_article(_get(client, path, {}).whole()))
    except OnRecordError as error:
        # An article may be deleted between the list and here. The others are read all the same.
        return Unreadable(path, error.detail)


def _get(client: httpx.Client, path: str, query: dict[str, str]) -> FieldReader:
    try:
        response = client.get(path, params=query)
    except httpx.TransportError as error:
        raise OnRecordError(f"no answer from the server: {type(error).__name__}") from None
    if not response.is_success:
        raise OnRecordError(f"{response.status_code} {reason_in(response)}")
    try:
        return FieldReader(response.json())
    except ValueError:
        raise OnRecordError("The server's answer is not JSON.") from None
