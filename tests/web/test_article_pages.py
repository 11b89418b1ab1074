"""A stored article: how it is stored, what the record knows, and how a speaker is corrected."""

from __future__ import annotations

import re

from service.api.auth.scopes import Scope
from tests.support.keys import add_key

TEXT = "“We will rebuild it, and it will be wider,” Ines Calder said."


def store(client, text=TEXT, outlet="harbourpost.example", **fields):
    return client.post("/articles", data={"text": text, "outlet": outlet, **fields})


def test_one_click_stores_what_the_api_then_answers(client):
    answer = store(client, title="Pier", url="https://harbourpost.example/1", date="2026-01-02")

    assert answer.status_code == 303
    article = client.get(f"/v1{answer.headers['location']}").json()
    assert (article["title"], article["outlet"]["domain"]) == ("Pier", "harbourpost.example")
    assert (article["text"], article["published_at"]) == (TEXT, "2026-01-02T00:00:00Z")
    page = client.get(answer.headers["location"]).text
    assert "Printed here alone, as far as the record knows." in page
    assert f'href="/quotes/{article["quotations"][0]["quote_id"]}"' in page
    assert "2 January 2026" in page


def test_the_same_article_again_is_the_same_page(client):
    assert store(client).headers["location"] == store(client).headers["location"]


def test_an_outlet_with_a_space_is_a_name(client):
    location = store(client, outlet="Harbour Post").headers["location"]

    assert client.get(f"/v1{location}").json()["outlet"]["name"] == "Harbour Post"


def test_words_that_others_printed_say_how_many(client):
    store(client, outlet="a.example")
    store(client, outlet="b.example")
    page = client.get(store(client, outlet="c.example").headers["location"]).text

    assert re.search(r"Also printed by 2 other outlets(; \d independent origins? in all)?\.", page)
    matches = client.post("/matches", data={"text": "We will rebuild it, and it will be wider"})
    assert "The same words" in matches.text
    assert re.search(r"3 outlets(, \d origins?)?, by Ines Calder", matches.text)


def test_words_that_no_article_prints_match_nothing(client):
    page = client.post("/matches", data={"text": "Entirely other words than these"}).text

    assert "No stored article prints these words." in page


def test_an_editor_gives_the_words_to_another_speaker(client):
    location = store(client).headers["location"]
    page = client.get(location).text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))

    answer = client.post(f"{location}/speaker", data={**fields, "name": "Ada Lindqvist"})

    assert (answer.status_code, answer.headers["location"]) == (303, f"{location}#chip-1")
    assert '<span class="name">Ada Lindqvist</span>' in client.get(location).text
    [judgement] = client.get("/v1/judgements").json()["items"]
    assert (judgement["kind"], judgement["changes"]["name"]) == ("split", "Ada Lindqvist")


def test_a_correction_without_a_name_is_refused(client):
    location = store(client).headers["location"]
    fields = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', client.get(location).text)
    )

    assert client.post(f"{location}/speaker", data={**fields, "name": " "}).status_code == 422
    assert client.post(f"{location}/speaker", data={"name": "Ada"}).status_code == 422


def test_who_may_not_edit_sees_no_form_that_corrects(client, app):
    _, headers = add_key(app.state.services.store, scopes=[Scope.READ, Scope.WRITE])
    client.headers.update(headers)
    location = store(client).headers["location"]

    assert "Somebody else said it" not in client.get(location).text
    assert client.post(f"{location}/speaker", data={}).status_code == 403


def test_an_article_without_an_outlet_is_refused_and_one_that_is_not_there_is_not_found(client):
    assert store(client, outlet="").status_code == 422
    assert client.get("/articles/01a2002a-1c07-7113-b903-15ba4df0d328").status_code == 404
    assert client.get("/articles/nothing").status_code == 422
