"""/v1/quotes/{id}/merge, split and pin: what editors decide about quotes, and what follows."""

from __future__ import annotations

from uuid import uuid4

import pytest

DECIDED = {"reason": "heard the tape"}
CANARY = "zwartkopmeeuw"
WORDS = "Nobody in this town was asked about the new harbour wall"


@pytest.fixture
def stored(post):
    """The ids of two quotes, the older first."""
    one = post(f"“{WORDS},” Ada Quill said.", domain="a.example")
    other = post("“They never asked us,” Ada Quill said.", domain="b.example")
    return [answer["quotations"][0]["quote_id"] for answer in (one, other)]


def send(client, path, **body):
    return client.post(path, json={**DECIDED, **body})


def moved_to(client, quote_id):
    answer = client.get(f"/v1/quotes/{quote_id}", follow_redirects=False)
    assert answer.status_code == 308
    return answer.headers["location"].removeprefix("/v1/quotes/")


@pytest.mark.parametrize("in_path", [0, 1], ids=["the older in the path", "the younger"])
def test_a_merge_keeps_the_older_id_and_can_be_undone(client, stored, in_path):
    older, younger = stored
    kept, other = stored[in_path], stored[1 - in_path]
    before = [client.get(f"/v1/quotes/{quote_id}").json() for quote_id in stored]

    merged = send(client, f"/v1/quotes/{kept}/merge", other_id=other)

    assert merged.status_code == 201
    judgement = merged.json()
    assert (judgement["kind"], judgement["speaker_id"]) == ("merge_quotes", None)
    assert (judgement["quote_id"], judgement["other_id"]) == (kept, other)
    assert judgement["occurrence_count"] == 2
    assert client.get(f"/v1/quotes/{older}").json()["outlet_count"] == 2
    assert moved_to(client, younger) == older

    undone = send(client, f"/v1/judgements/{judgement['id']}/undo")

    assert undone.status_code == 200
    assert [client.get(f"/v1/quotes/{quote_id}").json() for quote_id in stored] == before


def test_a_decision_about_an_id_that_moved_reaches_the_successor(client, stored):
    older, younger = stored
    send(client, f"/v1/quotes/{older}/merge", other_id=younger)

    unfollowed = client.post(f"/v1/quotes/{younger}/pin", json=DECIDED, follow_redirects=False)
    assert unfollowed.status_code == 308
    assert unfollowed.headers["location"] == f"/v1/quotes/{older}/pin"
    assert send(client, f"/v1/quotes/{younger}/pin").json()["quote_id"] == older
    again = send(client, f"/v1/quotes/{younger}/merge", other_id=older)
    assert again.status_code == 409
    assert again.json()["detail"] == "Both are the same quote."


def test_occurrences_are_split_off_and_the_id_stays_with_the_rest(client, post):
    first = post(f"“{WORDS},” Ada Quill said.", domain="a.example")["quotations"][0]
    second = post(f"“{WORDS},” Ada Quill said.", domain="b.example")["quotations"][0]
    assert first["quote_id"] == second["quote_id"]
    path = f"/v1/quotes/{first['quote_id']}"

    split = send(client, f"{path}/split", occurrences=[first["id"]])

    assert split.status_code == 201
    judgement = split.json()
    assert (judgement["kind"], judgement["occurrence_count"]) == ("split_quote", 1)
    assert judgement["changes"] == {}
    [left] = client.get(path).json()["occurrences"]
    [gone] = client.get(f"/v1/quotes/{judgement['other_id']}").json()["occurrences"]
    assert (left["id"], gone["id"]) == (second["id"], first["id"])
    assert send(client, f"{path}/split", occurrences=[first["id"]]).status_code == 409
    assert send(client, f"{path}/split", occurrences=[second["id"]]).status_code == 409


def test_judgements_of_a_quote_are_listed_under_either_id(client, stored):
    older, younger = stored
    send(client, f"/v1/quotes/{older}/pin")
    send(client, f"/v1/quotes/{younger}/merge", other_id=older)

    def kinds(**query):
        page = client.get("/v1/judgements", params=query).json()
        return [judgement["kind"] for judgement in page["items"]]

    assert kinds(quote_id=older) == ["merge_quotes", "pin_quote"]
    assert kinds(quote_id=younger) == ["merge_quotes"]
    assert kinds(quote_id=str(uuid4())) == []
    assert kinds(quote_id=older, speaker_id=str(uuid4())) == []


def test_quotes_that_are_not_there(client, stored):
    older, _ = stored

    assert send(client, f"/v1/quotes/{uuid4()}/pin").status_code == 404
    assert send(client, f"/v1/quotes/{uuid4()}/merge", other_id=older).status_code == 404
    unknown = send(client, f"/v1/quotes/{uuid4()}/split", occurrences=[str(uuid4())])
    assert unknown.status_code == 404
    assert send(client, f"/v1/quotes/{older}/merge", other_id=str(uuid4())).status_code == 404
    assert send(client, f"/v1/quotes/{older}/merge", other_id=older).status_code == 409
    foreign = send(client, f"/v1/quotes/{older}/split", occurrences=[str(uuid4())])
    assert foreign.status_code == 409


@pytest.mark.parametrize(
    ("path", "body", "pointer", "detail"),
    [
        ("merge", {}, "/other_id", "Required, and not there."),
        ("merge", {"other_id": CANARY}, "/other_id", "Must be a UUID."),
        ("split", {"occurrences": []}, "/occurrences", "Must not be empty."),
        ("split", {"occurrences": [CANARY]}, "/occurrences/0", "Must be a UUID."),
        (
            "split",
            {"occurrences": [str(uuid4())] * 1001},
            "/occurrences",
            "Must have a length of at most 1000.",
        ),
        (
            "pin",
            {"editor": "someone else"},
            "/editor",
            "Unknown here. Remove it, or see whether it is",
        ),
        ("pin", {"reason": CANARY + "\x00"}, "/reason", "Holds NUL at offset 13. Remove it."),
        ("pin", {"quote": CANARY}, "/quote", "Unknown here. Remove it, or see whether it is"),
    ],
)
def test_what_is_not_valid_is_refused_and_not_repeated(client, stored, path, body, pointer, detail):
    response = send(client, f"/v1/quotes/{stored[0]}/{path}", **body)

    assert response.status_code == 422
    [error] = response.json()["errors"]
    assert (error["part"], error["pointer"]) == ("body", pointer)
    assert error["detail"].startswith(detail)
    assert CANARY not in response.text
    assert client.get("/v1/judgements").json()["items"] == []
