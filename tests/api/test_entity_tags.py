"""A client that holds the newest answer gets 304 and no body."""

from __future__ import annotations

import pytest

TEXT = "“We go,” Ann Lee said."


@pytest.fixture
def paths(client, post) -> list[str]:
    article = post(TEXT)
    (quotation,) = article["quotations"]
    return [
        f"/v1/articles/{article['id']}",
        f"/v1/articles/{article['id']}?offset_unit=utf16",
        f"/v1/quotes/{quotation['quote_id']}",
        f"/v1/speakers/{quotation['speaker']['id']}",
        "/v1/articles",
        "/v1/quotes?q=go",
        "/v1/outlets",
    ]


def test_the_same_answer_is_not_sent_twice(client, paths):
    for path in paths:
        first = client.get(path)
        tag = first.headers["etag"]

        for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = client.get(path, headers={"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
            assert "content-type" not in again.headers


def test_another_answer_is_sent(client, post, paths):
    tags = {path: client.get(path).headers["etag"] for path in paths}

    for path in paths:
        answer = client.get(path, headers={"If-None-Match": '"other", W/"another"'})
        assert (answer.status_code, answer.headers["etag"]) == (200, tags[path])

    post(TEXT, domain="valleyecho.example")
    for path in paths:
        # The other outlet prints the same quote, so its speaker has no more of them.
        expected = 304 if "/speakers/" in path else 200
        assert client.get(path, headers={"If-None-Match": tags[path]}).status_code == expected


def test_head_has_the_tag_of_get(client, paths):
    for path in paths:
        assert client.head(path).headers["etag"] == client.get(path).headers["etag"]


def test_a_cache_asks_each_time(client, paths):
    for path in paths:
        assert client.get(path).headers["cache-control"] == "private, no-cache"
