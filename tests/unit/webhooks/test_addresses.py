"""Messages go to addresses of the public internet alone, where no setting allows others."""

from __future__ import annotations

import re
import socket
from ipaddress import ip_address

import pytest

from service.webhooks.addresses import (
    WEBHOOK_URL,
    AddressRefused,
    Target,
    is_public,
    look_up,
    may_be_public,
    read_target,
)

PUBLIC = ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
INNER = [
    "127.0.0.1",
    "127.8.9.10",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # Where clouds answer with secrets.
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2002:a00:1::",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_allowed(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f000001", "2130706433", "::1"])
def test_a_host_of_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(AddressRefused, match="address"):
        look_up(host, 80, allow_private=False)
    assert ip_address(look_up(host, 80, allow_private=True)).is_loopback


def test_one_inner_address_of_several_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in PUBLIC[:1]]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert look_up("news.example", 80, allow_private=False) == PUBLIC[0]
    found.append((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80)))
    with pytest.raises(AddressRefused, match="address"):
        look_up("news.example", 80, allow_private=False)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 70 + ".example", ""])
def test_a_host_without_an_address_is_refused(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise UnicodeError if len(host) > 60 else socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(AddressRefused, match="name"):
        look_up(host, 80, allow_private=True)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://desk.example/hook", Target(True, "desk.example", 443, "/hook")),
        ("HTTP://Desk.Example:8080", Target(False, "desk.example", 8080, "/")),
        ("https://8.8.8.8/a?b=c", Target(True, "8.8.8.8", 443, "/a?b=c")),
    ],
)
def test_a_url_is_split_as_a_request_needs_it(url: str, target: Target) -> None:
    assert read_target(url) == target


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://desk.example/hook", True),
        ("https://8.8.8.8/hook", True),
        ("http://desk.example/hook", False),
        ("https://10.0.0.1/hook", False),
        ("https://localhost/hook", True),  # A name: it is looked up when a message is sent.
    ],
)
def test_what_is_not_public_is_seen_in_a_url(url: str, expected: bool) -> None:
    assert re.fullmatch(WEBHOOK_URL, url)
    assert may_be_public(url) is expected


@pytest.mark.parametrize(
    "url",
    [
        "ftp://desk.example/",
        "https://user@desk.example/",
        "https://desk.example/#part",
        "https://desk.example:0/",
        "https://desk.example:65536/",
        "https://desk.example/a b",
        "https://münchen.example/",
        "https:///hook",
    ],
)
def test_what_is_no_url_of_a_webhook(url: str) -> None:
    assert not re.fullmatch(WEBHOOK_URL, url)
