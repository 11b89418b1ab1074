"""The search page: quotes, speakers and articles at addresses that can be shared."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.web.stored import store_article, store_ferry
from tests.web.test_quote_page import HOSTILE, text_of


@pytest.fixture
def stocked(client):
    store_ferry(client)
    store_article(
        client,
        "“Rowing is fun” Ida Roe said. “Rowing is not” an aide said.",
        title="Rowers meet",
        published_at="2026-04-01T09:00:00Z",
    )
    return client


def found(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return re.findall(r'<p class="said"><a href="/(\w+)/[^"]*">([^<]*)</a>', page.text)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/search", ["“Rowing is fun”", "“Rowing is not”", "“We will never,"]),
        ("/search?q=ferr", ["“We will never,"]),
        ("/search?q=ferr+", []),
        ("/search?q=rowing&kind=mixed", []),
        ("/search?q=rowing&speaker=ida+roe", ["“Rowing is fun”"]),
        ("/search?outlet=b.example", ["“We will never,"]),
        ("/search?since=2026-04-01&until=2026-04-01", ["“Rowing is fun”", "“Rowing is not”"]),
        ("/search?min_outlets=2", ["“We will never,"]),
        ("/search?disputed=yes", []),
        ("/search?sort=oldest&q=rowing", ["“Rowing is fun”", "“Rowing is not”"]),
        ("/search?find=speakers", ["Ada Quill", "Ida Roe"]),
        ("/search?find=speakers&q=ro", ["Ida Roe"]),
        ("/search?find=articles&q=rowers", ["Rowers meet"]),
        ("/search?find=articles&outlet=b.example", ["untitled article"]),
    ],
)
def test_an_address_says_what_is_found(stocked, address, expected):
    shown = [" ".join(unescape(text).split()[:3]) for _, text in found(stocked, address)]

    assert sorted(shown) == sorted(expected)


def test_a_result_leads_to_its_page_and_a_quote_to_its_speaker(stocked):
    for address in ("/search", "/search?find=speakers"):
        for path in re.findall(r'href="(/(?:quotes|speakers)/[^"]*)"', stocked.get(address).text):
            assert stocked.get(path).status_code == 200


def test_speakers_of_that_name_stand_beside_the_quotes(stocked):
    page = stocked.get("/search?q=ida")

    assert "Speakers: Ida Roe 1" in text_of(page.text)
    assert "Nothing has these words." in page.text


def test_the_form_shows_what_was_asked_for(stocked):
    page = stocked.get("/search?q=%22a+b%22&outlet=b.example&kind=direct&disputed=yes").text

    assert 'value="&#34;a b&#34;"' in page
    assert '<option value="direct" selected>' in page
    assert '<details class="narrow" open>' in page
    assert 'value="yes" checked' in page
    assert '<option value="b.example">' in page


def test_pages_follow_each_other(client):
    for number in range(25):
        store_article(client, f"“These are the words of day {number}” Ada Quill said.")

    first = client.get("/search?q=words").text
    following = re.search(r'rel="next" href="([^"]*)"', first)

    assert following
    assert len(found(client, unescape(following[1]))) == 5


def test_a_search_is_narrowed_to_a_speaker_by_id(stocked):
    speaker = re.search(r'href="/speakers/([^"]*)">Ida Roe', stocked.get("/search").text)
    assert speaker

    page = stocked.get(f"/search?speaker_id={speaker[1]}")

    assert "only Ida Roe" in page.text
    assert len(found(stocked, f"/search?speaker_id={speaker[1]}")) == 1
    gone = stocked.get("/search?speaker_id=0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01")
    assert "only one speaker" in gone.text


def test_what_cannot_be_read_is_named_and_not_repeated(client):
    page = client.get("/search?since=zwartkopmeeuw")

    assert page.status_code == 422
    assert "The field `since` cannot be read." in page.text
    assert "zwartkopmeeuw" not in page.text


def test_what_is_searched_for_is_shown_as_text(client):
    page = client.get("/search", params={"q": HOSTILE[:100]}).text

    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_a_page_is_light(client):
    for number in range(40):
        store_article(client, f"“{'These are long words. ' * 10}{number}” Ada Quill said.")

    page = client.get("/search?q=words")
    files = re.findall(r'(?:src|href)="(/static/[^"]*)"', page.text)
    weight = len(page.content) + sum(len(client.get(file).content) for file in set(files))

    assert weight < 60_000
