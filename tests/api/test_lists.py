"""What all lists have in common: pages, cursors, limits."""

from __future__ import annotations

from uuid import uuid4

import pytest

LISTS = ["/v1/articles", "/v1/quotes", "/v1/speakers", "/v1/outlets"]


def letters(number: int) -> str:
    return chr(ord("A") + number // 10) + chr(ord("a") + number % 10)


@pytest.fixture
def fill(post):
    """Stores articles, each with an outlet, a speaker and a quote of its own."""

    def fill(numbers: range) -> None:
        for number in numbers:
            name = letters(number)
            post(
                f"“Words of {name} alone” {name}ka Ek said.",
                domain=f"{name.lower()}.example",
                published_at=f"2026-01-{number % 28 + 1:02}T00:00:00Z",
            )

    return fill


def walk(client, path, between=lambda: None, **query):
    seen = []
    cursor = None
    while True:
        page = client.get(path, params={**query, **({"cursor": cursor} if cursor else {})}).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return seen
        between()


@pytest.mark.parametrize("path", LISTS)
def test_pages_hold_everything_once(client, fill, path):
    fill(range(7))

    whole = [item["id"] for item in client.get(path).json()["items"]]
    assert len(whole) == 7
    for limit in (1, 3, 7):
        assert walk(client, path, limit=limit) == whole


@pytest.mark.parametrize("path", LISTS)
def test_a_walk_misses_and_repeats_nothing_while_others_write(client, fill, path):
    fill(range(10))
    before = set(walk(client, path, limit=100))
    more = iter(range(10, 100))

    def write() -> None:
        number = next(more)
        fill(range(number, number + 1))

    seen = walk(client, path, between=write, limit=2)

    assert len(seen) == len(set(seen))
    assert before <= set(seen)


@pytest.mark.parametrize("sort", ["newest", "oldest", "outlets"])
def test_quotes_are_walked_in_every_order(client, fill, sort):
    fill(range(7))
    whole = [quote["id"] for quote in client.get(f"/v1/quotes?sort={sort}").json()["items"]]

    assert walk(client, "/v1/quotes", sort=sort, limit=2) == whole


@pytest.mark.parametrize("path", LISTS)
def test_a_page_holds_twenty_unless_asked_for_more(client, fill, path):
    fill(range(21))

    assert len(client.get(path).json()["items"]) == 20
    assert len(client.get(f"{path}?limit=100").json()["items"]) == 21


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("cursor", ["nonsense", "e30", "e30=", "AAAA", "%F0%9F%98%80", "bnVsbA"])
def test_a_cursor_of_ones_own_is_refused(client, path, cursor):
    response = client.get(f"{path}?cursor={cursor}")

    assert response.status_code == 422
    assert response.json()["type"] == "urn:onrecord:problem:invalid-cursor"


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_of_another_list_is_refused(client, fill, path):
    fill(range(2))
    other = LISTS[LISTS.index(path) - 1]
    cursor = client.get(f"{other}?limit=1").json()["next_cursor"]

    assert client.get(path, params={"cursor": cursor}).status_code == 422


def test_speakers_are_found_by_the_beginning_of_a_name(client, fill):
    fill(range(3))

    page = client.get("/v1/speakers", params={"q": "abka"}).json()

    (speaker,) = page["items"]
    assert speaker["name"] == "Abka Ek"
    assert (speaker["kind"], speaker["quote_count"]) == ("person", 1)
    whole = client.get(f"/v1/speakers/{speaker['id']}").json()
    assert whole == {**speaker, "descriptions": []}


def test_an_unknown_speaker_is_not_found(client):
    assert client.get(f"/v1/speakers/{uuid4()}").status_code == 404


def test_outlets_count_their_articles(client, post):
    post("One.", domain="a.example")
    post("Two.", domain="A.example")
    post("Three.", domain="b.example")

    counts = {
        outlet["domain"]: outlet["article_count"]
        for outlet in client.get("/v1/outlets").json()["items"]
    }
    assert counts == {"a.example": 2, "b.example": 1}
