"""Every operation of the contract refuses query parameters that it does not name, or names once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from service.api.openapi import build_openapi
from tests.support.checked_client import problem_of

ID = str(UUID(int=7))
OPERATIONS = [
    (method, path, operation)
    for path, item in build_openapi()["paths"].items()
    for method, operation in item.items()
    if method in ("get", "post", "patch", "put", "delete")
]


def url_of(path: str) -> str:
    return "/".join(ID if part.startswith("{") else part for part in path.split("/"))


def named_in_query(operation: dict[str, Any]) -> list[str]:
    parameters = (parameter for parameter in operation.get("parameters", ()))
    return [each["name"] for each in parameters if each.get("in") == "query"]


def test_an_unknown_parameter_is_refused(client):
    for method, path, _ in OPERATIONS:
        response = client.request(method.upper(), f"{url_of(path)}?unknown=1")

        if method in ("get", "delete"):
            [error] = problem_of(response)["errors"]
            assert (error["part"], error["pointer"]) == ("query", "/unknown"), path
        assert response.status_code in (415, 422), path


def test_a_parameter_is_given_once(client):
    once = {"part": "query", "detail": "Is given more than once. Give it once."}
    for method, path, operation in OPERATIONS:
        for name in named_in_query(operation) if method == "get" else ():
            response = client.get(f"{url_of(path)}?{name}=1&{name}=1")

            assert response.status_code == 422
            assert {**once, "pointer": f"/{name}"} in problem_of(response)["errors"]


def test_a_repeated_name_is_not_echoed(client):
    response = client.get("/v1/quotes?Ann+Lee+said=1&Ann+Lee+said=2")

    assert response.status_code == 422
    assert "Lee" not in response.text


def test_each_path_says_which_methods_it_takes(client):
    for method, path, _ in OPERATIONS:
        response = client.options(url_of(path))

        assert response.status_code == 204
        allowed = response.headers["allow"].split(", ")
        assert method.upper() in allowed
        assert ("HEAD" in allowed) == ("GET" in allowed)


def test_head_answers_as_get_without_a_body(client):
    for path in ("/v1/quotes", "/v1/articles", "/v1/speakers", "/v1/outlets"):
        head, get = client.head(f"{path}?limit=3"), client.get(f"{path}?limit=3")

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == get.headers["content-length"]
        assert client.head(f"{path}?unknown=3").status_code == 422


def test_an_article_has_a_url_of_http_or_https(client):
    for url in ("ftp://a.example", "file:///etc/passwd", "javascript:alert(1)", "//a.example"):
        article = {"outlet": {"domain": "a.example"}, "url": url, "text": "Nothing."}

        [error] = problem_of(client.post("/v1/articles", json=article))["errors"]
        assert error["pointer"] == "/url"


def test_relevance_needs_words(client):
    [error] = problem_of(client.get("/v1/quotes?sort=relevance"))["errors"]
    assert (error["part"], error["pointer"]) == ("query", "/sort")
    assert client.get("/v1/quotes?sort=relevance&q=pier").status_code == 200
