"""Requests of the machine itself, and those that only look like it."""

from __future__ import annotations

from typing import Any

import pytest

from service.api.auth.authenticator import address_of
from service.api.auth.local import host_of, is_local, is_loopback, is_of_other_site


def scope(
    method: str = "POST", *, server: Any = ("127.0.0.1", 8000), client: Any = None, **headers: str
) -> dict[str, Any]:
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "server": server, "client": client, "headers": sent}


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "localhost.", "a.localhost", "127.0.0.1", "127.9.9.9"]
)
def test_names_of_this_machine(host: str) -> None:
    assert is_loopback(host)


def test_addresses_of_this_machine_in_ipv6() -> None:
    assert is_loopback("::1")
    assert is_loopback("[::1]")


@pytest.mark.parametrize(
    "host",
    ["", "0.0.0.0", "::", "10.0.0.1", "evil.example", "localhost.evil.example", "127.0.0.1.nip.io"],
)
def test_names_that_may_be_another_machine(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("sent", "host"),
    [
        ("localhost:8000", "localhost"),
        ("LocalHost", "localhost"),
        ("[::1]:8000", "[::1]"),
        ("[::1]", "[::1]"),
        ("127.0.0.1:", "127.0.0.1"),
        ("", ""),
    ],
)
def test_the_host_is_read_without_its_port(sent: str, host: str) -> None:
    assert host_of(scope(host=sent)) == host


def test_a_connection_to_the_loopback_or_a_socket_file_is_local() -> None:
    assert is_local(scope())
    assert is_local(scope(server=("::1", 8000)))
    assert is_local(scope(server=("/run/onrecord.sock", None)))


def test_a_connection_from_elsewhere_is_not_local() -> None:
    assert not is_local(scope(server=("192.168.1.5", 8000)))
    assert not is_local(scope(server=None))


@pytest.mark.parametrize("header", ["forwarded", "via", "x_forwarded_for", "x_real_ip"])
def test_what_a_proxy_passes_on_is_not_local(header: str) -> None:
    assert not is_local(scope(**{header: "10.0.0.9"}))


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://127.0.0.1:9000",
        "null",
        "https://127.0.0.1:8000.evil.example",
    ],
)
def test_a_page_of_another_site_is_recognised(origin: str) -> None:
    sent = scope(host="127.0.0.1:8000", origin=origin)
    assert is_of_other_site(sent, frozenset())
    assert not is_of_other_site(sent, frozenset({origin}))
    assert not is_of_other_site(sent | {"method": "GET"}, frozenset())


def test_our_own_page_and_a_program_are_not_another_site() -> None:
    own = scope(host="127.0.0.1:8000", origin="http://127.0.0.1:8000")
    assert not is_of_other_site(own, frozenset())
    assert not is_of_other_site(scope(host="127.0.0.1:8000"), frozenset())


@pytest.mark.parametrize(
    ("client", "address"),
    [
        (("10.0.0.9", 1), "10.0.0.9"),
        (("::ffff:10.0.0.9", 1), "10.0.0.9"),
        (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::/64"),
        (("fe80::1%eth0", 1), "fe80::/64"),
        (("a name", 1), "a name"),
        (None, "unknown"),
    ],
)
def test_a_client_is_counted_under_its_address_or_network(client: Any, address: str) -> None:
    assert address_of(scope(client=client)) == address
