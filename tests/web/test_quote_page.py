"""The page of a quote."""

from __future__ import annotations

import json
import re
from html import unescape

from tests.web.stored import FULL, store_article, store_ferry

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> & \u202egnirts"


def text_of(page: str) -> str:
    """Return what a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", page.replace("<br>", " "))))


def test_the_fullest_wording_is_the_heading_and_each_outlet_is_in_the_timeline(client):
    quote = store_ferry(client)

    page = client.get(f"/quotes/{quote['quote_id']}").text

    assert re.search(rf"<h1[^>]*>“{FULL}”</h1>", page)
    assert f'<a href="/speakers/{quote["speaker"]["id"]}">Ada Quill</a>' in page
    said = text_of(page)
    assert said.index("2 March 2026 Harbour Post first seen Ferry stays") < said.index(
        "10 March 2026 b.example variant untitled article"
    )
    assert 'href="https://harbourpost.example/ferry" rel="noreferrer noopener"' in page


def test_each_wording_shows_what_it_left_out(client):
    quote = store_ferry(client)

    page = client.get(f"/quotes/{quote['quote_id']}").text

    assert "Leaves out 1 word" in page
    assert '<del><span class="unseen"> left out: </span>ever<span' in page


def test_a_quote_is_copied_as_text_as_citation_and_as_json_ld(client):
    quote = store_ferry(client)

    page = client.get(f"/quotes/{quote['quote_id']}").text

    copies = dict(re.findall(r'<pre id="([\w-]+)"[^>]*>([^<]*)</pre>', page))
    assert unescape(copies["as-text"]) == f"“{FULL}” — Ada Quill"
    assert unescape(copies["as-citation"]).endswith(
        "in “Ferry stays”, Harbour Post, 2 March 2026, https://harbourpost.example/ferry."
    )
    linked = json.loads(unescape(copies["as-json-ld"]))
    assert (linked["@type"], linked["text"]) == ("Quotation", FULL)
    assert linked["creator"][0]["name"] == "Ada Quill"


def test_outlets_that_name_somebody_else_are_shown(client):
    store_ferry(client)
    other = store_article(client, f"“{FULL}” Ida Roe said.", outlet={"domain": "c.example"})[
        "quotations"
    ][0]

    said = text_of(client.get(f"/quotes/{other['quote_id']}").text)

    assert "Outlets disagree on who said this. Most name Ada Quill; others name Ida Roe." in said
    assert "c.example names Ida Roe" in said


def test_a_speaker_whom_an_article_describes_is_nobody_else(client):
    store_ferry(client)
    text = f"“{FULL}” Ada Quill of Ems said."
    stored = store_article(client, text, outlet={"domain": "c.example"})["quotations"][0]
    assert stored["speaker"]["description"]["text"] == "of Ems"

    assert "names Ada Quill" not in text_of(client.get(f"/quotes/{stored['quote_id']}").text)


def test_near_copies_of_one_story_are_one_origin(client):
    story = " ".join(f"The ferry sailed at {n} and came back before noon." for n in range(40))
    for outlet in ("a.example", "b.example"):
        stored = store_article(
            client, f"“{FULL}” Ada Quill said. {story}", outlet={"domain": outlet}
        )

    said = text_of(client.get(f"/quotes/{stored['quotations'][0]['quote_id']}").text)

    assert "2 outlets, 1 origin" in said
    assert said.count("same story as an earlier one") == 1


def test_what_was_submitted_is_shown_as_text(client):
    stored = store_article(client, f"“{HOSTILE}” Ada Quill said.", title=HOSTILE)

    page = client.get(f"/quotes/{stored['quotations'][0]['quote_id']}").text

    assert "<img" not in page
    assert page.count("<script") == 1
    assert "&lt;script&gt;alert(1)" in page


def test_many_occurrences_are_paged(client):
    for number in range(52):
        stored = store_article(
            client,
            f"“{FULL}” Ada Quill said.",
            outlet={"domain": f"o{number}.example"},
            published_at=f"2026-03-02T09:{number:02}:00Z",
        )
    address = f"/quotes/{stored['quotations'][0]['quote_id']}"

    first, second = client.get(address).text, client.get(f"{address}?page=2").text

    assert (first.count('class="where"'), second.count('class="where"')) == (50, 2)
    assert 'rel="next" href="?page=2#when"' in first
    assert 'rel="prev" href="?page=1#when"' in second
    assert "44 more" in first
    assert client.get(f"{address}?page=0").status_code == 422


def test_the_id_of_a_merged_quote_leads_to_the_other(client):
    quote = store_ferry(client)["quote_id"]
    other = store_article(client, "“Not now, not then” Ada Quill said.")["quotations"][0]
    body = {"other_id": other["quote_id"]}
    client.post(f"/v1/quotes/{quote}/merge", json=body, headers={"Accept": "*/*"})

    moved = client.get(f"/quotes/{other['quote_id']}")

    assert (moved.status_code, moved.headers["location"]) == (308, f"/quotes/{quote}")


def test_an_unknown_quote_is_a_page_that_says_so(client):
    page = client.get("/quotes/0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01")

    assert page.status_code == 404
    assert "No quote is stored under this id." in page.text
