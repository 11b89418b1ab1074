"""What the server under `test_schemathesis` holds, for requests that ask for it."""

from __future__ import annotations

import os
from random import Random
from typing import Any

import requests

_NOTHING = "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"
_USES = 40
"""How often a list is used before it is read again: requests change what is stored."""

_chance = Random(12)
_lists: dict[str, tuple[int, list[dict[str, Any]]]] = {}


def stored_id(name: str) -> str:
    """Return an id for a parameter such as `quote_id`, if there is one."""
    if name == "delivery_id":
        return webhook_and_delivery()[1]
    if name == "quotation_id":
        return quotation_of(stored_id("article_id"))
    kind = "ingest-job" if name == "job_id" else name.removesuffix("_id")
    items = _items(f"{kind}s")
    return _chance.choice(items)["id"] if items else _NOTHING


def quotation_of(article_id: str) -> str:
    """Return the id of a quotation of an article, if it has one that was not denied."""
    quotations = _get(f"/v1/articles/{article_id}").get("quotations", [])
    ids = [each["id"] for each in quotations if each["id"]]
    return str(_chance.choice(ids)) if ids else _NOTHING


def spans_of(path: str) -> list[dict[str, int]]:
    """Return spans for the correction at a path: those of the quotation, or one letter."""
    *_, article_id, _, quotation_id, _ = path.split("/")
    quotations = _get(f"/v1/articles/{article_id}").get("quotations", [])
    found = [each["spans"] for each in quotations if each["id"] == quotation_id]
    return list(found[0]) if found else [{"start": 0, "end": 1}]


def webhook_and_delivery() -> tuple[str, str]:
    """Return the ids of a webhook and of one of its deliveries, if a webhook has any."""
    webhooks = [each["id"] for each in _get("/v1/webhooks", {"limit": 100}).get("items", [])]
    for webhook in _chance.sample(webhooks, len(webhooks)):
        deliveries = _get(f"/v1/webhooks/{webhook}/deliveries").get("items", [])
        if deliveries:
            return webhook, str(_chance.choice(deliveries)["id"])
    return _NOTHING, _NOTHING


def stored_text(name: str) -> str:
    """Return a value for a filter that takes words or a name."""
    if name == "outlet":
        outlet = _chance.choice(_items("outlets"))
        return outlet["domain"] or outlet["name"]
    if name == "speaker":
        return str(_chance.choice(_items("speakers"))["name"])
    words = [word for word in stored_quote().split() if any(map(str.isalnum, word))]
    return _chance.choice([words[0], f"{words[-1]}*", '"' + " ".join(words[:3]) + '"'])


def stored_quote() -> str:
    """Return the words of a quotation."""
    return str(_chance.choice(_items("quotes"))["text"])


def occurrences_of(path: str) -> list[str]:
    """Return the ids of occurrences of a quotation, or of a quotation of a speaker."""
    thing = "/".join(path.split("/")[:4])
    if "/speakers/" in thing:
        quotes = _get(f"{thing}/quotes").get("items", [])
        thing = f"/v1/quotes/{quotes[0]['id']}" if quotes else thing
    return [each["id"] for each in _get(thing).get("occurrences", [])]


def current_tag(path: str) -> str:
    """Return the entity tag of what is at a path, or `*` if nothing is."""
    return _ask(path).headers.get("ETag", "*")


def first_cursor(path: str, query: dict[str, Any]) -> str | None:
    """Return the cursor behind the first row of a list, if it has more."""
    plain = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in query.items()
    }
    return _get(path, {**plain, "limit": 1}).get("next_cursor")


def _items(kind: str) -> list[dict[str, Any]]:
    uses, items = _lists.get(kind, (0, []))
    if uses % _USES == 0 or not items:
        items = _get(f"/v1/{kind}", {"limit": 100})["items"]
    _lists[kind] = uses + 1, items
    return items


def _get(path: str, query: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = _ask(path, query)
    found: dict[str, Any] = answer.json() if answer.ok else {}
    return found


def _ask(path: str, query: dict[str, Any] | None = None) -> requests.Response:
    headers = {"Authorization": f"Bearer {os.environ['ONRECORD_KEY']}"}
    url = os.environ["ONRECORD_URL"] + path
    return requests.get(url, query, headers=headers, timeout=10)
