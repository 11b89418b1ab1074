"""POST /v1/proofs."""

from __future__ import annotations

from typing import Any

DRAFT = "😀 “We will keep the ferry,” Ada Quill said."
TRANSCRIPT = (
    "[0:12] ADA QUILL: 😀 Well, we will keep the ferry. It is ours.\n\n[0:40] Q: And the pier?"
)


def proof(client: Any, draft: str, *sources: Any, query: str = "", **fields: Any) -> dict[str, Any]:
    body = {
        "draft": {"text": draft},
        "sources": [{"text": each} if isinstance(each, str) else each for each in sources],
        **fields,
    }
    response = client.post(f"/v1/proofs{query}", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def verdicts(answer: dict[str, Any]) -> list[str]:
    return [quotation["verdict"] for quotation in answer["quotations"]]


def test_shows_the_passage_of_a_verbatim_quotation(client):
    answer = proof(client, DRAFT, TRANSCRIPT)

    (quotation,) = answer["quotations"]
    (evidence,) = quotation.pop("evidence")
    assert quotation == {
        "kind": "direct",
        "text": "We will keep the ferry,",
        "spans": [{"start": 3, "end": 26}],
        "attribution": {
            "id": None,
            "content": {
                "text": "“We will keep the ferry,”",
                "spans": [{"start": 2, "end": 27}],
            },
            "cue": {"text": "said", "spans": [{"start": 38, "end": 42}]},
            "source": {"text": "Ada Quill", "spans": [{"start": 28, "end": 37}]},
            "stance": "speech",
            "polarity": "asserted",
            "confidence": 0.9,
            "statement": 1.0,
        },
        "speaker": {"id": None, "name": "Ada Quill", "kind": "person"},
        "speakers": [{"id": None, "name": "Ada Quill", "kind": "person"}],
        "verdict": "verbatim",
    }
    assert evidence == {
        "source": 0,
        "article_id": None,
        "text": "we will keep the ferry",
        "span": {"start": 26, "end": 48},
        "sentence": {
            "start": 0,
            "end": 49,
            "text": "[0:12] ADA QUILL: 😀 Well, we will keep the ferry.",
        },
        "draft_spans": [{"start": 3, "end": 25}],
        "similarity": 1.0,
        "alignment": [],
        "cuts": [],
        "voice": "turn",
        "speaker": {"id": None, "name": "ADA QUILL", "kind": "person"},
        "speakers": [{"id": None, "name": "ADA QUILL", "kind": "person"}],
        "time": "0:12",
    }


def test_counts_utf16_units_on_both_sides_when_asked(client):
    answer = proof(client, DRAFT, TRANSCRIPT, query="?offset_unit=utf16")

    (quotation,) = answer["quotations"]
    (evidence,) = quotation["evidence"]
    for text, words, span in (
        (DRAFT, quotation["text"], quotation["spans"][0]),
        (TRANSCRIPT, evidence["text"], evidence["span"]),
        (TRANSCRIPT, evidence["sentence"]["text"], evidence["sentence"]),
    ):
        units = text.encode("utf-16-le")
        assert units[2 * span["start"] : 2 * span["end"]].decode("utf-16-le") == words


def test_says_what_was_cut_and_what_the_cut_drops(client):
    source = "ADA QUILL: I do not think that we will keep the ferry, unless costs fall."
    answer = proof(client, DRAFT, source)

    assert verdicts(answer) == ["trimmed"]
    cuts = answer["quotations"][0]["evidence"][0]["cuts"]
    assert [(cut["place"], cut["text"], cut["drops"]) for cut in cuts] == [
        ("start", "I do not think that", ["negation"]),
        ("end", "unless costs fall", ["condition"]),
    ]
    assert all(source[cut["start"] : cut["end"]] == cut["text"] for cut in cuts)


def test_shows_changed_words_side_by_side(client):
    answer = proof(client, DRAFT, "ADA QUILL: We will sell the ferry.")

    (quotation,) = answer["quotations"]
    (difference,) = quotation["evidence"][0]["alignment"]
    assert quotation["verdict"] == "altered"
    assert difference == {
        "kind": "changed",
        "printed": {"start": 8, "end": 12, "text": "keep"},
        "full": {"start": 8, "end": 12, "text": "sell"},
    }


def test_knows_that_somebody_else_said_it(client):
    answer = proof(client, DRAFT, "BEN PIKE: We will keep the ferry.")

    assert verdicts(answer) == ["other_speaker"]
    assert answer["quotations"][0]["evidence"][0]["speaker"]["name"] == "BEN PIKE"


def test_finds_nothing_without_sources(client):
    answer = proof(client, DRAFT)

    assert verdicts(answer) == ["not_found"]
    assert answer["quotations"][0]["evidence"] == []


def test_takes_a_stored_article_as_a_source(client, post):
    article = post("“We will keep the ferry,” Ada Quill said.")
    answer = proof(client, DRAFT, "Nothing here.", {"article_id": article["id"]})

    assert verdicts(answer) == ["verbatim"]
    (evidence,) = answer["quotations"][0]["evidence"]
    assert (evidence["source"], evidence["article_id"]) == (1, article["id"])
    assert evidence["speaker"]["id"] == article["quotations"][0]["speaker"]["id"]


def test_believes_an_editor_who_says_that_somebody_else_spoke(client, post):
    article = post("“We will keep the ferry,” Ada Quill said.")
    [quotation] = article["quotations"]
    path = f"/v1/articles/{article['id']}/quotations/{quotation['id']}/correct"
    assert client.post(path, json={"speaker": {"name": "Ben Pike"}}).status_code == 201

    answer = proof(client, DRAFT, {"article_id": article["id"]})

    assert verdicts(answer) == ["other_speaker"]
    assert answer["quotations"][0]["evidence"][0]["speaker"]["name"] == "Ben Pike"


def test_believes_an_editor_who_splits_words_off(client, post):
    article = post("“We will keep the ferry,” Ada Quill said.")
    [quotation] = article["quotations"]
    path = f"/v1/speakers/{quotation['speaker']['id']}/split"
    body = {"occurrences": [quotation["id"]], "name": "Ben Pike"}
    assert client.post(path, json=body).status_code == 201

    answer = proof(client, DRAFT, {"article_id": article["id"]})

    assert verdicts(answer) == ["other_speaker"]
    assert answer["quotations"][0]["evidence"][0]["speaker"]["name"] == "Ben Pike"


def test_asks_the_store_when_asked_to(client, post):
    article = post("On Monday “We will keep the ferry,” Ada Quill said.")

    assert verdicts(proof(client, DRAFT)) == ["not_found"]
    answer = proof(client, DRAFT, use_store=True)
    assert verdicts(answer) == ["verbatim"]
    (evidence,) = answer["quotations"][0]["evidence"]
    assert (evidence["source"], evidence["article_id"]) == (None, article["id"])


def test_a_draft_that_is_stored_is_no_source_of_its_own(client, post):
    post(DRAFT)

    assert verdicts(proof(client, DRAFT, use_store=True)) == ["not_found"]


def test_stores_nothing(client):
    proof(client, DRAFT, TRANSCRIPT)

    assert client.get("/v1/articles").json()["items"] == []
    assert client.get("/v1/quotes").json()["items"] == []


def test_notes_what_a_copy_desk_asks(client):
    answer = proof(client, "“We will keep the ferry,” a guard said. “No,” Quill said.")

    assert [(note["kind"], note["span"]) for note in answer["notes"]] == [
        ("anonymous_without_reason", {"start": 26, "end": 33}),
        ("surname_only", {"start": 46, "end": 51}),
    ]


def test_says_which_paragraphs_of_the_draft_were_not_read(client):
    assert proof(client, f"{DRAFT}\nBROKEN here")["unread"] == [{"start": 44, "end": 55}]


def test_an_unknown_article_is_answered_before_a_text_is_read(client):
    unknown = {"article_id": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"}
    response = client.post("/v1/proofs", json={"draft": {"text": DRAFT}, "sources": [unknown]})

    assert response.status_code == 404


def test_a_source_is_a_text_or_an_id(client):
    wrong = [{}, {"text": "A", "article_id": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"}]
    for source in wrong:
        body = {"draft": {"text": DRAFT}, "sources": [source]}
        problem = client.post("/v1/proofs", json=body)
        assert problem.status_code == 422
        assert [error["pointer"] for error in problem.json()["errors"]] == ["/sources/0"]


def test_a_source_that_is_too_long_is_refused(client):
    body = {"draft": {"text": DRAFT}, "sources": [{"text": "A" * 2_001}]}

    assert client.post("/v1/proofs", json=body).status_code == 413


def test_texts_that_are_too_long_together_are_refused_before_one_is_read(client, post):
    stored = {"article_id": post("word " * 380)["id"]}
    text = {"text": "word " * 380}

    def send(*sources: dict[str, str]) -> Any:
        body = {"draft": {"text": "A" * 200}, "sources": list(sources)}
        return client.post("/v1/proofs", json=body)

    assert send(stored, text).status_code == 200
    refused = send(stored, text, {"text": "A"})
    assert refused.status_code == 413
    assert refused.json()["type"] == "urn:onrecord:problem:text-too-long"
    assert "4001 characters" in refused.json()["detail"]


def test_counts_verdicts_and_times_the_proof(client):
    proof(client, DRAFT, TRANSCRIPT)

    shown = client.get("/metrics").text
    assert 'onrecord_quotations_proofed_total{verdict="verbatim"}' in shown
    assert 'onrecord_stage_duration_seconds_count{stage="proof"}' in shown
