"""/v1/speakers and /v1/judgements: what editors see and decide."""

from __future__ import annotations

from uuid import uuid4

import pytest

DECIDED = {"reason": "asked them"}
CANARY = "zwartkopmeeuw"


@pytest.fixture
def stored(post):
    """The ids of two speakers who said the same, by name."""
    one = post("“Not us, for sure,” Ada Quill said.", domain="a.example")
    other = post("“Not us, for sure,” Ida Quill said.", domain="b.example")
    return {
        answer["quotations"][0]["speaker"]["name"]: answer["quotations"][0]["speaker"]["id"]
        for answer in (one, other)
    }


def send(client, path, **body):
    return client.post(path, json={**DECIDED, **body})


def test_a_speaker_is_changed(client, stored):
    ada = stored["Ada Quill"]

    changed = client.patch(
        f"/v1/speakers/{ada}",
        json={
            **DECIDED,
            "name": "Ada M. Quill",
            "wikidata_id": "Q42",
            "notes": "Keeper.",
            "add_aliases": ["A. Quill"],
        },
    )

    assert changed.status_code == 200
    speaker = changed.json()
    assert speaker == client.get(f"/v1/speakers/{ada}").json()
    assert (speaker["name"], speaker["wikidata_id"]) == ("Ada M. Quill", "Q42")
    assert (speaker["notes"], speaker["aliases"]) == ("Keeper.", ["A. Quill"])
    assert not speaker["provisional"]
    listed = {key: value for key, value in speaker.items() if key != "descriptions"}
    for q in ("ada m", "a. q", "ada quill", "m. qui"):
        assert client.get("/v1/speakers", params={"q": q}).json()["items"] == [listed]
    cleared = client.patch(f"/v1/speakers/{ada}", json={**DECIDED, "notes": None})
    assert cleared.json()["notes"] is None


def test_a_judgement_shows_what_it_changed_and_nothing_else(client, stored):
    ada, ida = stored["Ada Quill"], stored["Ida Quill"]
    client.patch(
        f"/v1/speakers/{ada}", json={**DECIDED, "wikidata_id": None, "add_aliases": ["A. Quill"]}
    )
    send(client, f"/v1/speakers/{ada}/merge", other_id=ida)

    merge, change = client.get("/v1/judgements").json()["items"]

    assert change["changes"] == {
        "wikidata_id": None,
        "add_aliases": ["A. Quill"],
        "remove_aliases": [],
    }
    assert merge["changes"] == {}


def test_a_merged_id_redirects_and_a_merge_can_be_undone(client, stored):
    ada, ida = stored["Ada Quill"], stored["Ida Quill"]
    of_ida = client.get(f"/v1/speakers/{ida}/quotes").json()["items"][0]

    merged = send(client, f"/v1/speakers/{ada}/merge", other_id=ida)

    assert merged.status_code == 201
    judgement = merged.json()
    assert (judgement["kind"], judgement["editor"]) == ("merge", "local")
    assert (judgement["speaker_id"], judgement["other_id"]) == (ida, ada)
    moved = client.get(f"/v1/speakers/{ida}/quotes?limit=3", follow_redirects=False)
    assert moved.status_code == 308
    assert moved.headers["location"] == f"/v1/speakers/{ada}/quotes?limit=3"
    (quote,) = client.get(f"/v1/speakers/{ida}/quotes").json()["items"]
    assert quote["outlet_count"] == 2
    assert client.get(f"/v1/quotes/{of_ida['id']}").json()["id"] == quote["id"]
    # An editor's decision about the old id reaches the new one.
    changed = client.patch(f"/v1/speakers/{ida}", json={**DECIDED, "notes": "one"})
    assert changed.json()["id"] == ada

    undone = send(client, f"/v1/judgements/{judgement['id']}/undo")

    assert undone.status_code == 200
    assert undone.json()["undone_by"] == "local"
    assert client.get(f"/v1/speakers/{ida}").json()["id"] == ida
    assert client.get(f"/v1/speakers/{ida}/quotes").json()["items"] == [of_ida]
    again = send(client, f"/v1/judgements/{judgement['id']}/undo")
    assert again.status_code == 409


@pytest.mark.parametrize("q", ["quill", "QUI", "Quíll"])
def test_a_surname_finds_all_who_bear_it(client, stored, q):
    found = client.get("/v1/speakers", params={"q": q}).json()["items"]

    assert [speaker["name"] for speaker in found] == ["Ada Quill", "Ida Quill"]


@pytest.mark.parametrize("q", ["uill", "ada ida", "ill a", "%", "_", "!"])
def test_a_beginning_of_no_word_finds_no_speaker(client, stored, q):
    assert client.get("/v1/speakers", params={"q": q}).json()["items"] == []


def test_a_chain_of_merges_is_one_redirect_and_found_by_every_name(client, post, stored):
    ada, ida = stored["Ada Quill"], stored["Ida Quill"]
    uma = post("“Not us, for sure,” Uma Ek said.", domain="c.example")["quotations"][0]["speaker"]
    of_ada = client.get(f"/v1/speakers/{ada}/quotes").json()["items"][0]

    send(client, f"/v1/speakers/{ida}/merge", other_id=ada)
    send(client, f"/v1/speakers/{uma['id']}/merge", other_id=ida)

    for former in (ada, ida):
        moved = client.get(f"/v1/speakers/{former}", follow_redirects=False)
        assert moved.status_code == 308
        assert moved.headers["location"] == f"/v1/speakers/{uma['id']}"
    for name in ("Ada Quill", "Ida Quill", "Uma Ek"):
        [found] = client.get("/v1/speakers", params={"q": name}).json()["items"]
        assert (found["id"], found["aliases"]) == (uma["id"], ["Ada Quill", "Ida Quill"])
        [quote] = client.get("/v1/quotes", params={"speaker": name}).json()["items"]
        assert quote["outlet_count"] == 3
    assert quote["id"] == of_ada["id"]  # the older id stays, whichever is merged into the other


def test_occurrences_are_split_off(client, stored):
    ada = stored["Ada Quill"]
    (quote,) = client.get(f"/v1/speakers/{ada}/quotes").json()["items"]
    (occurrence,) = client.get(f"/v1/quotes/{quote['id']}").json()["occurrences"]

    split = send(client, f"/v1/speakers/{ada}/split", occurrences=[occurrence["id"]], name="Uma Ek")

    assert split.status_code == 201
    assert split.json()["occurrence_count"] == 1
    assert split.json()["changes"] == {"name": "Uma Ek", "kind": "person"}
    uma = split.json()["other_id"]
    assert client.get(f"/v1/speakers/{uma}").json()["name"] == "Uma Ek"
    assert client.get(f"/v1/speakers/{uma}").json()["quote_count"] == 1
    assert client.get(f"/v1/speakers/{ada}").json()["quote_count"] == 0


def test_never_the_same_refuses_a_merge(client, stored):
    ada, ida = stored["Ada Quill"], stored["Ida Quill"]

    apart = send(client, f"/v1/speakers/{ada}/never-same", other_id=ida)

    assert apart.status_code == 201
    refused = send(client, f"/v1/speakers/{ada}/merge", other_id=ida)
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:onrecord:problem:conflict"


def test_judgements_are_listed_the_latest_first(client, stored):
    ada, ida = stored["Ada Quill"], stored["Ida Quill"]
    for number in range(3):
        client.patch(f"/v1/speakers/{ada}", json={**DECIDED, "notes": str(number)})
    client.patch(f"/v1/speakers/{ida}", json={**DECIDED, "notes": "other"})

    first = client.get("/v1/judgements", params={"speaker_id": ada, "limit": 2}).json()
    rest = client.get(
        "/v1/judgements",
        params={"speaker_id": ada, "limit": 2, "cursor": first["next_cursor"]},
    ).json()

    made = [judgement["created_at"] for judgement in first["items"] + rest["items"]]
    assert len(made) == 3
    assert made == sorted(made, reverse=True)
    assert len(client.get("/v1/judgements").json()["items"]) == 4
    one = first["items"][0]
    assert client.get(f"/v1/judgements/{one['id']}").json() == one


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {}),
        ("PATCH", "", {"name": None}),
        ("PATCH", "", {"kind": "robot"}),
        ("PATCH", "", {"wikidata_id": CANARY}),
        ("PATCH", "", {"notes": CANARY + "\x00"}),
        ("PATCH", "", {"notes": "n", "editor": "someone else"}),
        ("PATCH", "", {"name": " "}),
        ("PATCH", "", {"name": "!?", "reason": CANARY}),
        ("PATCH", "", {"add_aliases": [""]}),
        ("PATCH", "", {"add_aliases": ["–"]}),
        ("PATCH", "", {"add_aliases": [CANARY * 100]}),
        ("PATCH", "", {"remove_aliases": [CANARY * 100]}),
        ("POST", "/merge", {}),
        ("POST", "/merge", {"other_id": CANARY}),
        ("POST", "/split", {"occurrences": [], "name": "A B"}),
        ("POST", "/split", {"occurrences": [str(uuid4())]}),
        ("POST", "/split", {"occurrences": [str(uuid4())], "name": "A", "to_id": str(uuid4())}),
        ("POST", "/never-same", {"other_id": None}),
    ],
)
def test_what_is_not_valid_is_refused_and_not_repeated(client, stored, method, path, body):
    ada = stored["Ada Quill"]

    response = client.request(method, f"/v1/speakers/{ada}{path}", json={**DECIDED, **body})

    assert response.status_code == 422
    assert CANARY not in response.text
    assert client.get("/v1/judgements").json()["items"] == []


@pytest.mark.parametrize("path", ["merge", "never-same"])
def test_speakers_that_are_not_there(client, stored, path):
    ada = stored["Ada Quill"]

    assert send(client, f"/v1/speakers/{uuid4()}/{path}", other_id=ada).status_code == 404
    assert send(client, f"/v1/speakers/{ada}/{path}", other_id=str(uuid4())).status_code == 404
    assert send(client, f"/v1/speakers/{ada}/{path}", other_id=ada).status_code == 409
    assert client.get(f"/v1/speakers/{uuid4()}/quotes").status_code == 404
    assert client.get(f"/v1/judgements/{uuid4()}").status_code == 404
    assert send(client, f"/v1/judgements/{uuid4()}/undo").status_code == 404
