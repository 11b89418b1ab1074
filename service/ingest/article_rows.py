"""Check an article that a client sends, read it, and turn it into what storage takes in."""

from __future__ import annotations

from typing import Protocol

from service.extraction.statements.min_confidence import ANSWERED, MinConfidence
from service.ingest.article_in import ArticleInput, check_article
from service.ingest.natural_key import article_key, outlet_write, text_hash
from service.ingest.quotation_inputs import quotation_inputs
from service.speakers.article_reader import ReadArticle
from service.storage.inputs import ArticleToStore, ArticleWrite, OutletWrite

SPEECH = frozenset({"speech"})


class TextReader(Protocol):
    """Anything that reads a text: an `ArticleReader`, or a queue in front of one."""

    def read(self, text: str) -> ReadArticle:
        """Return the text's quotations and their speakers."""
        ...


def article_rows(article: ArticleInput) -> tuple[OutletWrite, ArticleWrite]:
    """Check an article, and return its row and that of its outlet.

    Raises:
        InvalidRequest: A field cannot be stored.
    """
    article = check_article(article)
    hashed = text_hash(article.text)
    row = ArticleWrite(
        key=article_key(article.url, hashed),
        url=article.url,
        title=article.title,
        published_at=article.published_at,
        text=article.text,
        text_hash=hashed,
    )
    return outlet_write(article.outlet_domain, article.outlet_name), row


def read_rows(
    reader: TextReader,
    outlet: OutletWrite,
    row: ArticleWrite,
    *,
    stances: frozenset[str] = SPEECH,
    min_confidence: MinConfidence = ANSWERED,
) -> ArticleToStore:
    """Read the text of an article, and return all that storing it takes.

    Args:
        reader: Reads the text.
        outlet: The outlet.
        row: The article.
        stances: The stances of quotations that are stored.
        min_confidence: How sure a quotation has to be.
    """
    read = reader.read(row.text)
    quotations = quotation_inputs(read, stances=stances, min_confidence=min_confidence)
    return ArticleToStore(outlet, row, quotations)
