"""`onrecord ingest` against the application: it goes on after each kind of interruption."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import tenacity.nap

from service.app import create_app
from service.commands import batches
from service.commands.ingest import FailedLine, IngestRun
from service.commands.inputs import InputLine, Unreadable
from service.commands.job_client import JobClient
from service.commands.refusals import ServerAway, ServerRefused
from service.ingest.jobs.worker import JobWorker
from service.settings import Settings
from tests.api.conftest import MAX_CHARACTERS
from tests.support.checked_client import CheckedClient
from tests.support.scripted_reader import scripted_reader

Interrupt = Callable[[httpx.Request], None]


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tenacity.nap.time, "sleep", lambda seconds: None)
    monkeypatch.setattr("service.commands.ingest._FIRST_PAUSE", 0.02)
    monkeypatch.setattr("service.commands.ingest._LONGEST_PAUSE", 0.05)
    make_batches = batches.make_batches
    monkeypatch.setattr(
        "service.commands.ingest.make_batches", lambda lines: make_batches(lines, most_lines=4)
    )


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The server has a worker, so that what is sent is stored."""
    return settings.model_copy(update={"job_lanes": 1})


def lines_of(*texts: str) -> list[InputLine | Unreadable]:
    return [
        InputLine(f"a.jsonl, line {number}", text) for number, text in enumerate(texts, start=1)
    ]


def articles(number: int) -> list[InputLine | Unreadable]:
    return lines_of(
        *(
            json.dumps({"outlet": {"name": "Wire"}, "text": f"“We sail at {at},” Ida Holm said."})
            for at in range(number)
        )
    )


def run_of(
    client: CheckedClient, *, interrupt: Interrupt = lambda request: None, **options: Any
) -> IngestRun:
    """Return a run whose requests reach the application, unless `interrupt` raises."""

    def handle(request: httpx.Request) -> httpx.Response:
        interrupt(request)
        answer = client.request(
            request.method,
            request.url.raw_path.decode(),
            content=request.read(),
            headers={
                name: value
                for name, value in request.headers.items()
                if name in {"content-type", "authorization"}
            },
        )
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    http = httpx.Client(transport=httpx.MockTransport(handle), base_url="http://test")
    return IngestRun(JobClient(http, patience=60), **options)


def stored(client: CheckedClient) -> int:
    return len(client.get("/v1/articles", params={"limit": 100}).json()["items"])


def drain(run: IngestRun, lines: list[InputLine | Unreadable]) -> list[int]:
    return list(run.run(lines))


def test_all_articles_are_stored_and_progress_never_falls(client: CheckedClient) -> None:
    run = run_of(client)
    progress = drain(run, articles(10))
    assert (run.created, run.known, run.failed) == (10, 0, [])
    assert progress == sorted(progress)
    assert progress[-1] == 10
    assert stored(client) == 10
    assert len(client.get("/v1/ingest-jobs").json()["items"]) == 3


def test_each_failure_names_its_line(client: CheckedClient) -> None:
    given = [
        *lines_of("no json", "", '{"text": "x"}'),
        Unreadable("gone.jsonl", "No such file or directory"),
        *articles(1),
    ]
    run = run_of(client)
    drain(run, given)
    assert run.created == 1
    assert run.failed == [
        FailedLine("gone.jsonl", "No such file or directory"),
        FailedLine("a.jsonl, line 1", "The line stops being JSON at offset 0."),
        FailedLine("a.jsonl, line 3", "/outlet Required, and not there."),
    ]


def test_a_batch_that_is_refused_fails_and_the_next_is_sent(client: CheckedClient) -> None:
    run = run_of(client)
    drain(run, [*lines_of("no", "no", "no", "no"), *articles(2)])
    assert run.created == 2
    assert [each.place for each in run.failed] == [f"a.jsonl, line {n}" for n in (1, 2, 3, 4)]
    assert "No line of the body is JSON." in run.failed[0].reason


def test_a_second_run_finds_the_jobs_of_the_first(client: CheckedClient) -> None:
    drain(run_of(client), articles(6))
    again = run_of(client)
    drain(again, articles(6))
    assert again.created == 6
    assert len(client.get("/v1/ingest-jobs").json()["items"]) == 2
    anew = run_of(client, again=True)
    drain(anew, articles(6))
    assert (anew.created, anew.known) == (0, 6)
    assert stored(client) == 6


def test_a_run_that_was_killed_goes_on_where_it_was(client: CheckedClient) -> None:
    for _ in zip(run_of(client).run(articles(20)), range(3), strict=False):
        pass  # The command is killed here.
    run = run_of(client)
    drain(run, articles(20))
    assert (run.created + run.known, run.failed) == (20, [])
    assert stored(client) == 20
    assert len(client.get("/v1/ingest-jobs").json()["items"]) == 5


def test_answers_that_are_lost_on_their_way_change_nothing(client: CheckedClient) -> None:
    lost: Iterator[bool] = iter([True, False] * 1000)

    def lose(request: httpx.Request) -> None:
        if next(lost):
            if request.method == "POST":  # It arrives, and its answer does not.
                client.request(
                    "POST",
                    request.url.raw_path.decode(),
                    content=request.read(),
                    headers={"Content-Type": request.headers["content-type"]},
                )
            raise httpx.ReadError("lost", request=request)

    run = run_of(client, interrupt=lose)
    drain(run, articles(10))
    assert (run.created, run.failed) == (10, [])
    assert len(client.get("/v1/ingest-jobs").json()["items"]) == 3


def test_what_failed_is_tried_again_by_the_next_run(
    client: CheckedClient, guards_on: pytest.LogCaptureFixture
) -> None:
    bad = json.dumps({"outlet": {"name": "Wire"}, "text": "x" * 5_000})
    run = run_of(client)
    drain(run, [*articles(2), *lines_of(bad)])
    assert [each.reason for each in run.failed] == [
        "The text has 5000 characters; this server reads at most 2000. Send a shorter text."
    ]
    asked: list[str] = []
    again = run_of(client, interrupt=lambda request: asked.append(request.url.path))
    drain(again, [*articles(2), *lines_of(bad)])
    assert any(path.endswith("/retry") for path in asked)
    assert (again.created, len(again.failed)) == (2, 1)


def test_a_job_that_was_cancelled_is_sent_once_more(settings: Settings) -> None:
    idle = settings.model_copy(update={"job_lanes": 0})
    app = create_app(idle, reader=scripted_reader(max_characters=MAX_CHARACTERS))
    lines = articles(3)
    with CheckedClient(app) as client:
        services = app.state.services
        stopped = run_of(client)
        for _ in stopped.run(lines):
            if stopped.open_jobs:
                break
        (job,) = client.get("/v1/ingest-jobs").json()["items"]
        client.post(f"/v1/ingest-jobs/{job['id']}/cancel")
        worker = JobWorker(services.reader, services.store, lanes=1, lease_seconds=9, job_days=1)
        worker.start()
        run = run_of(client)
        drain(run, lines)
        worker.stop(seconds=20)
        assert run.created == 3


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_server_that_takes_no_jobs_ends_the_run(client: CheckedClient, status: int) -> None:
    http = httpx.Client(
        transport=httpx.MockTransport(lambda request: httpx.Response(status)),
        base_url="http://test",
    )
    with pytest.raises(ServerRefused):
        drain(IngestRun(JobClient(http, patience=60)), articles(1))


def test_a_server_that_stays_away_ends_the_run_and_says_how_to_go_on() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    http = httpx.Client(transport=httpx.MockTransport(away), base_url="http://test")
    with pytest.raises(ServerAway, match="Run the same command again to go on"):
        drain(IngestRun(JobClient(http, patience=0)), articles(1))
