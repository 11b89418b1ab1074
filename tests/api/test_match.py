"""POST /v1/quotes/match: was this said, by whom, and how exactly?"""

from __future__ import annotations

import json
import logging
import time
from contextlib import suppress

import pytest
from sqlalchemy.exc import OperationalError

from service.storage.db.engine import open_engine

CANARY = "zwartkopmeeuw"
WORDS = "There are no American troops in the 𝒞ity of glass"
JSON = {"content-type": "application/json"}


@pytest.fixture
def stored(post):
    for domain, name, day in (("a", "Ada Quill", 1), ("b", "Ada Quill", 2)):
        at = f"2022-02-0{day}T00:00:00Z"
        post(f"“{WORDS}” {name} said.", domain=f"{domain}.example", published_at=at)
    post("“We will do it” Bo Rehn said.", domain="c.example")


def ask(client, text, *, unit="codepoint", **body):
    answer = client.post(f"/v1/quotes/match?offset_unit={unit}", json={"text": text, **body})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_words_are_found_with_who_said_them_and_where(client, stored):
    [found] = ask(client, f"“{WORDS.upper().replace('𝒞ITY', '𝒞ity')}!”")

    assert (found["match"], found["similarity"], found["alignment"]) == ("exact", 1.0, [])
    assert found["quote"]["text"] == WORDS
    assert found["quote"]["speaker"]["name"] == "Ada Quill"
    assert found["quote"]["disputed"] == []
    assert found["quote"]["outlet_count"] == 2
    first, second = found["occurrences"]
    assert first["article"]["outlet"]["domain"] == "a.example"
    assert (first["text"], second["text"]) == (WORDS, WORDS)
    assert (first["match"], second["match"]) == ("new", "exact")
    whole = client.get(f"/v1/quotes/{found['quote']['id']}").json()
    assert [one["id"] for one in whole["occurrences"]] == [first["id"], second["id"]]


def test_a_piece_is_found(client, stored):
    [found] = ask(client, "no American troops")

    assert found["match"] == "fragment"
    assert {one["kind"] for one in found["alignment"]} == {"left_out"}


@pytest.mark.parametrize(
    ("unit", "encoding", "width"), [("codepoint", "utf-32-le", 4), ("utf16", "utf-16-le", 2)]
)
def test_a_dropped_negation_is_shown_in_both_texts(client, stored, unit, encoding, width):
    asked = "😀 There are 7 American troops in the 𝒞ity of steel"

    [found] = ask(client, asked, unit=unit)

    assert found["match"] == "variant"
    shown = [
        tuple((one[side] or {}).get("text") for side in ("printed", "full"))
        for one in found["alignment"]
    ]
    assert shown == [("7", "no"), ("steel", "glass")]
    for one in found["alignment"]:
        for side, text in (("printed", asked), ("full", found["quote"]["text"])):
            raw = text.encode(encoding)[one[side]["start"] * width : one[side]["end"] * width]
            assert raw.decode(encoding) == one[side]["text"]


def test_a_speaker_helps_and_others_are_answered_too(client, post):
    for domain, name in (("a", "Ada Quill"), ("b", "Bo Rehn"), ("c", "Bo Rehn")):
        post(f"“Not us, for sure” {name} said.", domain=f"{domain}.example")

    def names(**body):
        return [one["quote"]["speaker"]["name"] for one in ask(client, "not us, for sure", **body)]

    assert names() == ["Bo Rehn", "Ada Quill"]
    assert names(speaker="Ada Quill") == ["Ada Quill", "Bo Rehn"]
    assert names(speaker="Cy Moss") == ["Bo Rehn", "Ada Quill"]
    assert names(limit=1) == ["Bo Rehn"]
    assert names(published_at="2022-02-01T00:00:00+02:00") == ["Bo Rehn", "Ada Quill"]


def test_words_that_no_quote_contains_are_not_found(client, stored):
    assert ask(client, "zeppelins over Reykjavik") == []


def test_asking_changes_nothing(client, stored):
    before = client.get("/v1/quotes").json()
    ask(client, WORDS, speaker="Somebody Else")
    assert client.get("/v1/quotes").json() == before


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        ({}, "/text", "Required, and not there."),
        ({"text": ""}, "/text", "Must not be empty."),
        ({"text": "“…”"}, "/text", "Must hold at least one word."),
        ({"text": CANARY * 400}, "/text", "Must have a length of at most 5000."),
        ({"text": [CANARY]}, "/text", "Must be a string."),
        ({"text": CANARY + "\x00"}, "/text", "Holds NUL at offset 13. Remove it."),
        ({"text": CANARY, "speaker": ""}, "/speaker", "Must not be empty."),
        ({"text": CANARY, "speaker": CANARY * 100}, "/speaker", "Must have a length of at most"),
        ({"text": CANARY, "published_at": CANARY}, "/published_at", "Must be a date and time"),
        ({"text": CANARY, "limit": 0}, "/limit", "Must be 1 or more."),
        ({"text": CANARY, "limit": 51}, "/limit", "Must be 50 or less."),
        ({"text": CANARY, "limit": CANARY}, "/limit", "Must be a whole number."),
        ({"text": CANARY, "words": CANARY}, "/words", "Unknown here. Remove it"),
    ],
)
def test_what_is_not_valid_is_refused_and_not_repeated(client, caplog, body, pointer, detail):
    caplog.set_level(logging.DEBUG)

    response = client.post("/v1/quotes/match", content=json.dumps(body), headers=JSON)

    assert response.status_code == 422
    [error] = response.json()["errors"]
    assert (error["part"], error["pointer"]) == ("body", pointer)
    assert error["detail"].startswith(detail)
    assert CANARY not in response.text
    assert CANARY not in caplog.text


def test_what_is_asked_is_not_logged(client, server_log, caplog):
    caplog.set_level(logging.DEBUG)

    assert ask(client, CANARY, speaker=CANARY) == []

    assert "/v1/quotes/match" in server_log.text
    assert CANARY not in server_log.text
    assert CANARY not in caplog.text


def test_a_database_that_fails_tells_nothing_of_what_was_asked(settings, client, caplog):
    caplog.set_level(logging.DEBUG)
    engine = open_engine(settings.database_url)
    # The server deletes old jobs as it starts. SQLite refuses a change that began before another.
    for _ in range(100):
        with suppress(OperationalError), engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE quote_index")
            break
        time.sleep(0.05)
    engine.dispose()

    response = client.post("/v1/quotes/match", json={"text": CANARY})

    assert response.status_code == 503
    assert CANARY not in response.text
    assert CANARY not in caplog.text


def test_it_is_sent_as_json(client):
    text = {"content-type": "text/plain"}
    assert client.post("/v1/quotes/match", content=b"{}", headers=text).status_code == 415
    assert client.post("/v1/quotes/match", content=b"{", headers=JSON).status_code == 400


@pytest.mark.parametrize(
    "words", ['" OR "', "* NEAR(", "a AND b", "quote_index:x", "%", "_ _ _", "'; --", "ﷺ", "^a"]
)
def test_any_words_can_be_asked(client, stored, words):
    assert client.post("/v1/quotes/match", json={"text": words}).status_code in (200, 422)
