"""A stored article: how it is stored, what the record knows, and how a quotation is corrected."""

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


def test_a_card_says_what_the_article_prints_beside_the_name(client):
    page = client.get(store(client, text="“No,” Ada Quill of Ems said.").headers["location"]).text

    assert '<p class="fine">of Ems</p>' in page


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


def correct(client, location, place=0, **fields):
    quotations = client.get(f"/v1{location}").json()["quotations"]
    data = {"quotation": quotations[place]["id"], "number": "1", **fields}
    return client.post(f"{location}/correct", data=data)


def names(client, location):
    return re.findall(r'<span class="name">([^<]*)</span>', client.get(location).text)


def test_an_editor_says_who_spoke_be_the_speaker_known_or_not(client):
    location = store(client, text=f"{TEXT} “Nobody asked us.” said.").headers["location"]
    assert names(client, location) == ["Ines Calder", "Speaker unknown"]

    answer = correct(client, location, what="speaker", name="Ada Lindqvist")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{location}#chip-1")
    correct(client, location, 1, what="speaker", name="Bo Ek")

    page = client.get(location).text
    assert names(client, location) == ["Ada Lindqvist", "Bo Ek"]
    assert "An editor said who spoke." in page
    assert "<strong>Bo Ek said it</strong> by local" in page
    [first, second] = client.get("/v1/judgements").json()["items"]
    assert {first["kind"], second["kind"]} == {"correct_quotation"}

    [undo, _] = re.findall(r'name="judgement" value="([^"]*)"', page)
    undone = client.post(f"{location}/undo", data={"judgement": undo})
    assert (undone.status_code, undone.headers["location"]) == (303, f"{location}#decisions")
    assert names(client, location) == ["Ada Lindqvist", "Speaker unknown"]


def test_an_editor_says_which_words_were_said_or_that_none_were(client):
    text = f"We will rebuild it. {TEXT} “Nobody asked us,” Bo Ek said."
    location = store(client, text=text).headers["location"]
    assert ">\nWe will rebuild it, and it will be wider,</textarea>" in client.get(location).text

    assert correct(client, location, what="words", words="We will\r\nrebuild it").status_code == 303
    correct(client, location, 1, what="no_quotation")

    [left] = client.get(f"/v1{location}").json()["quotations"]
    # The words stand twice: those of the quotation are meant.
    [span] = left["spans"]
    assert (left["text"], span["start"]) == ("We will rebuild it", text.index("“We") + 1)
    page = client.get(location).text
    assert "<strong>no quotation</strong>" in page
    assert "<strong>other words</strong>" in page


def test_words_that_are_saved_as_they_are_make_no_judgement(client):
    text = "“We\u00a0will  rebuild it\nsoon.” Ines Calder said."
    location = store(client, text=text).headers["location"]
    shown = re.search(r'name="words"[^>]*>\n([^<]*)</textarea>', client.get(location).text)
    assert shown
    assert shown[1] == "We will rebuild it soon."

    answer = correct(client, location, what="words", words=f" {shown[1]}\r\n")

    assert (answer.status_code, answer.headers["location"]) == (303, f"{location}#chip-1")
    assert client.get("/v1/judgements").json()["items"] == []


def test_a_correction_that_says_nothing_possible_is_refused(client):
    location = store(client).headers["location"]

    assert correct(client, location, what="speaker", name=" ").status_code == 422
    assert correct(client, location, what="words", words=" ").status_code == 422
    other = correct(client, location, what="words", words="We will sell it")
    assert other.status_code == 422
    assert "These words do not stand in the article." in other.text
    assert correct(client, location, quotation="nothing", what="no_quotation").status_code == 422
    assert client.get("/v1/judgements").json()["items"] == []


def test_who_may_not_edit_sees_no_form_that_corrects(client, app):
    _, headers = add_key(app.state.services.store, scopes=[Scope.READ, Scope.WRITE])
    client.headers.update(headers)
    location = store(client).headers["location"]

    assert "Correct it" not in client.get(location).text
    assert client.post(f"{location}/correct", data={}).status_code == 403


def test_an_article_without_an_outlet_is_refused_and_one_that_is_not_there_is_not_found(client):
    assert store(client, outlet="").status_code == 422
    assert client.get("/articles/01a2002a-1c07-7113-b903-15ba4df0d328").status_code == 404
    assert client.get("/articles/nothing").status_code == 422
