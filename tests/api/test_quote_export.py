"""`GET /v1/quotes/export`: all that a filter matches, in the form that `Accept` asks for."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from service.api.routes import quote_export
from service.errors import Overloaded
from service.formats.quote_row import QUOTE_COLUMNS, from_quote_csv
from service.formats.schema_org import from_linked_quote
from tests.support.checked_client import CheckedClient, problem_of

Post = Callable[..., dict[str, Any]]
URL = "/v1/quotes/export"


@pytest.fixture
def quotes(client: CheckedClient, post: Post) -> list[dict[str, Any]]:
    """Seven quotes by two speakers and an unknown one, in the order of their ids."""
    for number in range(3):
        post(f"“Crane {number} is broken beyond repair,” Ada Lind said.")
        post(f"“Ferry {number} leaves before the storm,” Bo Ek and Ada Lind said.")
    post("“=HYPERLINK(1) is what it said,” she said.")
    items = client.get("/v1/quotes?limit=100").json()["items"]
    assert len(items) == 7
    return sorted(items, key=lambda item: item["id"])


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quote_export, "BATCH", 3)


def lines_of(response: Any) -> list[Any]:
    return [json.loads(line) for line in response.text.splitlines()]


def rows_of(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.text, newline="")))


@pytest.mark.usefixtures("small_batches")
def test_each_line_is_a_quote_as_the_list_answers_it(client, quotes):
    response = client.get(URL)

    assert response.headers["content-type"] == "application/x-ndjson"
    assert response.headers["vary"] == "Accept"
    assert lines_of(response) == quotes


def test_the_filters_are_those_of_the_list(client, quotes):
    for query in ("q=ferry", "speaker=Bo+Ek", "kind=indirect", "outlet=nowhere.example"):
        listed = client.get(f"/v1/quotes?{query}").json()["items"]
        exported = lines_of(client.get(f"{URL}?{query}"))
        assert exported == sorted(listed, key=lambda item: item["id"])


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("accept", ["application/x-ndjson", "text/csv"])
def test_what_arrived_and_the_rest_are_the_whole(client, quotes, accept):
    whole = client.get(URL, headers={"Accept": accept}).content
    lines = whole.splitlines(keepends=True)
    header = int(accept == "text/csv")
    for number, quote in enumerate(quotes, start=1):
        rest = client.get(f"{URL}?resume_after={quote['id']}", headers={"Accept": accept})
        assert b"".join(lines[: header + number]) + rest.content == whole


def test_csv_has_a_header_and_no_formula(client, quotes):
    response = client.get(URL, headers={"Accept": "text/csv"})
    header, *rows = rows_of(response)

    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert tuple(header) == QUOTE_COLUMNS
    assert [from_quote_csv(row).text for row in rows] == [quote["text"] for quote in quotes]
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)


def test_the_rest_of_csv_says_that_it_has_no_header(client, quotes):
    url = f"{URL}?resume_after={quotes[0]['id']}"
    response = client.get(url, headers={"Accept": "text/csv"})

    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=absent"
    assert rows_of(response)[0][0] == quotes[1]["id"]


@pytest.mark.usefixtures("small_batches")
def test_json_ld_is_one_document(client, quotes):
    response = client.get(URL, headers={"Accept": "application/ld+json"})
    document = response.json()

    assert document["@context"] == "https://schema.org"
    nodes = [from_linked_quote(node) for node in document["@graph"]]
    assert [(node.id, node.text) for node in nodes] == [(q["id"], q["text"]) for q in quotes]


@pytest.mark.parametrize("accept", ["application/x-ndjson", "text/csv", "application/ld+json"])
def test_an_empty_export_is_well_formed(client, accept):
    response = client.get(URL, headers={"Accept": accept})

    assert response.status_code == 200
    if accept == "application/ld+json":
        assert response.json()["@graph"] == []
    else:
        assert len(response.text.splitlines()) == int(accept == "text/csv")


def test_another_media_type_is_refused(client):
    response = client.get(URL, headers={"Accept": "application/pdf"})

    problem = problem_of(response)
    assert problem["type"] == "urn:onrecord:problem:not-acceptable"
    assert response.status_code == 406
    assert "pdf" not in response.text


@pytest.mark.parametrize("query", ["sort=newest", "limit=5", "cursor=x", "resume_after=x"])
def test_a_parameter_that_an_export_does_not_know_is_refused(client, query):
    assert client.get(f"{URL}?{query}").status_code == 422


def test_head_reads_one_batch_and_sends_none(client, quotes, monkeypatch):
    asked = []
    exports = client.app.state.services.store.exports
    monkeypatch.setattr(quote_export, "BATCH", 1)
    read = type(exports).quotes
    monkeypatch.setattr(
        type(exports), "quotes", lambda *args, **options: asked.append(1) or read(*args, **options)
    )

    response = client.head(URL, headers={"Accept": "text/csv"})

    assert response.status_code == 200
    assert response.content == b""
    assert response.headers["content-type"].startswith("text/csv")
    assert len(asked) == 1


def test_a_failure_before_the_first_line_is_a_problem(client, monkeypatch):
    def refuse(*_args: object, **_options: object) -> None:
        raise Overloaded("Too busy.", retry_after=1)

    exports = client.app.state.services.store.exports
    monkeypatch.setattr(type(exports), "quotes", refuse)

    assert client.get(URL).status_code == 503
