"""An editor who saw an older version changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.checked_client import problem_of

REASON = {"reason": "asked them"}


@pytest.fixture
def speakers(client: Any, post: Any) -> list[str]:
    """The ids of two speakers, of whom the first has two quotes."""
    first = post("“We go,” Ann Lee said. “The pier is closed now,” Ann Lee said.")
    second = post("“We stay,” Tom Reed said.")
    return [each["quotations"][0]["speaker"]["id"] for each in (first, second)]


def quotes(client: Any) -> list[str]:
    return [each["id"] for each in client.get("/v1/quotes?sort=oldest").json()["items"]]


def tag(client: Any, path: str) -> str:
    return client.get(path).headers["etag"]


def test_a_change_of_the_version_that_was_seen_is_made(client: Any, speakers: list[str]) -> None:
    path = f"/v1/speakers/{speakers[0]}"

    changed = client.patch(
        path, json={"notes": "Mayor.", **REASON}, headers={"If-Match": tag(client, path)}
    )

    assert changed.status_code == 200
    assert changed.headers["etag"] == tag(client, path)


def test_of_two_editors_who_saw_the_same_version_one_must_look_again(
    client: Any, speakers: list[str]
) -> None:
    path = f"/v1/speakers/{speakers[0]}"
    seen = {"If-Match": tag(client, path)}
    client.patch(path, json={"notes": "Mayor.", **REASON}, headers=seen)

    refused = client.patch(path, json={"notes": "Harbour master.", **REASON}, headers=seen)

    assert refused.status_code == 412
    assert problem_of(refused)["type"] == "urn:onrecord:problem:changed-since"
    assert client.get(path).json()["notes"] == "Mayor."


@pytest.mark.parametrize("value", ["*", '"another", {tag}', "{tag}"])
def test_several_versions_or_any_may_be_named(value: str, client: Any, speakers: list[str]) -> None:
    path = f"/v1/speakers/{speakers[0]}"
    named = value.replace("{tag}", tag(client, path))

    answer = client.patch(path, json={"notes": "Mayor.", **REASON}, headers={"If-Match": named})

    assert answer.status_code == 200


@pytest.mark.parametrize("value", ["W/{tag}", '"another"', "another", ""])
def test_a_weak_or_another_tag_does_not_match(value: str, client: Any, speakers: list[str]) -> None:
    path = f"/v1/speakers/{speakers[0]}"
    named = value.replace("{tag}", tag(client, path))

    answer = client.patch(path, json={"notes": "Mayor.", **REASON}, headers={"If-Match": named})

    assert answer.status_code == 412


def decisions(client: Any, speakers: list[str]) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Each decision: the path of what it is about, the path of the decision, and its body."""
    speaker, other = speakers
    quote, another, _ = quotes(client)
    occurrences = [each["id"] for each in client.get(f"/v1/quotes/{quote}").json()["occurrences"]]
    at_speaker, at_quote = f"/v1/speakers/{speaker}", f"/v1/quotes/{quote}"
    return {
        "merge": (at_speaker, f"{at_speaker}/merge", {"other_id": other}),
        "split": (at_speaker, f"{at_speaker}/split", {"occurrences": occurrences, "name": "A B"}),
        "never-same": (at_speaker, f"{at_speaker}/never-same", {"other_id": other}),
        "merge quotes": (at_quote, f"{at_quote}/merge", {"other_id": another}),
        "pin": (at_quote, f"{at_quote}/pin", {}),
    }


@pytest.mark.parametrize("kind", ["merge", "split", "never-same", "merge quotes", "pin"])
def test_every_decision_can_be_bound_to_a_version(
    kind: str, client: Any, speakers: list[str]
) -> None:
    subject, path, body = decisions(client, speakers)[kind]

    refused = client.post(path, json=body, headers={"If-Match": '"another"'})
    assert refused.status_code == 412
    assert client.get("/v1/judgements").json()["items"] == []

    made = client.post(path, json=body, headers={"If-Match": tag(client, subject)})
    assert made.status_code == 201
    assert made.headers["etag"] == tag(client, made.headers["location"])


def test_an_undone_judgement_is_another_version(client: Any, speakers: list[str]) -> None:
    speaker, other = speakers
    made = client.post(f"/v1/speakers/{speaker}/never-same", json={"other_id": other})
    path = made.headers["location"]
    seen = {"If-Match": made.headers["etag"]}

    undone = client.post(f"{path}/undo", json=REASON, headers=seen)
    again = client.post(f"{path}/undo", json=REASON, headers=seen)

    assert (undone.status_code, again.status_code) == (200, 412)
    assert undone.headers["etag"] == tag(client, path)


def test_an_article_is_deleted_as_it_was_seen(client: Any, post: Any) -> None:
    path = f"/v1/articles/{post('“We go,” Ann Lee said.', url='https://a.example/1')['id']}"
    seen = tag(client, path)
    post("“We go now,” Ann Lee said.", url="https://a.example/1")

    assert client.delete(path, headers={"If-Match": seen}).status_code == 412
    assert client.delete(path, headers={"If-Match": tag(client, path)}).status_code == 204


def test_the_version_does_not_depend_on_the_unit_of_offsets(client: Any, post: Any) -> None:
    article = post("“We go,” Ann Lee said.")
    for path in (
        f"/v1/articles/{article['id']}",
        f"/v1/quotes/{article['quotations'][0]['quote_id']}",
    ):
        assert tag(client, path) == tag(client, f"{path}?offset_unit=utf16")
