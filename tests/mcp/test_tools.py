"""The tools for agents, called with the client of the official package."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import jsonschema
import pytest
from mcp import StdioServerParameters
from mcp.client.client import Client
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import INVALID_REQUEST

from service.api.auth.scopes import Scope
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.mcp.server import build_mcp_server
from service.mcp.tools import TOOLS
from service.services import Services, open_services
from service.settings import Settings
from service.storage.store import Store
from tests.support.keys import add_key
from tests.support.scripted_reader import scripted_reader
from tests.support.server import ONRECORD, running_server

MAX_CHARACTERS = 2_000
CANARY = "Zanzibarcanary"
ARTICLES = {
    "harbourpost.example": "“We will rebuild the pier by May,” Ada Lindqvist said.",
    "valleyecho.example": "“We will rebuild the pier by June,” Ada Lindqvist said.",
    "bayledger.example": "“Nobody asked the ferry crews about it,” Tom Reed said.",
}

Call = Callable[..., Any]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'mcp.db'}",
        max_characters=MAX_CHARACTERS,
        _env_file=None,
    )
    services = open_services(settings, reader=scripted_reader(max_characters=MAX_CHARACTERS))
    ingestor = Ingestor(services.reader, services.store)
    for domain, text in ARTICLES.items():
        ingestor.ingest(ArticleInput(outlet_domain=domain, text=text))
    yield services
    services.close()


@pytest.fixture
def call(services: Services) -> Call:
    """Calls a tool by its name and arguments, and returns what the client receives."""

    def call(name: str, **arguments: Any) -> Any:
        async def run() -> Any:
            async with Client(build_mcp_server(services)) as client:
                return await client.call_tool(name, arguments)

        return anyio.run(run)

    return call


def test_each_tool_says_what_it_takes_and_answers(services: Services) -> None:
    async def listed() -> Any:
        async with Client(build_mcp_server(services)) as client:
            return await client.list_tools()

    tools = {tool.name: tool for tool in anyio.run(listed).tools}

    assert list(tools) == ["extract", "who_said", "was_this_said", "quotes_by_speaker", "proof"]
    for tool in tools.values():
        assert tool.title
        assert tool.description
        assert tool.annotations.read_only_hint
        assert all(
            field.get("description") or "$ref" in field or "allOf" in field
            for field in tool.input_schema["properties"].values()
        )
        assert tool.output_schema["type"] == "object"


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_the_examples_hold(tool: Any, call: Call) -> None:
    """The arguments of an example are taken, and both answers are as the schema says."""
    result = call(tool.name, **tool.takes.example)

    assert not result.is_error
    schema = tool.answers.model_json_schema(mode="serialization")
    for answer in (result.structured_content, tool.answers.example):
        jsonschema.validate(answer, schema)
    assert json.loads(result.content[0].text) == result.structured_content


def test_extract_reads_a_text_and_stores_nothing(call: Call, services: Services) -> None:
    before = services.store.list_quotes()

    answer = call("extract", text="😀 “We go,” Tom Reed said.", offset_unit="utf16")

    (quotation,) = answer.structured_content["quotations"]
    assert (quotation["text"], quotation["speaker"]["name"]) == ("We go,", "Tom Reed")
    assert quotation["spans"] == [{"start": 4, "end": 10}]
    assert services.store.list_quotes() == before


def test_who_said_names_the_speaker_of_a_part(call: Call) -> None:
    (item,) = call("who_said", words="asked the ferry crews").structured_content["items"]

    assert [speaker["name"] for speaker in item["speakers"]] == ["Tom Reed"]
    assert item["match"] == "fragment"


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({"text": "We will rebuild the pier by May"}, "exact"),
        ({"text": "We will rebuild the pier by May", "speaker": "Ada Lindqvist"}, "exact"),
        ({"text": "rebuild the pier by May", "speaker": "Ada Lindqvist"}, "fragment"),
        ({"text": "We will rebuild the big pier by May"}, "variant"),
        ({"text": "We will rebuild the pier by May", "speaker": "Tom Reed"}, "other_speaker"),
        ({"text": "The moon is a harbour"}, "not_found"),
    ],
)
def test_a_verdict_on_words(given: dict[str, str], verdict: str, call: Call) -> None:
    answer = call("was_this_said", **given).structured_content

    assert answer["verdict"] == verdict
    assert bool(answer["matches"]) == (verdict != "not_found")


def test_a_changed_number_is_shown(call: Call) -> None:
    answer = call("was_this_said", text="We will rebuild the pier by April").structured_content

    assert answer["verdict"] == "variant"
    assert all(match["alignment"] for match in answer["matches"])


def test_a_draft_is_proofed_against_its_sources_and_the_store(call: Call) -> None:
    draft = (
        "“We will rebuild the pier by July,” Ada Lindqvist said. "
        "“Nobody asked the ferry crews about it,” Tom Reed said. "
        "“The town has no money for a new pier,” Tom Reed said."
    )
    source = {"text": "TOM REED: The town has no money for a new pier. I am sorry."}

    found = call("proof", draft={"text": draft}, sources=[source], use_store=True)

    verdicts = [each["verdict"] for each in found.structured_content["quotations"]]
    assert verdicts == ["altered", "verbatim", "verbatim"]
    evidence = [each["evidence"][0] for each in found.structured_content["quotations"]]
    assert [each["source"] for each in evidence] == [None, None, 0]
    assert evidence[0]["text"] in (
        "We will rebuild the pier by May",
        "We will rebuild the pier by June",
    )
    refused = call("proof", draft={"text": draft}, sources=[{"name": CANARY}])
    assert refused.is_error
    assert CANARY not in refused.content[0].text


def test_quotes_by_speaker_come_page_by_page(call: Call) -> None:
    first = call("quotes_by_speaker", speaker="ada lindqvist", limit=1).structured_content
    rest = call(
        "quotes_by_speaker", speaker="ada lindqvist", limit=1, cursor=first["next_cursor"]
    ).structured_content

    texts = [item["text"] for page in (first, rest) for item in page["items"]]
    assert sorted(texts) == [
        "We will rebuild the pier by June,",
        "We will rebuild the pier by May,",
    ]
    assert rest["next_cursor"] is None
    by_id = call("quotes_by_speaker", speaker_id=first["items"][0]["speaker"]["id"])
    assert len(by_id.structured_content["items"]) == 2


@pytest.mark.parametrize(
    ("name", "arguments", "detail"),
    [
        ("extract", {"text": CANARY * 200}, "at most 2000"),
        ("extract", {"text": ""}, "text: Must not be empty."),
        ("extract", {"text": 5}, "text: Must be a string."),
        ("extract", {"text": f"{CANARY}\0"}, "text: Holds NUL at offset 14. Remove it."),
        ("extract", {}, "text: Required, and not there."),
        ("extract", {"text": "a", "x y": CANARY}, "Holds a field that is unknown here."),
        ("who_said", {"words": "“…”"}, "words: Must hold at least one word."),
        ("was_this_said", {"text": CANARY, "limit": 51}, "limit: Must be 50 or less."),
        ("quotes_by_speaker", {}, "exactly one of `speaker` and `speaker_id`"),
        ("quotes_by_speaker", {"speaker": "Ada", "cursor": CANARY}, "cursor cannot be read"),
        (CANARY, {}, "There is no such tool."),
    ],
)
def test_what_is_wrong_is_said_and_not_repeated(
    name: str, arguments: dict[str, Any], detail: str, call: Call, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        result = call(name, **arguments)

    assert result.is_error
    assert detail in result.content[0].text
    assert CANARY not in result.content[0].text
    own = [record for record in caplog.records if record.name.startswith("onrecord")]
    assert CANARY not in repr(own)


def test_a_crash_shows_and_logs_no_words(
    call: Call, services: Services, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def crash(*_: Any, **__: Any) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("service.storage.store.Store.match_quotes", crash)
    result = call("who_said", words=CANARY)

    assert result.is_error
    assert "Something went wrong here" in result.content[0].text
    assert "the tool who_said crashed: RuntimeError" in caplog.text
    assert CANARY not in result.content[0].text + caplog.text


def test_over_standard_input_and_output(tmp_path: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=[*ONRECORD[1:], "mcp"],
        env={"ONRECORD_DATABASE_URL": f"sqlite:///{tmp_path / 'mcp.db'}", "ONRECORD_ENGINES": "1"},
    )

    async def read() -> Any:
        async with Client(stdio_client(server)) as client:
            return await client.call_tool("extract", {"text": ARTICLES["bayledger.example"]})

    (quotation,) = anyio.run(read).structured_content["quotations"]
    assert quotation["speaker"]["name"] == "Tom Reed"


def test_a_line_that_is_no_message_is_answered_and_not_repeated(tmp_path: Path) -> None:
    """A client that sent it under an id waits for an answer under that id."""
    call = '{{"jsonrpc":"2.0","id":{},"method":"tools/call","params":{{"name":"{}\\ud800"}}}}'
    lines = [CANARY, f'["{CANARY}"]', call.format(7, CANARY), call.format('"x"', CANARY)]
    done = subprocess.run(
        [*ONRECORD, "mcp"],
        input="\n".join(lines) + "\n",
        env={"ONRECORD_DATABASE_URL": f"sqlite:///{tmp_path / 'mcp.db'}", "ONRECORD_ENGINES": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]

    assert [answer["id"] for answer in answers] == [None, None, 7, "x"]
    assert all(answer["error"]["code"] == INVALID_REQUEST for answer in answers)
    assert CANARY not in done.stdout + done.stderr


def test_over_http_beside_the_api_with_a_key(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'onrecord.db'}"
    Store.migrate(url)
    store = Store.open(url)
    may_read = add_key(store, scopes=frozenset({Scope.READ}))[1]
    may_write = add_key(store, scopes=frozenset({Scope.WRITE}))[1]
    store.close()

    with running_server(tmp_path, command=("mcp", "--http"), engines=1) as server:
        with httpx.Client(base_url=server.url, trust_env=False, timeout=60) as client:
            for domain, text in ARTICLES.items():
                body = {"outlet": {"domain": domain}, "text": text}
                client.post("/v1/articles", json=body, headers=may_write).raise_for_status()
            assert client.post("/mcp", json={}).status_code == 401
            refused = client.post("/mcp", json={}, headers=may_write)
            assert refused.status_code == 403
            assert refused.json()["type"] == "urn:onrecord:problem:insufficient-scope"
            for method, status in [("GET", 405), ("DELETE", 405), ("OPTIONS", 204)]:
                answer = client.request(method, "/mcp", headers=may_read)
                assert (answer.status_code, answer.headers["allow"]) == (status, "OPTIONS, POST")
            taken = may_read | {"Accept": "application/json, text/event-stream"}
            for body in (CANARY, [CANARY], {"jsonrpc": "2.0", "id": 1, "method": [CANARY]}):
                answer = client.post("/mcp", json=body, headers=taken)
                assert (answer.status_code, CANARY in answer.text) == (400, False)
                assert answer.json()["error"]["code"] == INVALID_REQUEST

        async def check() -> Any:
            async with (
                httpx2.AsyncClient(headers=may_read, trust_env=False, timeout=60) as http,
                Client(streamable_http_client(f"{server.url}/mcp", http_client=http)) as client,
            ):
                return await client.call_tool("was_this_said", {"text": "ferry crews"})

        answer = anyio.run(check).structured_content
        log = server.log.read_text()

    assert answer["verdict"] == "fragment"
    assert "ferry" not in log
