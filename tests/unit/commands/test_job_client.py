"""The client of ingest jobs: it waits for a server that is away, and says why one refuses."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
import tenacity.nap

from service.commands.job_client import JobClient
from service.commands.refusals import ServerAway, ServerRefused

NO_JOBS = {"items": [], "next_cursor": None}


@pytest.fixture(autouse=True)
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that retries would have waited, without waiting them."""
    taken: list[float] = []
    monkeypatch.setattr(tenacity.nap.time, "sleep", taken.append)
    return taken


def find(handler: Callable[[httpx.Request], httpx.Response], *, patience: float = 60) -> object:
    with httpx.Client(transport=httpx.MockTransport(handler), base_url="http://test") as http:
        return JobClient(http, patience=patience).find("key")


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_server_that_fails_is_asked_again_after_the_time_it_names(
    status: int, naps: list[float]
) -> None:
    answers = iter(
        [httpx.Response(status, headers={"Retry-After": "70"}), httpx.Response(200, json=NO_JOBS)]
    )
    assert find(lambda request: next(answers)) is None
    assert naps == [70.0]


@pytest.mark.parametrize(("asked", "waited"), [("9" * 400, 300.0), ("²", 0.0), ("soon", 0.0)])
def test_a_time_that_no_client_waits_is_not_waited(
    asked: str, waited: float, naps: list[float]
) -> None:
    headers = {"Retry-After": asked.encode()}
    answers = iter([httpx.Response(503, headers=headers), httpx.Response(200, json=NO_JOBS)])
    find(lambda request: next(answers))
    assert len(naps) == 1
    assert waited <= naps[0] <= max(waited, 2.0)


def test_a_server_that_stays_away_is_given_up_and_the_reason_is_named() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(ServerAway, match="no answer from the server: ConnectError, for 0 seconds"):
        find(refuse, patience=0)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"detail": "No key was sent."}, "403 No key was sent."),
        ({"errors": [{"pointer": "/limit", "detail": "Too large."}]}, "403 /limit Too large."),
        (["x"], "403 Forbidden"),
    ],
)
def test_a_refusal_is_final_and_says_why(body: object, reason: str) -> None:
    with pytest.raises(ServerRefused) as refused:
        find(lambda request: httpx.Response(403, json=body))
    assert (refused.value.code, refused.value.detail) == (403, reason)


def test_an_answer_that_is_no_json_is_refused() -> None:
    with pytest.raises(ServerRefused, match="not JSON"):
        find(lambda request: httpx.Response(200, text="<html>"))
