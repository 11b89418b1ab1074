"""The pages of ingest jobs: a file in, how far it is, what failed."""

from __future__ import annotations

import asyncio
import json
import re
from uuid import UUID

import pytest

from service.errors import NotFound, NotReady
from service.storage.job_views import ItemCounts, JobView
from service.web.job_events import job_events
from tests.support.made_up_views import PUBLISHED
from tests.web.test_quote_page import text_of

ARTICLE = json.dumps({"outlet": {"domain": "a.example"}, "text": "“No” Ada Quill said."})
LINES = f"{ARTICLE}\n{{}}\n"
PROGRAM = {"Accept": "application/json"}


def send(client, content=LINES):
    return client.post("/jobs", files={"file": ("a.jsonl", content, "application/x-ndjson")})


def test_a_file_of_a_form_becomes_a_job(client):
    sent = send(client)

    assert sent.status_code == 303
    page = client.get(sent.headers["location"])
    assert "2 articles" in text_of(page.text)
    assert "Done: 1 of 2" in text_of(page.text)
    assert "What failed" in page.text
    assert "<code>/outlet</code>" in page.text
    assert '<a href="/jobs/' in client.get("/jobs").text


def test_a_file_that_a_script_streams_becomes_a_job(client):
    sent = client.post("/jobs", content=LINES.encode(), headers=PROGRAM)

    assert sent.status_code == 303
    assert client.get(sent.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"files": {"other": ("a", "x")}},
        {"files": {"file": ("a.jsonl", "no JSON at all")}},
        {"content": b"--x", "headers": {"Content-Type": "multipart/form-data; boundary=y"}},
        {"content": b"--x", "headers": {"Content-Type": "multipart/form-data"}},
        {"content": b""},
    ],
)
def test_what_is_no_file_of_lines_is_refused_and_leaves_nothing(client, body):
    refused = client.post("/jobs", **body)

    assert refused.status_code in (400, 422)
    assert "None yet." in client.get("/jobs").text


def test_a_job_is_tried_again_cancelled_and_deleted(client):
    job = send(client).headers["location"]

    assert client.post(f"{job}/retry").headers["location"] == job
    assert client.post(f"{job}/delete").status_code == 409
    assert client.post(f"{job}/cancel").headers["location"] == job
    page = client.get(job).text
    assert "cancelled" in page
    assert "Cancel what waits" not in page
    assert client.post(f"{job}/delete").headers["location"] == "/jobs"
    assert client.get(job).status_code == 404


def test_a_page_without_a_script_loads_itself_again_until_the_job_is_finished(client):
    job = send(client).headers["location"]
    assert '<noscript><meta http-equiv="refresh"' in client.get(job).text

    client.post(f"{job}/cancel")

    assert "<noscript>" not in client.get(job).text


def test_events_end_with_the_job(client):
    job = send(client).headers["location"]
    client.post(f"{job}/cancel")

    events = client.get(f"{job}/events", headers={"Accept": "text/event-stream"})

    assert events.headers["content-type"].startswith("text/event-stream")
    [progress] = re.findall(r"event: progress\ndata: (.*)\n\n", events.text)
    assert json.loads(progress)["cancelled"] == 1
    assert events.text.endswith("event: end\ndata: {}\n\n")


def job(**items: int) -> JobView:
    return JobView(UUID(int=1), "desk", None, "running", ItemCounts(**items), *3 * [PUBLISHED])


def events_of(answers: list[JobView | Exception], *, in_all: float = 5.0) -> list[str]:
    """Return the events of a job that is read so."""
    left = iter(answers)

    def get_job(job_id: UUID) -> JobView:
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def collect() -> list[str]:
        return [event async for event in job_events(get_job, UUID(int=1), between=0, in_all=in_all)]

    return asyncio.run(collect())


def test_each_change_is_one_event():
    waiting, done = job(queued=2), job(created=2)

    events = events_of([waiting, waiting, job(queued=1, created=1), done])

    assert [event.partition("\n")[0] for event in events] == [
        "retry: 1000",
        "event: progress",
        "event: progress",
        "event: progress",
        "event: end",
    ]


def test_a_database_that_is_away_for_a_moment_ends_no_stream():
    assert len(events_of([job(queued=1), NotReady("away"), job(created=1)])) == 4


def test_a_stream_ends_with_a_deleted_job_and_with_its_time():
    assert events_of([NotFound("gone")])[-1].startswith("event: end")
    assert events_of([job(queued=1)], in_all=0.0) == ["retry: 1000\n\n"]


def test_too_many_watchers_are_refused(client, monkeypatch):
    monkeypatch.setattr("service.web.routes.jobs._streams", asyncio.Semaphore(0))

    refused = client.get(f"{send(client).headers['location']}/events", headers=PROGRAM)

    assert refused.status_code == 503
    assert refused.headers["retry-after"]
