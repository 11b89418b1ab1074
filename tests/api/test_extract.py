"""POST /v1/extract."""

from __future__ import annotations

TEXT = "😀 “Who pays?” Ada Lindqvist said.\nNobody knew."


def test_finds_who_said_what_and_where(client):
    response = client.post("/v1/extract", json={"text": TEXT})

    assert response.status_code == 200
    assert response.json() == {
        "quotations": [
            {
                "id": None,
                "quote_id": None,
                "kind": "direct",
                "text": "Who pays?",
                "spans": [{"start": 3, "end": 12}],
                "attribution": {
                    "id": None,
                    "content": {"text": "“Who pays?”", "spans": [{"start": 2, "end": 13}]},
                    "cue": {"text": "said", "spans": [{"start": 28, "end": 32}]},
                    "source": {"text": "Ada Lindqvist", "spans": [{"start": 14, "end": 27}]},
                    "stance": "speech",
                    "polarity": "asserted",
                    "confidence": 0.9,
                    "statement": 1.0,
                },
                "speaker": {
                    "id": None,
                    "name": "Ada Lindqvist",
                    "kind": "person",
                    "description": None,
                },
                "speakers": [
                    {"id": None, "name": "Ada Lindqvist", "kind": "person", "description": None}
                ],
                "speaker_from": "article",
                "resolution": {
                    "step": "scripted",
                    "confidence": 0.9,
                    "mention": {"text": "Ada Lindqvist", "spans": [{"start": 14, "end": 27}]},
                    "via": None,
                },
                "match": None,
                "similarity": None,
                "alignment": None,
                "outlet_count": None,
                "origin_count": None,
                "occurrence_count": None,
            }
        ],
        "unread": [],
    }


def test_stores_nothing(client):
    client.post("/v1/extract", json={"text": TEXT})

    assert client.get("/v1/articles").json()["items"] == []
    assert client.get("/v1/quotes").json()["items"] == []


def test_counts_utf16_units_when_asked(client):
    response = client.post("/v1/extract?offset_unit=utf16", json={"text": TEXT})

    quotation = response.json()["quotations"][0]
    units = TEXT.encode("utf-16-le")
    for part in (
        quotation,
        *(quotation["attribution"][key] for key in ("content", "cue", "source")),
    ):
        (span,) = part["spans"]
        assert units[2 * span["start"] : 2 * span["end"]].decode("utf-16-le") == part["text"]


def test_tells_each_stretch_of_a_mixed_quotation(client):
    response = client.post("/v1/extract", json={"text": "“ready” and “open” Ada Lindqvist said."})

    first, second = response.json()["quotations"]
    assert (first["kind"], first["text"], second["text"]) == ("mixed", "ready", "open")
    assert first["attribution"] == second["attribution"]


def test_names_every_speaker_of_a_joint_statement(client):
    response = client.post("/v1/extract", json={"text": "“Never,” Ada Ek and Bo Ek said."})

    (quotation,) = response.json()["quotations"]
    assert [speaker["name"] for speaker in quotation["speakers"]] == ["Ada Ek", "Bo Ek"]
    assert quotation["speaker"] == quotation["speakers"][0]


def test_a_speaker_without_a_name_is_anonymous_and_no_speaker_is_null(client):
    response = client.post("/v1/extract", json={"text": "“A,” a guard said. “B,” said."})

    described, unknown = response.json()["quotations"]
    assert described["speaker"] == {
        "id": None,
        "name": "a guard",
        "kind": "anonymous",
        "description": None,
    }
    assert unknown["speaker"] is None
    assert unknown["speakers"] == []
    assert unknown["attribution"]["source"] is None


def test_answers_speech_alone_unless_asked_for_more(client):
    body = {"text": "“A,” Ada Ek said. “B,” Bo Ek thinks."}

    def stances(query: str) -> list[str]:
        response = client.post(f"/v1/extract{query}", json=body)
        return [found["attribution"]["stance"] for found in response.json()["quotations"]]

    assert stances("") == ["speech"]
    assert stances("?stance=belief") == ["belief"]
    assert stances("?stance=speech&stance=belief") == ["speech", "belief"]


def test_answers_denied_words_with_their_polarity(client):
    body = {"text": "“A,” Ada Ek said. “B,” Bo Ek denies."}

    def polarities(query: str) -> list[str]:
        response = client.post(f"/v1/extract{query}", json=body)
        return [found["attribution"]["polarity"] for found in response.json()["quotations"]]

    assert polarities("") == ["asserted", "denied"]
    assert polarities("?polarity=asserted") == ["asserted"]


def test_says_which_paragraphs_were_not_read(client):
    response = client.post("/v1/extract?offset_unit=utf16", json={"text": "😀\nBROKEN here"})

    assert response.json()["unread"] == [{"start": 3, "end": 14}]


def test_takes_the_longest_text_however_it_is_escaped(client, settings):
    escaped = '{"text": "' + "\\ud83d\\ude00" * settings.max_characters + '"}'

    response = client.post(
        "/v1/extract", content=escaped, headers={"content-type": "application/json"}
    )

    assert response.status_code == 200


def test_a_quotation_is_answered_from_the_threshold_of_its_kind_on(client):
    def kinds(query: str) -> list[str]:
        answer = client.post(f"/v1/extract{query}", json={"text": TEXT}).json()
        return [each["kind"] for each in answer["quotations"]]

    assert kinds("?min_confidence_direct=0.9") == ["direct"]
    assert kinds("?min_confidence_direct=0.91") == []
    assert kinds("?min_confidence_indirect=1&min_confidence_mixed=1") == ["direct"]


def test_a_threshold_is_a_probability(client):
    response = client.post("/v1/extract?min_confidence_indirect=2", json={"text": TEXT})
    assert response.status_code == 422
