"""The examples of the contract are sent to an application, and its answers have their form.

A path names an object by a parameter such as `{quote_id}`, a body by a field such as `other_id`.
Both get ids that are stored. A new kind of id needs a line in `world`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from service.api.openapi import build_openapi
from service.app import create_app
from service.settings import Settings
from service.speakers.article_reader import load_article_reader
from tests.support.checked_client import CheckedClient

JSON = "application/json"
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the contract."""

    method: str
    path: str
    said: dict[str, Any]

    @property
    def bodies(self) -> list[tuple[str | None, Any]]:
        """Media type and value of each example of a body; one without a body where it has none."""
        content = self.said.get("requestBody", {}).get("content", {})
        return [
            (media_type, value) for media_type, body in content.items() for value in examples(body)
        ] or [(None, None)]

    @property
    def answers(self) -> dict[int, dict[str, Any]]:
        """The content of each answer of success."""
        return {
            int(status): answer.get("content", {})
            for status, answer in self.said["responses"].items()
            if status.startswith("2")
        }


OPERATIONS = {
    said["operationId"]: Operation(method.upper(), path, said)
    for path, methods in build_openapi()["paths"].items()
    for method, said in methods.items()
}


def examples(body: dict[str, Any]) -> list[Any]:
    """Return the examples of a body, of which there is at least one."""
    named = [example["value"] for example in body.get("examples", {}).values()]
    return named or [body["example"]]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CheckedClient]:
    path = tmp_path_factory.mktemp("examples") / "onrecord.db"
    settings = Settings(
        database_url=f"sqlite:///{path}",
        feed_seconds=0,
        job_lanes=0,  # A worker would look up the hosts of webhooks.
        _env_file=None,
    )
    with CheckedClient(create_app(settings, reader=load_article_reader())) as client:
        yield client


def world(client: CheckedClient, number: int) -> dict[str, str]:
    """Store things that no other operation is given, and return their ids."""
    surname = "Quill" + "abcdefghijklmnopqrstuvwxyz"[number % 26] * (1 + number // 26)
    words = f"“Nobody in ward {number} was asked about the new harbour wall,” Ada {surname} said."
    others = (
        f"“We had {number} letters from the harbour office,” Ada {surname} said. "
        f"“It has rained for {number} days,” said Tom {surname[::-1].title()}."
    )
    articles = [
        send(client, "/v1/articles", {"outlet": {"domain": domain}, "text": text})
        for domain, text in (("a.example", words), ("b.example", words), ("c.example", others))
    ]
    first, second, third = (article["quotations"] for article in articles)
    pinned = {"reason": "One sentence in the transcript."}
    judgement = send(client, f"/v1/quotes/{third[1]['quote_id']}/pin", pinned)
    hook = send(client, "/v1/webhooks", {"url": "https://desk.example/"})
    send(client, "/v1/articles", {"outlet": {"domain": "d.example"}, "text": words})
    return {
        "webhook_id": hook["id"],
        "article_id": articles[0]["id"],
        "quotation_id": first[0]["id"],
        "quote_id": first[0]["quote_id"],
        "other_quote_id": third[0]["quote_id"],
        "occurrence_id": second[0]["id"],
        "speaker_id": first[0]["speaker"]["id"],
        "other_speaker_id": third[1]["speaker"]["id"],
        "judgement_id": judgement["id"],
    }


def send(client: CheckedClient, path: str, body: dict[str, Any]) -> Any:
    answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


def stored_job(client: CheckedClient, operation_id: str) -> str:
    """Return a job that is done; one that waits where the operation is to stop it."""
    article = json.dumps({"outlet": {"domain": "a.example"}, "text": "It rained."})
    lines = [article] * 50 if operation_id == "cancelIngestJob" else ["{}"]
    headers = {"Content-Type": "application/x-ndjson"}
    job = client.post("/v1/ingest-jobs", content="\n".join(lines), headers=headers)
    return str(job.json()["id"])


def waiting_delivery(client: CheckedClient, webhook_id: str) -> str:
    """Return a delivery of a webhook, once events have become deliveries as by a worker."""
    webhooks = client.app.state.services.store.webhooks  # type: ignore[attr-defined]
    while webhooks.take_turn(lease=timedelta(0)).webhook_id != UUID(webhook_id):
        continue
    found = client.get(f"/v1/webhooks/{webhook_id}/deliveries").json()["items"]
    return str(found[0]["id"])


def with_stored_ids(body: Any, path: str, ids: dict[str, str]) -> Any:
    """Return the example of a body, with ids of what is stored."""
    if not isinstance(body, dict):
        return body
    kind = "speaker" if "/speakers/" in path else "quote"
    known = {
        "other_id": ids[f"other_{kind}_id"],
        "to_id": ids["other_speaker_id"],
        "occurrences": [ids["occurrence_id"]],
        "speaker_ids": [ids["speaker_id"]],
    }
    filled = {name: known.get(name, value) for name, value in body.items()}
    unknown = [name for name in filled if name not in known and AN_ID.search(str(filled[name]))]
    assert not unknown, f"teach this test to fill {unknown}"
    return filled


def assert_same_form(example: Any, actual: Any, where: str) -> None:
    """Check that both have the same fields, with values of the same types, at every depth."""
    if isinstance(example, dict) and isinstance(actual, dict):
        if where.endswith("/changes"):  # Only what a judgement sets.
            return
        assert set(example) == set(actual), where
        for name, value in example.items():
            assert_same_form(value, actual[name], f"{where}/{name}")
    elif isinstance(example, list) and isinstance(actual, list):
        for value, other in zip(example[:1], actual[:1], strict=False):
            assert_same_form(value, other, f"{where}/0")
    elif example is not None and actual is not None:
        numbers = (int, float)
        assert type(example) is type(actual) or {type(example), type(actual)} <= {*numbers}, where


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_the_examples_of_an_operation_are_answered_in_the_form_of_its_examples(
    client: CheckedClient, operation_id: str
) -> None:
    operation = OPERATIONS[operation_id]
    accepted = {media_type for content in operation.answers.values() for media_type in content}
    cases = [(body, accept) for body in operation.bodies for accept in sorted(accepted) or [JSON]]
    for number, ((media_type, body), accept) in enumerate(cases):
        ids = world(client, 10 * list(OPERATIONS).index(operation_id) + number)
        if "{delivery_id}" in operation.path:
            ids["delivery_id"] = waiting_delivery(client, ids["webhook_id"])
        if "{job_id}" in operation.path:
            ids["job_id"] = stored_job(client, operation_id)
        filled = with_stored_ids(body, operation.path, ids)
        response = client.request(
            operation.method,
            operation.path.format(**ids),
            content=filled if isinstance(filled, str) or filled is None else json.dumps(filled),
            headers={"Accept": accept, **({"Content-Type": media_type} if media_type else {})},
        )

        assert response.status_code in operation.answers, response.text
        content = operation.answers[response.status_code]
        if accept in content:
            assert response.headers["content-type"].partition(";")[0] == accept
        if content and accept == JSON:
            for example in examples(content[JSON]):
                assert_same_form(example, response.json(), operation_id)


def test_the_text_of_the_examples_is_read_as_they_say(client: CheckedClient) -> None:
    operation = OPERATIONS["extractQuotations"]
    (shown,) = examples(operation.answers[200][JSON])
    ((_, body),) = operation.bodies
    answer = client.post(operation.path, json=body)

    assert without_confidence(answer.json()) == without_confidence(shown)


def without_confidence(node: Any) -> Any:
    """Return an answer without how sure the engine is."""
    if isinstance(node, dict):
        return {name: without_confidence(node[name]) for name in node if name != "confidence"}
    return [without_confidence(item) for item in node] if isinstance(node, list) else node


def test_a_field_that_an_answer_lacks_is_noticed() -> None:
    assert_same_form({"a": 1, "b": [{"c": 1}]}, {"a": 2.5, "b": []}, "")
    with pytest.raises(AssertionError, match="/b/0"):
        assert_same_form({"b": [{"c": 1}]}, {"b": [{"c": 1, "d": 2}]}, "")
    with pytest.raises(AssertionError, match="/a"):
        assert_same_form({"a": "1"}, {"a": 1}, "")
