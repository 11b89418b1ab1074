"""The source report as a page."""

from __future__ import annotations

import pytest

from tests.web.stored import store_article
from tests.web.test_quote_page import text_of


@pytest.fixture
def articles(client):
    return [
        store_article(
            client,
            "“We pay” Ada Quill said. “Not us” an aide said. “Who?” said.",
            title="Who pays",
            published_at="2026-03-14T09:30:00Z",
        ),
        store_article(
            client,
            "“We pay, we do” Ada Quill said.",
            outlet={"domain": "b.example"},
            published_at="2026-03-24T09:30:00Z",
        ),
    ]


def test_a_report_of_an_article_names_it_and_counts_its_sources(client, articles):
    said = text_of(client.get(f"/sources?article_id={articles[0]['id']}").text)

    assert "Who is quoted in “Who pays”, harbourpost.example" in said
    assert "quotations3" in said
    assert "anonymous33 %" in said
    assert "Ada Quill 1 1" in said
    assert "an aide anonymous 1 1" in said


def test_a_report_of_an_outlet_counts_its_articles_alone(client, articles):
    page = client.get("/sources?outlet=b.example").text

    assert "Who is quoted by b.example" in text_of(page)
    assert "an aide" not in page


def test_everything_must_be_asked_for(client, articles):
    assert "quotations4" not in text_of(client.get("/sources").text)
    assert "quotations4" in text_of(client.get("/sources?all=yes").text)
    assert "quotations3" in text_of(client.get("/sources?until=2026-03-14").text)


def test_nothing_quoted_is_said(client):
    stored = store_article(client, "Nothing is said here.")

    said = text_of(client.get(f"/sources?article_id={stored['id']}").text)

    assert "1 article, and no quotation in it." in said


def test_an_article_that_is_not_stored_is_not_reported_on(client):
    missing = client.get("/sources?article_id=0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01")

    assert missing.status_code == 404
