"""/v1/reports: who is quoted how often, and where a speaker is quoted."""

from __future__ import annotations

import pytest


@pytest.fixture
def articles(post):
    return [
        post(
            "“We pay,” Ada Quill said. “Not us,” an aide said. “Who?” said.",
            published_at="2026-03-14T09:30:00Z",
        ),
        post(
            "“We pay,” Ada Quill said. “Never,” Ida Roe thinks. “No,” Ida Roe denies.",
            domain="b.example",
            published_at="2026-03-24T09:30:00Z",
        ),
    ]


def test_sources_are_counted_with_their_shares(client, articles):
    report = client.get("/v1/reports/sources").json()

    assert (report["article_count"], report["quotations"]["total"]) == (2, 4)
    assert report["speaker_kinds"] == {
        "person": 2,
        "organization": 0,
        "group": 0,
        "anonymous": 1,
        "unknown": 1,
    }
    assert (report["anonymous_share"], report["organization_share"]) == (0.25, 0.0)
    ada, aide = report["sources"]
    assert ada["speaker"]["name"] == "Ada Quill"
    assert ada["quotations"] == {"total": 2, "direct": 2, "mixed": 0, "indirect": 0}
    assert (ada["article_count"], ada["outlet_count"]) == (2, 2)
    assert aide["speaker"] == {"id": None, "name": "an aide", "kind": "anonymous"}


@pytest.mark.parametrize(
    ("where", "total"),
    [
        ({"outlet": "b.example"}, 1),
        ({"published_to": "2026-03-20T00:00:00Z"}, 3),
        ({"q": "aide"}, 3),
        ({"outlet": "nowhere.example"}, 0),
    ],
)
def test_a_report_is_of_the_articles_that_a_filter_matches(client, articles, where, total):
    report = client.get("/v1/reports/sources", params=where).json()

    assert report["quotations"]["total"] == total
    assert (report["anonymous_share"] is None) == (total == 0)


def test_a_report_is_of_one_article(client, articles):
    one = {"article_id": articles[1]["id"], "limit": 1}
    assert client.get("/v1/reports/sources", params=one).json()["quotations"]["total"] == 1
    assert client.get("/v1/reports/sources?limit=0").status_code == 422
    assert client.get("/v1/reports/sources?article_id=x").status_code == 422


def test_a_speaker_is_counted_by_week_and_outlet(client, articles):
    ada = articles[0]["quotations"][0]["speaker"]["id"]

    report = client.get(f"/v1/reports/speakers/{ada}").json()

    assert report["weeks"] == [
        {"start": "2026-03-09", "quote_count": 1},
        {"start": "2026-03-23", "quote_count": 1},
    ]
    assert [
        (each["outlet"]["domain"], each["quote_count"], each["article_count"])
        for each in report["outlets"]
    ] == [("b.example", 1, 1), ("harbourpost.example", 1, 1)]


def test_a_merged_speakers_report_redirects(client, articles, post):
    ada = articles[0]["quotations"][0]["speaker"]["id"]
    uma = post("“Fine,” Uma Ek said.")["quotations"][0]["speaker"]["id"]
    client.post(f"/v1/speakers/{ada}/merge", json={"other_id": uma})

    moved = client.get(f"/v1/reports/speakers/{uma}", follow_redirects=False)

    assert moved.status_code == 308
    assert moved.headers["location"] == f"/v1/reports/speakers/{ada}"
