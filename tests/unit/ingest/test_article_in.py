"""Which articles can come in: their URLs and their dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest

from service.errors import InvalidRequest
from service.ingest.article_in import ArticleInput, check_article
from service.text.web_url import is_url

ARTICLE = ArticleInput(outlet_domain="a.example", text="Nothing.")


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example",
        "http://a.example/b?c=d#e",
        "HTTPS://A.example:8443/ü/“b”",
        "https://[::1]:80/",
        "https://a.example:0/",
        "https://a.example:9/",
        "https://a.example:59999/",
        "https://a.example:64999/",
        "https://a.example:65535?a",
        "https://日本.example/a%20b?q=1;2&r=[x]",
    ],
)
def test_a_url_of_http_or_https_with_a_host_is_one(url: str) -> None:
    assert is_url(url)
    assert check_article(replace(ARTICLE, url=url)).url == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript://a.example/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "ftp://a.example/",
        "vbscript:a",
        "not a url",
        "a.example/b",
        "//a.example/b",
        "https:a.example",
        "https:\\\\a.example",
        "https://",
        "https:///a",
        "https://?a",
        "https://:80",
        "https://user:secret@a.example/",
        "https://b.example@a.example/",
        "https://a.example:port/",
        "https://a.example:65536/",
        "https://a.example:65540/",
        "https://a.example:65600/",
        "https://a.example:66000/",
        "https://a.example:70000/",
        "https://a.example:99999/",
        "https://[::1]:123456/",
        "https://a.example/\r\nX: y",
        "https://a.example/\n",
        "https://a.example/b c",
        "https://a.example/\x7f",
        "https://a.example/\x9f",
        "https://a.example/\u2028",
        "https://a\x01.example/",
        "https://<a>/",
        "https://a\u202eelpmaxe.b/",
        "https://a\u200b.example/",
        "https://a.example/\u2066b",
        "\x01https://a.example",
    ],
)
def test_anything_else_is_no_url_of_an_article(url: str) -> None:
    assert not is_url(url)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a.example/b c"])
def test_an_article_with_such_a_url_is_refused(url: str) -> None:
    with pytest.raises(InvalidRequest, match="http or https"):
        check_article(replace(ARTICLE, url=url))


@pytest.mark.parametrize(
    ("moment", "taken"),
    [
        (datetime(1600, 1, 1, tzinfo=UTC), True),
        (datetime(1599, 12, 31, 23, 59, 59, tzinfo=UTC), False),
        (datetime.min.replace(tzinfo=UTC), False),
        (datetime.max.replace(tzinfo=UTC), False),
        (datetime.now(UTC) + timedelta(hours=23), True),
        (datetime.now(UTC) + timedelta(hours=25), False),
    ],
)
def test_a_date_is_from_1600_to_a_day_from_now(moment: datetime, taken: bool) -> None:
    article = replace(ARTICLE, published_at=moment)
    if taken:
        assert check_article(article).published_at == moment
    else:
        with pytest.raises(InvalidRequest, match="published_at"):
            check_article(article)


def test_the_seeds_are_such_articles() -> None:
    import json

    for line in files("seeds").joinpath("articles.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        check_article(
            replace(
                ARTICLE,
                url=record["url"],
                published_at=datetime.fromisoformat(record["published_at"]),
            )
        )


@pytest.mark.parametrize("domain", [".", "www.", " .. "])
def test_a_domain_of_which_nothing_is_left_is_none(domain: str) -> None:
    named = replace(ARTICLE, outlet_domain=domain, outlet_name="The Wire")
    assert check_article(named).outlet_domain is None
    with pytest.raises(InvalidRequest):
        check_article(replace(ARTICLE, outlet_domain=domain))
