"""Ingesting many articles is measured beside extracting them."""

from __future__ import annotations

from datetime import UTC, datetime

from service.evaluation.scale.text_generator import TextGenerator
from service.evaluation.speed.made_up_articles import (
    ARTICLE_WORDS,
    QUOTES_THAT_FIT,
    make_up_articles,
)


def test_made_up_articles_are_like_real_ones_and_the_same_each_time(
    generator: TextGenerator,
) -> None:
    articles = make_up_articles(generator, 60)
    assert articles == make_up_articles(generator, 60)
    assert len({article.url for article in articles}) == 60
    lengths = [len(article.text.split()) for article in articles]
    assert min(lengths) >= ARTICLE_WORDS
    assert max(lengths) < 2 * ARTICLE_WORDS
    quotes = [article.text.count("“") for article in articles]
    assert min(quotes) >= 1
    assert max(quotes) <= QUOTES_THAT_FIT


def test_some_quotes_are_in_several_articles(generator: TextGenerator) -> None:
    printed: dict[str, set[str | None]] = {}
    for article in make_up_articles(generator, 60):
        for piece in article.text.split("“")[1:]:
            printed.setdefault(piece.split("”")[0], set()).add(article.outlet_domain)
    assert any(len(outlets) > 1 for outlets in printed.values())


def test_many_articles_are_of_the_past(generator: TextGenerator) -> None:
    """The days of a batch follow those of the one before, however many articles it gave."""
    articles = make_up_articles(generator, 2_000)
    dates = [article.published_at for article in articles if article.published_at]
    assert len(dates) == 2_000
    assert max(dates) < datetime(2026, 1, 1, tzinfo=UTC)
