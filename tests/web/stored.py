"""Articles that tests of pages store."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

FULL = "We will never, ever sell the old ferry to the borough council"
TRIMMED = "We will never sell the old ferry to the borough council"


def store_article(client: TestClient, text: str, **fields: Any) -> dict[str, Any]:
    """Store an article over the API, and return the answer."""
    article = {"outlet": {"domain": "harbourpost.example"}, "text": text, **fields}
    answer = client.post("/v1/articles", json=article, headers={"Accept": "*/*"})
    assert answer.status_code == 201, answer.text
    stored: dict[str, Any] = answer.json()
    return stored


def store_ferry(client: TestClient) -> dict[str, Any]:
    """Store what the mayor said as two outlets print it, and return the first quotation."""
    first = store_article(
        client,
        f"“{FULL}” Ada Quill said.",
        outlet={"domain": "harbourpost.example", "name": "Harbour Post"},
        title="Ferry stays",
        url="https://harbourpost.example/ferry",
        published_at="2026-03-02T09:00:00Z",
    )
    store_article(
        client,
        f"“{TRIMMED}” Ada Quill said.",
        outlet={"domain": "b.example"},
        published_at="2026-03-10T09:00:00Z",
    )
    quotation: dict[str, Any] = first["quotations"][0]
    return quotation
