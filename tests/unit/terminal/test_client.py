"""The client of a server: which addresses it takes, and what it sends with each request."""

from __future__ import annotations

import pytest

from service.errors import Misconfigured
from service.terminal.client import open_client


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:8000", "localhost:8000", "localhost", "ftp://host", "http://", "http://h:x", ""],
)
def test_an_address_without_scheme_or_host_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match="http://HOST:PORT"):
        open_client(url, key=None)


@pytest.mark.parametrize(
    ("url", "asks_a_proxy"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://[::1]:8000", False),
        ("http://localhost", False),
        ("https://quotes.example/base", True),
        ("HTTP://h", True),
    ],
)
def test_a_proxy_is_asked_for_other_machines_alone(
    url: str, asks_a_proxy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    with open_client(url, key=None) as http:
        assert http.trust_env is asks_a_proxy
        assert "authorization" not in http.headers


def test_a_key_is_sent_with_each_request() -> None:
    with open_client("http://h", key="onrecord_1_2") as http:
        assert http.headers["authorization"] == "Bearer onrecord_1_2"
