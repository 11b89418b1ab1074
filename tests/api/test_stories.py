"""Stories: near copies of one article, and the origins of quotes."""

from __future__ import annotations

import pytest

REPORT = (
    "WEXCOMBE (AP) — The county will close the northern pier on Monday, after divers found that its"
    " piles rot.\n\n“Who pays for the pier?” Ada Lindqvist said.\n\nEngineers had warned of the"
    " damage in two reports, and the board had put both of them aside."
)
OWN = "The mayor asked it in the chapel.\n\n“Who pays for the pier?” Ada Lindqvist said."
ALONE = "Ferrymen wait.\n\n“Not us, for sure,” Bo Ek said."


@pytest.fixture
def printed(post):
    """The report at three outlets, an article of a fourth, and one with another quote."""
    dates = (f"2026-01-0{day}T00:00:00Z" for day in range(1, 6))
    texts = [REPORT, f"{REPORT}\n\nBrackwater has no pier.", REPORT.replace("Monday", "May 3"), OWN]
    return [
        post(text, domain=f"{name}.example", published_at=date)
        for name, text, date in zip("abcde", [*texts, ALONE], dates, strict=True)
    ]


def items(client, path, **query):
    return client.get(path, params=query).json()["items"]


def test_an_agency_report_at_three_outlets_is_one_origin(client, printed):
    (quote,) = items(client, "/v1/quotes", q="pays")

    assert (quote["outlet_count"], quote["origin_count"], quote["occurrence_count"]) == (4, 2, 4)
    occurrences = client.get(f"/v1/quotes/{quote['id']}").json()["occurrences"]
    stories = [occurrence["article"]["story_id"] for occurrence in occurrences]
    assert stories == [printed[0]["id"]] * 3 + [None]
    assert {occurrence["origin_count"] for occurrence in occurrences} == {2}
    (match,) = client.post("/v1/quotes/match", json={"text": "Who pays for the pier?"}).json()[
        "items"
    ]
    assert match["quote"]["origin_count"] == 2


def test_quotes_are_filtered_and_sorted_by_origins(client, printed):
    listed = items(client, "/v1/quotes", sort="origins")
    assert [quote["origin_count"] for quote in listed] == [2, 1]
    assert items(client, "/v1/quotes", min_origins=2) == listed[:1]
    assert items(client, "/v1/quotes", min_origins=3) == []
    exported = client.get("/v1/quotes/export?min_origins=2", headers={"Accept": "text/csv"}).text
    head, row = exported.splitlines()
    assert dict(zip(head.split(",")[-3:], row.split(",")[-3:], strict=True)) == {
        "outlet_count": "4",
        "origin_count": "2",
        "occurrence_count": "4",
    }


def test_an_article_shows_its_near_copies(client, printed):
    first, second, third, own, _ = (
        client.get(f"/v1/articles/{article['id']}").json() for article in printed
    )
    assert own["story"] is None
    assert second["story"]["id"] == second["story_id"] == first["id"]
    assert (second["story"]["article_count"], second["story"]["outlet_count"]) == (3, 3)
    assert [article["id"] for article in second["story"]["articles"]] == [first["id"], third["id"]]
    for article in (first, third):
        listed = items(client, "/v1/articles", story_id=article["id"], sort="oldest")
        assert [one["id"] for one in listed] == [first["id"], second["id"], third["id"]]
    assert items(client, "/v1/articles", story_id=own["id"]) == []


def test_a_story_loses_an_article_that_is_deleted_or_rewritten(client, post, printed):
    client.delete(f"/v1/articles/{printed[0]['id']}")
    second = client.get(f"/v1/articles/{printed[1]['id']}").json()
    assert second["story_id"] == second["id"]
    client.delete(f"/v1/articles/{printed[2]['id']}")
    assert client.get(f"/v1/articles/{printed[1]['id']}").json()["story"] is None
    (quote,) = items(client, "/v1/quotes", q="pays")
    assert (quote["outlet_count"], quote["origin_count"]) == (2, 2)
