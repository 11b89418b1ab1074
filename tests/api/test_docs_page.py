"""The page that shows the contract: it works offline, from our own files."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from urllib.parse import urljoin, urlsplit

import pytest

from service.api.openapi import build_openapi

PAGE = "http://testserver/docs"
STATIC = files("service.api").joinpath("static")

# swagger-ui-dist 5.35.0, as docs/dependencies.md says.
DIGESTS = {
    "swagger-ui-bundle.js": "e6a898692f2d768e807c3ba4626068a69a2c5dd960dd6c76f3e4d3a3de180af2",
    "swagger-ui.css": "5ed08757e53da3e026d6cbecc61fe5d43585c9560b302d534ad56692519a273d",
}


def references(page: str) -> list[str]:
    return [urljoin(PAGE, found) for found in re.findall(r'(?:src|href|action)="([^"]*)"', page)]


def test_every_file_of_the_page_is_ours_and_there(client):
    page = client.get("/docs")

    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<style" not in page.text
    assert not re.search(r"<script>|<script [^>]*>[^<]", page.text), "the policy allows files alone"
    urls = [url for url in references(page.text) if not url.startswith("data:")]
    assert len(urls) == 3
    for url in urls:
        assert urlsplit(url).netloc == "testserver"
        assert client.get(urlsplit(url).path).status_code == 200


def test_the_policy_of_the_page_names_no_other_host(client):
    policy = client.get("/docs").headers["content-security-policy"]

    sources = {source for directive in policy.split("; ") for source in directive.split(" ")[1:]}
    assert policy.startswith("default-src 'none'; ")
    assert sources == {"'none'", "'self'", "'unsafe-inline'", "data:"}
    assert "script-src 'self';" in policy


def test_the_start_of_the_page_asks_this_server_alone(client):
    start = client.get("/docs/start.js")

    assert start.headers["content-type"] == "text/javascript; charset=utf-8"
    assert re.findall(r'fetch\("([^"]*)"\)', start.text) == ["openapi.json"]
    assert "://" not in start.text
    assert "validatorUrl: null" in start.text, "else a badge of another host is shown"


def test_the_styles_ask_nothing_of_other_hosts():
    style = STATIC.joinpath("swagger-ui.css").read_text("utf-8")

    assert "@import" not in style
    assert all(url.startswith("data:") for url in re.findall(r"url\([\"']?([^)]*)\)", style))


@pytest.mark.parametrize("name", DIGESTS)
def test_the_files_of_swagger_ui_are_the_released_ones(name):
    assert hashlib.sha256(STATIC.joinpath(name).read_bytes()).hexdigest() == DIGESTS[name]


def test_the_licence_is_beside_them():
    assert "Apache License" in STATIC.joinpath("LICENSE").read_text("utf-8")
    assert "SmartBear" in STATIC.joinpath("NOTICE").read_text("utf-8")


@pytest.mark.parametrize("name", ["LICENSE", "index.html", "%2e%2e%2fmount.py", "nothing.js"])
def test_no_other_file_is_served(client, name):
    assert client.get(f"/docs/{name}").status_code == 404


def test_a_server_shows_the_contract_that_is_committed(client):
    assert client.get("/openapi.json").json() == build_openapi()
