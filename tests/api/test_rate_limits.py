"""How many requests a key may send, what its answers say, and what wrong keys may cost."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from service.api.auth import authenticator
from service.api.auth.keys import make_key
from service.api.auth.rates import Rate
from service.app import create_app
from service.settings import Settings
from service.storage.store import Store
from tests.support.checked_client import CheckedClient, problem_of
from tests.support.keys import add_key
from tests.support.scripted_reader import scripted_reader


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    limited = settings.model_copy(update={"rate_limit": "5/h"})
    return create_app(limited, reader=scripted_reader(max_characters=2_000))


@pytest.fixture
def store(client: CheckedClient, app: FastAPI) -> Store:
    return app.state.services.store


def test_each_answer_says_what_is_left_until_none_is(client: CheckedClient, store: Store) -> None:
    _, headers = add_key(store)
    for left in (4, 3, 2, 1, 0):
        answer = client.get("/v1/quotes", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["ratelimit-policy"] == '"default";q=5;w=3600'
        used = 5 - left
        assert answer.headers["ratelimit"] == f'"default";r={left};t={used * 720}'
    refused = client.get("/v1/quotes", headers=headers)
    assert refused.status_code == 429
    assert problem_of(refused)["type"] == "urn:onrecord:problem:rate-limited"
    assert refused.headers["ratelimit"] == '"default";r=0;t=720'
    assert refused.headers["retry-after"] == "720"


def test_a_key_may_have_a_rate_of_its_own_and_shares_it_with_none(
    client: CheckedClient, store: Store
) -> None:
    _, few = add_key(store, rate_quota=1, rate_seconds=60)
    _, many = add_key(store, rate_quota=100, rate_seconds=1)
    assert client.get("/v1/quotes", headers=few).status_code == 200
    assert client.get("/v1/quotes", headers=few).status_code == 429
    answer = client.get("/v1/quotes", headers=many)
    assert answer.headers["ratelimit-policy"] == '"default";q=100;w=1'


def test_a_refused_operation_counts_and_health_checks_do_not(
    client: CheckedClient, store: Store
) -> None:
    _, headers = add_key(store, scopes=["write"])
    forbidden = client.get("/v1/quotes", headers=headers)
    assert forbidden.status_code == 403
    assert forbidden.headers["ratelimit"].startswith('"default";r=4;')
    assert "ratelimit" not in client.get("/healthz", headers=headers).headers


def test_a_refusal_comes_before_the_body_is_read(client: CheckedClient, store: Store) -> None:
    _, headers = add_key(store, rate_quota=1, rate_seconds=3600)
    client.get("/v1/quotes", headers=headers)
    refused = client.post("/v1/extract", content=b" " * 1_000_000, headers=headers)
    assert (refused.status_code, refused.headers["connection"]) == (429, "close")


def test_an_address_may_have_few_wrong_keys_looked_up_and_right_ones_still_work(
    client: CheckedClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authenticator, "FAILURES", Rate(3, 3600))
    _, headers = add_key(store)
    assert client.get("/v1/quotes", headers=headers).status_code == 200
    wrong = [{"Authorization": f"Bearer {make_key().text}"} for _ in range(5)]
    statuses = [client.get("/v1/quotes", headers=each).status_code for each in wrong]
    assert statuses == [401, 401, 401, 429, 429]
    # Clients behind one address share it: a key in use is not locked out by the wrong ones.
    assert client.get("/v1/quotes", headers=headers).status_code == 200
    assert client.get("/v1/quotes").status_code == 401
    last = client.get("/v1/quotes", headers=wrong[0])
    assert (last.status_code, last.headers["retry-after"]) == (429, "1200")
