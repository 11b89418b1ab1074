"""What all pages have in common: headers, files, errors for people."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from fastapi.routing import APIRoute

from service.web.routes import PAGE_PATHS, PAGES
from service.web.routes.sign_in import own_path
from tests.support.checked_client import problem_of


def links_in(page: str) -> list[str]:
    return re.findall(r'(?:src|href|action)="([^"]*)"', page)


def test_a_page_loads_files_of_this_server_alone_and_nothing_inline(client):
    page = client.get("/")

    policy = page.headers["content-security-policy"]
    assert page.status_code == 200
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page.text)
    assert all(urlsplit(link).netloc == "" for link in links_in(page.text))


def test_a_page_names_its_language_and_lets_a_keyboard_skip_to_its_content(client):
    page = client.get("/").text

    assert '<html lang="en">' in page
    first = re.search(r"<body>\s*<a [^>]*href=\"([^\"]*)\"", page)
    assert first
    assert first[1] == "#main"
    assert '<main id="main"' in page
    assert 'aria-current="page">Read</a>' in page


def test_files_are_kept_for_good_under_an_address_that_names_their_content(client):
    for link in [link for link in links_in(client.get("/").text) if link.startswith("/static/")]:
        file = client.get(link)
        assert file.status_code == 200
        assert "immutable" in file.headers["cache-control"]
        again = client.get(link, headers={"If-None-Match": file.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/static/0000000000000000/base.css", "/static/x/..%2Frender.py"])
def test_no_other_file_is_served(client, path):
    assert client.get(path).status_code == 404


def test_an_error_is_a_page_for_people_and_a_problem_for_programs(client):
    page = client.get("/nothing/here")
    problem = client.get("/nothing/here", headers={"Accept": "*/*"})
    of_the_api = client.get("/v1/nothing")

    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "There is nothing at this path." in page.text
    assert page.headers["x-request-id"] in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src")
    assert problem_of(problem)["status"] == 404
    assert problem_of(of_the_api)["status"] == 404


def test_a_server_that_is_not_ready_says_when_to_try_again(client, app):
    app.state.services = None

    page = client.get("/")

    assert page.status_code == 503
    assert f"Try again in {page.headers['retry-after']} seconds." in page.text


def test_head_has_the_status_and_no_body(client):
    for path, status in (("/", 200), ("/nothing", 404)):
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (status, b"")


def forms() -> list[str]:
    return [
        re.sub(r"\{\w+\}", "x", route.path)
        for router in PAGES
        for route in router.routes
        if isinstance(route, APIRoute) and "POST" in route.methods
    ]


@pytest.mark.parametrize("path", forms())
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=lambda headers: "-".join(headers.values()),
)
def test_no_form_takes_what_another_site_sends(client, path, headers):
    assert client.post(path, data={}, headers=headers).status_code == 403


@pytest.mark.parametrize("path", forms())
def test_no_form_takes_what_no_browser_sent(client, path):
    del client.headers["Origin"]

    assert client.post(path, data={}).status_code == 403


def test_every_page_but_the_sign_in_needs_a_key_where_there_are_keys():
    opened = {
        route.path
        for router in PAGES
        for route in router.routes
        if f"/{route.path.split('/')[1]}" not in PAGE_PATHS
    }
    assert opened == {"/sign-in", "/sign-out", "/static/{digest}/{name}"}


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("/quotes/1?x=2", "/quotes/1?x=2"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
        ("/a\nb", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_to_a_page_of_this_server(given, path):
    assert own_path(given) == path
