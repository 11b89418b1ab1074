from __future__ import annotations

import pytest

from service.ingest.natural_key import article_key, normal_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Example.ORG:443/A?utm_source=x&id=7#top", "https://example.org/A?id=7"),
        ("http://example.org?b=2&a=1&fbclid=3", "http://example.org/?b=2&a=1"),
        ("http://User@Example.org:8080/a/", "http://User@example.org:8080/a/"),
        ("http://[bad", "http://[bad"),
        ("/a/b?utm=1", "/a/b?utm=1"),
    ],
)
def test_urls_lose_what_tells_no_articles_apart(url: str, expected: str) -> None:
    assert normal_url(url) == expected
    assert normal_url(expected) == expected


def test_an_article_without_a_url_is_known_by_its_text() -> None:
    assert article_key(None, "a") != article_key(None, "b")
    assert article_key("http://a.example/", "a") == article_key("http://a.example", "b")
