"""`onrecord ingest`: every article is accounted for, whatever the server does."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence

import httpx
import pytest
import tenacity.nap

from service.commands.ingest import SendStatus, Sent, check_url, send_articles
from service.commands.inputs import InputLine, Unreadable
from service.errors import Misconfigured

ARTICLE = json.dumps({"outlet": {"name": "Wire"}, "text": "“Ready,” said Ida Holm."})

Handler = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(autouse=True)
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that retries would have waited, without waiting them."""
    taken: list[float] = []
    monkeypatch.setattr(tenacity.nap.time, "sleep", taken.append)
    return taken


def send(lines: Sequence[str | Unreadable], handler: Handler, **options: int) -> list[Sent]:
    with httpx.Client(transport=httpx.MockTransport(handler), base_url="http://test") as client:
        return list(
            send_articles(
                [
                    InputLine(f"line {number}", line) if isinstance(line, str) else line
                    for number, line in enumerate(lines, start=1)
                ],
                client=client,
                concurrency=options.get("concurrency", 2),
                attempts=options.get("attempts", 3),
            )
        )


def test_a_stored_article_is_created_and_a_known_one_is_known() -> None:
    statuses = {"new": 201, "old": 200}
    sent = send(
        [json.dumps({"title": title}) for title in statuses],
        lambda request: httpx.Response(statuses[json.loads(request.content)["title"]]),
    )
    assert [one.status for one in sent] == [SendStatus.CREATED, SendStatus.KNOWN]


def test_an_empty_line_is_left_out_and_the_others_keep_their_places() -> None:
    sent = send([ARTICLE, "\n", "no json\n"], lambda request: httpx.Response(201))
    assert [(one.place, one.status) for one in sent] == [
        ("line 1", SendStatus.CREATED),
        ("line 3", SendStatus.FAILED),
    ]
    assert sent[1].reason == "the line is not JSON"


def test_a_busy_server_is_asked_again_after_the_time_it_names(naps: list[float]) -> None:
    answers = iter([httpx.Response(503, headers={"Retry-After": "7"}), httpx.Response(201)])
    sent = send([ARTICLE], lambda request: next(answers))
    assert [one.status for one in sent] == [SendStatus.CREATED]
    assert naps == [7.0]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_fails_is_asked_again_a_few_times(status: int, naps: list[float]) -> None:
    answers = iter([httpx.Response(status, headers={"Retry-After": "9"}), httpx.Response(201)])
    sent = send([ARTICLE], lambda request: next(answers))
    assert [one.status for one in sent] == [SendStatus.CREATED]
    assert naps == [9.0]

    (failed,) = send([ARTICLE], lambda request: httpx.Response(status), attempts=3)
    assert failed.status is SendStatus.FAILED
    assert failed.reason is not None
    assert failed.reason.startswith(f"{status} ")
    assert failed.reason.endswith("(tried 3 times)")
    assert len(naps) == 3


def test_a_server_that_never_answers_fails_the_article_and_says_so() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    (sent,) = send([ARTICLE], refuse, attempts=2)
    assert sent == Sent(
        "line 1", SendStatus.FAILED, "no answer from the server: ConnectError (tried 2 times)"
    )


def test_a_refused_article_is_not_tried_again_and_its_reason_is_shown() -> None:
    asked: list[httpx.Request] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(
            422, json={"detail": "x", "errors": [{"pointer": "/text", "detail": "is missing"}]}
        )

    (sent,) = send([ARTICLE], refuse)
    assert sent.reason == "422 /text is missing"
    assert len(asked) == 1


def test_no_more_requests_are_under_way_than_asked_for() -> None:
    lock = threading.Lock()
    under_way = 0
    most = 0
    both_in = threading.Barrier(2, timeout=5)

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        both_in.wait()
        with lock:
            under_way -= 1
        return httpx.Response(201)

    sent = send([ARTICLE] * 6, answer, concurrency=2)
    assert [one.place for one in sent] == [f"line {number}" for number in range(1, 7)]
    assert most == 2


@pytest.mark.parametrize(("asked", "waited"), [("9" * 400, 300.0), ("²", 0.0), ("soon", 0.0)])
def test_a_time_that_no_client_waits_is_not_waited(
    asked: str, waited: float, naps: list[float]
) -> None:
    headers = {"Retry-After": asked.encode()}
    answers = iter([httpx.Response(503, headers=headers), httpx.Response(201)])
    sent = send([ARTICLE], lambda request: next(answers))
    assert [one.status for one in sent] == [SendStatus.CREATED]
    assert len(naps) == 1
    assert waited <= naps[0] <= max(waited, 2.0)


def test_an_unexpected_error_costs_its_article_alone() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if b"EXPLODE" in request.content:
            raise RuntimeError("EXPLODE")
        return httpx.Response(201)

    sent = send([ARTICLE, '{"text": "EXPLODE"}', ARTICLE], answer)
    assert [one.status for one in sent] == [
        SendStatus.CREATED,
        SendStatus.FAILED,
        SendStatus.CREATED,
    ]
    assert sent[1].reason is not None
    assert sent[1].reason.startswith("the request failed: RuntimeError at service/commands/")
    assert "EXPLODE" not in sent[1].reason


def test_a_line_that_is_not_utf_8_is_the_servers_to_refuse() -> None:
    line = b'{"text": "caf\xe9"}'.decode("utf-8", errors="surrogateescape")
    sent = send(
        [line, ARTICLE],
        lambda request: httpx.Response(400 if b"caf\xe9" in request.content else 201),
    )
    assert [one.status for one in sent] == [SendStatus.FAILED, SendStatus.CREATED]


def test_a_file_that_cannot_be_read_fails_and_the_others_are_sent() -> None:
    sent = send([Unreadable("gone.jsonl", "gone"), ARTICLE], lambda request: httpx.Response(201))
    assert sent[0] == Sent("gone.jsonl", SendStatus.FAILED, "gone")
    assert sent[1].status is SendStatus.CREATED


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:8000", "localhost:8000", "localhost", "ftp://host", "http://", "http://h:x", ""],
)
def test_an_address_without_scheme_or_host_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match="http://HOST:PORT"):
        check_url(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000", "https://quotes.example/base", "HTTP://h"]
)
def test_an_address_of_http_is_taken(url: str) -> None:
    check_url(url)
