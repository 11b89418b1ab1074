"""Make up news articles of about 600 words with quotations that outlets share.

The quotes come from `scale.text_generator`: real lengths, words and speakers, repeats, variants and
fragments as in real news. Between them stand sentences that the same chain of words makes. So an
article has as many words and quotations as a real one, and hardly any sense.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import count as count_up
from itertools import islice

from service.evaluation.scale.text_generator import PrintedQuote, TextGenerator, generate_news
from service.ingest.article_in import ArticleInput

ARTICLE_WORDS = 600
QUOTES_THAT_FIT = 12
"""More than this do not fit into 600 words with their sentences."""

_BATCH = 2_000
"""Quotes of one run of the generator. It spreads them over ten days."""
_SAID = (
    "“{text},” {who} said.",
    "{who} said: “{text}.”",
    "“{text},” said {who}.",
    "“{text},” {who} told reporters.",
    "According to {who}, “{text}.”",
)
_UNNAMED = ("an official", "a spokesman", "one resident", "he")
_SENTENCE_WORDS = (12, 28)
_PARAGRAPH_SENTENCES = 3


def make_up_articles(generator: TextGenerator, count: int, *, seed: int = 0) -> list[ArticleInput]:
    """Return articles, the same ones for the same seed.

    Args:
        generator: What makes the words.
        count: How many.
        seed: The number of the first batch of news.
    """
    draw = random.Random(seed)  # noqa: S311 - only spreads the words
    articles: list[ArticleInput] = []
    # Each batch has the days after those of the batch before it.
    for number in count_up(seed):
        if len(articles) >= count:
            break
        news = generate_news(generator, number, _BATCH)
        for quotes in _by_article(generator, news, draw):
            articles.append(_article(generator, quotes, len(articles), draw))
    return articles[:count]


def _by_article(
    generator: TextGenerator, news: Sequence[Sequence[PrintedQuote]], draw: random.Random
) -> list[list[PrintedQuote]]:
    """Spread printed quotes over articles of their outlets and days, each quote once an article."""
    by_place: dict[tuple[int, object], list[PrintedQuote]] = {}
    for printed in news:
        for quote in printed:
            by_place.setdefault((quote.outlet, quote.day), []).append(quote)
    articles = []
    for quotes in by_place.values():
        draw.shuffle(quotes)
        left = iter(quotes)
        while some := list(islice(left, min(QUOTES_THAT_FIT, draw.choice(generator.per_article)))):
            articles.append(some)
    draw.shuffle(articles)
    return articles


def _article(
    generator: TextGenerator, quotes: Sequence[PrintedQuote], number: int, draw: random.Random
) -> ArticleInput:
    paragraphs = [_quotation(quote, draw) for quote in quotes]
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    while words < ARTICLE_WORDS:
        sentences = [_sentence(generator, draw) for _ in range(_PARAGRAPH_SENTENCES)]
        paragraphs.insert(draw.randint(0, len(paragraphs)), " ".join(sentences))
        words += sum(len(sentence.split()) for sentence in sentences)
    outlet = f"outlet{quotes[0].outlet}.example"
    return ArticleInput(
        outlet_domain=outlet,
        url=f"https://{outlet}/{number}",
        title=_sentence(generator, draw).removesuffix("."),
        published_at=quotes[0].published_at,
        text="\n\n".join(paragraphs),
    )


def _quotation(quote: PrintedQuote, draw: random.Random) -> str:
    who = quote.speaker or draw.choice(_UNNAMED)
    printed = draw.choice(_SAID).format(text=quote.text, who=who)
    return printed[0].upper() + printed[1:]


def _sentence(generator: TextGenerator, draw: random.Random) -> str:
    words = " ".join(generator.continue_words([], draw.randint(*_SENTENCE_WORDS), draw))
    return f"{words[0].upper()}{words[1:]}."
