"""Ingest one article: read its text, and store it with its quotations."""

from __future__ import annotations

import time
from typing import Protocol

from service.ingest.article_in import ArticleInput, check_article
from service.ingest.natural_key import article_key, outlet_write, text_hash
from service.ingest.quotation_inputs import quotation_inputs
from service.observability.metrics import (
    count_article,
    count_candidates,
    count_quotes,
    time_stage,
)
from service.observability.tracing import span
from service.speakers.article_reader import ReadArticle
from service.storage.inputs import ArticleWrite
from service.storage.store import Store
from service.storage.views import StoredArticle

SPEECH = frozenset({"speech"})


class TextReader(Protocol):
    """Anything that reads a text: an `ArticleReader`, or a queue in front of one."""

    def read(self, text: str) -> ReadArticle:
        """Return the text's quotations and their speakers."""
        ...


class Ingestor:
    """Ingests articles. Safe to share between threads."""

    def __init__(
        self, reader: TextReader, store: Store, *, stances: frozenset[str] = SPEECH
    ) -> None:
        self._reader = reader
        self._store = store
        self._stances = stances

    def ingest(self, article: ArticleInput) -> StoredArticle:
        """Store an article with its quotations, unless it is stored already.

        A known article with the same text costs one query. The text is read outside of any
        transaction, because reading it takes much longer than storing it.

        Raises:
            InvalidRequest: A field cannot be stored; `InvalidText` for the text.
            TextTooLong: The text is longer than the reader accepts.
            Overloaded: Too many texts are waiting to be read.
            NotReady: The database does not answer.
        """
        article = check_article(article)
        outlet = outlet_write(article.outlet_domain, article.outlet_name)
        hashed = text_hash(article.text)
        row = ArticleWrite(
            key=article_key(article.url, hashed),
            url=article.url,
            title=article.title,
            published_at=article.published_at,
            text=article.text,
            text_hash=hashed,
        )
        unchanged = self._store.find_unchanged(outlet, row)
        if unchanged is not None:
            count_article("unchanged")
            return StoredArticle(view=unchanged, created=False, changed=False)
        quotations = quotation_inputs(self._reader.read(article.text), stances=self._stances)
        with span("store") as traced:
            started = time.perf_counter()
            stored = self._store.put_article(outlet, row, quotations)
            report_stored(stored, time.perf_counter() - started)
            traced.describe(occurrences=len(stored.view.occurrences))
        return stored


def report_stored(stored: StoredArticle, seconds: float) -> None:
    """Count what was stored, and how long it took, for the metrics of this process."""
    result = "created" if stored.created else "replaced" if stored.changed else "unchanged"
    count_article(result)
    time_stage("clustering", stored.effort.clustering_seconds)
    time_stage("storage", seconds - stored.effort.clustering_seconds)
    if stored.changed:
        count_quotes((each.kind, each.match) for each in stored.view.occurrences)
        count_candidates(stored.effort.candidates)
