"""Check an article that a client sends, and turn it into what storage takes in."""

from __future__ import annotations

from service.ingest.article_in import ArticleInput, check_article
from service.ingest.natural_key import article_key, outlet_write, text_hash
from service.storage.inputs import ArticleWrite, OutletWrite


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
