"""POST /v1/articles/{id}/quotations/{id}/correct: no quotation, other words, another speaker."""

from __future__ import annotations

from uuid import uuid4

import pytest

WORDS = "Nobody in this town was asked about the new harbour wall"
CANARY = "zwartkopmeeuw"
URL = "https://harbourpost.example/1"


@pytest.fixture
def article(post):
    return post(f"😀 “{WORDS},” she said.\n“We were asked,” Bo Ek said.", url=URL)


def correct(client, article, place=0, headers=None, unit="codepoint", **body):
    path = f"/v1/articles/{article['id']}/quotations/{article['quotations'][place]['id']}/correct"
    return client.post(path, json=body, headers=headers, params={"offset_unit": unit})


def shown(client, article, **params):
    return client.get(f"/v1/articles/{article['id']}", params=params).json()["quotations"]


def test_words_that_are_no_quotation_are_gone_until_that_is_undone(client, article):
    answer = correct(client, article, no_quotation=True, reason="a title")

    assert answer.status_code == 201
    judgement = answer.json()
    assert answer.headers["location"] == f"/v1/judgements/{judgement['id']}"
    assert (judgement["kind"], judgement["article_id"]) == ("correct_quotation", article["id"])
    assert (judgement["speaker_id"], judgement["quote_id"]) == (None, None)
    assert judgement["changes"] == {"no_quotation": True}
    assert judgement["occurrence_count"] == 1
    assert [one["id"] for one in shown(client, article)] == [article["quotations"][1]["id"]]
    gone = client.get(f"/v1/quotes/{article['quotations'][0]['quote_id']}")
    assert gone.status_code == 404
    assert client.get("/v1/judgements", params={"article_id": article["id"]}).json()["items"] == [
        judgement
    ]
    entries = client.get("/v1/audit", params={"object_id": judgement["id"]}).json()["items"]
    assert [one["operation"] for one in entries] == ["correctQuotation"]

    undone = client.post(f"/v1/judgements/{judgement['id']}/undo", json={})

    assert undone.status_code == 200
    assert [one["text"] for one in shown(client, article)] == [f"{WORDS},", "We were asked,"]


@pytest.mark.parametrize("unit", ["codepoint", "utf16"])
def test_words_are_chosen_by_their_place_in_the_text(client, article, unit):
    start = article["text"].index("this town") + (unit == "utf16")
    spans = [{"start": start, "end": start + len("this town was asked")}]

    judgement = correct(client, article, spans=spans, unit=unit).json()

    one = shown(client, article, offset_unit=unit)[0]
    assert (one["text"], one["spans"]) == ("this town was asked", spans)
    assert one["attribution"]["content"]["spans"] == spans
    at = article["text"].index("this town")
    assert judgement["changes"] == {"spans": [{"start": at, "end": at + 19}]}


def test_an_unknown_speaker_gets_a_name(client, article, post):
    assert article["quotations"][0]["speaker"] is None
    other = post(f"“{WORDS},” Ada Quill said.", domain="b.example")

    judgement = correct(client, article, speaker={"name": "Ada Quill"}).json()

    one = shown(client, article)[0]
    assert one["speaker"]["name"] == "Ada Quill"
    assert one["resolution"]["step"] == "editor"
    assert (one["outlet_count"], one["quote_id"]) == (2, other["quotations"][0]["quote_id"])
    assert judgement["other_id"] == one["speaker"]["id"]
    # The article is sent again, with more text before the words.
    post(f"Tuesday.\n{article['text']}", url=URL)
    assert shown(client, article)[0]["speaker"]["name"] == "Ada Quill"


def test_a_speaker_without_a_name_is_kept_as_the_article_calls_them(client, article):
    anonymous = {"name": "a senior official", "kind": "anonymous"}
    assert correct(client, article, place=1, speaker=anonymous).status_code == 201
    speaker = shown(client, article)[1]["speaker"]
    assert (speaker["id"], speaker["name"], speaker["kind"]) == (None, *anonymous.values())
    assert client.get("/v1/speakers").json()["items"] == []


def test_only_the_version_that_was_seen_is_corrected(client, article):
    seen = {"If-Match": client.get(f"/v1/articles/{article['id']}").headers["etag"]}

    assert correct(client, article, no_quotation=True, headers=seen).status_code == 201
    refused = correct(client, article, place=1, no_quotation=True, headers=seen)

    assert refused.status_code == 412
    assert [one["text"] for one in shown(client, article)] == ["We were asked,"]


def test_quotations_that_are_not_there(client, article, post):
    other = post("“Elsewhere,” Bo Ek said.", domain="b.example")
    for ids in ((uuid4(), uuid4()), (article["id"], uuid4())):
        path = "/v1/articles/{}/quotations/{}/correct".format(*ids)
        assert client.post(path, json={"no_quotation": True}).status_code == 404
    mixed = {**other, "id": article["id"]}
    assert correct(client, mixed, no_quotation=True).status_code == 404
    assert client.get("/v1/judgements").json()["items"] == []


@pytest.mark.parametrize(
    "spans",
    [
        [{"start": 3, "end": 3}],
        [{"start": 9, "end": 3}],
        [{"start": 9, "end": 12}, {"start": 3, "end": 6}],
        [{"start": 3, "end": 9}, {"start": 8, "end": 12}],
        [{"start": 3, "end": 1_000_000}],
        [{"start": 0, "end": 2}],
    ],
    ids=["empty", "backwards", "out of order", "overlapping", "too far", "without a letter"],
)
def test_spans_that_hold_no_words_are_refused(client, article, spans):
    assert correct(client, article, spans=spans).status_code == 422
    assert [one["text"] for one in shown(client, article)] == [f"{WORDS},", "We were asked,"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"no_quotation": False}, "/no_quotation"),
        ({"no_quotation": None}, ""),
        ({"no_quotation": True, "speaker": {"name": "Ada Quill"}}, ""),
        ({"spans": []}, "/spans"),
        ({"spans": [{"start": -1, "end": 3}]}, "/spans/0/start"),
        ({"spans": [{"start": "1", "end": 3}]}, "/spans/0/start"),
        ({"speaker": {"name": ""}}, "/speaker/name"),
        ({"speaker": {"name": "Ada", "kind": CANARY}}, "/speaker/kind"),
        ({"speaker": {"name": "Ada", "title": CANARY}}, "/speaker/title"),
    ],
)
def test_other_bodies_are_refused_without_an_echo(client, article, body, pointer):
    refused = correct(client, article, **body)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert CANARY not in refused.text


def test_a_name_is_spaced_evenly(client, article):
    pasted = "\ufeff Ada\u00a0\n Quill\u200b "

    judgement = correct(client, article, speaker={"name": pasted}).json()

    assert judgement["changes"] == {"name": "Ada Quill", "kind": "person"}
    assert shown(client, article)[0]["speaker"]["name"] == "Ada Quill"
    assert correct(client, article, 1, speaker={"name": "\u00a0\n"}).status_code == 422


def test_a_name_without_a_letter_is_refused(client, article):
    assert correct(client, article, speaker={"name": "…"}).status_code == 422
