"""/v1/quotes."""

from __future__ import annotations

from uuid import uuid4

import pytest


@pytest.fixture
def stored(post):
    """Ada's question at two outlets, and two quotes at one."""
    post(
        "😀 “Who pays for the pier?” Ada Lindqvist said.",
        domain="a.example",
        published_at="2026-01-01T00:00:00Z",
    )
    post(
        "“Who pays for the pier” Ada Lindqvist said. “Not us, for sure,” Bo Ek said.",
        domain="b.example",
        published_at="2026-02-01T00:00:00Z",
    )
    post("“late” and “over budget” a guard said.", domain="b.example")


def texts(client, **query):
    page = client.get("/v1/quotes", params=query).json()
    return {quote["text"] for quote in page["items"]}


def test_a_quote_tells_who_said_it_and_how_far_it_went(client, stored):
    (quote,) = client.get("/v1/quotes", params={"min_outlets": 2}).json()["items"]

    assert quote["text"].startswith("Who pays for the pier")
    assert quote["kind"] == "direct"
    assert quote["speaker"]["name"] == "Ada Lindqvist"
    assert quote["speakers"] == [quote["speaker"]]
    assert quote["first_seen"] == "2026-01-01T00:00:00Z"
    assert (quote["outlet_count"], quote["occurrence_count"]) == (2, 2)


def test_every_filter_narrows(client, stored):
    ada = client.get("/v1/speakers", params={"q": "Ada"}).json()["items"][0]["id"]

    assert len(texts(client)) == 4
    assert texts(client, q="SURE us") == {"Not us, for sure,"}
    assert texts(client, speaker="Bo Ek") == {"Not us, for sure,"}
    assert len(texts(client, speaker_id=ada)) == 1
    assert len(texts(client, outlet="a.example")) == 1
    assert texts(client, kind="mixed") == {"late", "over budget"}
    assert len(texts(client, published_to="2026-01-15T00:00:00Z")) == 1
    assert texts(client, published_from="2026-01-15T00:00:00Z", kind="direct", speaker="Bo Ek") == {
        "Not us, for sure,"
    }
    assert texts(client, speaker="Bo Ek", min_outlets=2) == set()


def test_sorts(client, stored):
    def firsts(sort: str) -> list[str]:
        return [quote["text"] for quote in client.get(f"/v1/quotes?sort={sort}").json()["items"]]

    assert firsts("outlets")[0].startswith("Who pays")
    assert firsts("oldest")[0].startswith("Who pays")
    assert firsts("newest")[-1].startswith("Who pays")


def test_a_quote_shows_where_it_was_printed_and_how(client, stored):
    (listed,) = client.get("/v1/quotes?min_outlets=2").json()["items"]

    quote = client.get(f"/v1/quotes/{listed['id']}").json()

    occurrences = quote.pop("occurrences")
    assert quote == listed
    assert [found["article"]["outlet"]["domain"] for found in occurrences] == [
        "a.example",
        "b.example",
    ]
    assert [found["match"] for found in occurrences] == ["new", "exact"]
    assert [found["quote_id"] for found in occurrences] == [listed["id"]] * 2
    article = client.get(f"/v1/articles/{occurrences[0]['article']['id']}").json()
    assert occurrences[0].pop("article")["id"] == article["id"]
    assert article["quotations"] == occurrences[:1]


def test_counts_utf16_units_of_each_article_when_asked(client, stored):
    (listed,) = client.get("/v1/quotes?min_outlets=2").json()["items"]

    quote = client.get(f"/v1/quotes/{listed['id']}?offset_unit=utf16").json()

    starts = [found["spans"][0]["start"] for found in quote["occurrences"]]
    assert starts == [4, 1]


def test_an_unknown_id_is_not_found(client):
    assert client.get(f"/v1/quotes/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    "words", ['"', "*", "a AND", "NEAR(", "-", "col:x", "%", "_", "\\", "'; --", "😀", "ﷺ", " "]
)
def test_a_search_takes_any_words(client, stored, words):
    assert client.get("/v1/quotes", params={"q": words}).status_code == 200
