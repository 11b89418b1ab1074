"""Ingest articles: read their texts, and store them with their quotations."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from service.errors import InvalidRequest
from service.extraction.statements.min_confidence import ANSWERED, MinConfidence
from service.ingest.article_in import ArticleInput
from service.ingest.article_rows import SPEECH, TextReader, article_rows, read_rows
from service.ingest.store_each import store_each
from service.observability.metrics import (
    count_article,
    count_candidates,
    count_quotes,
    time_stage,
)
from service.observability.tracing import span
from service.storage.batch_views import ArticleReceipt
from service.storage.inputs import ArticleKey, ArticleToStore, ArticleWrite, OutletWrite
from service.storage.store import Store
from service.storage.views import StoredArticle, WriteEffort


class Ingestor:
    """Ingests articles. Safe to share between threads."""

    def __init__(
        self,
        reader: TextReader,
        store: Store,
        *,
        stances: frozenset[str] = SPEECH,
        min_confidence: MinConfidence = ANSWERED,
    ) -> None:
        self._reader = reader
        self._store = store
        self._stances = stances
        self._min_confidence = min_confidence

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
        outlet, row = article_rows(article)
        unchanged = self._store.find_unchanged(outlet, row)
        if unchanged is not None:
            count_article("unchanged")
            return StoredArticle(view=unchanged, created=False, changed=False)
        one = self._read(outlet, row)
        with span("store") as traced:
            started = time.perf_counter()
            stored = self._store.put_article(one)
            _report_effort(stored.effort, time.perf_counter() - started)
            _report_article(created=stored.created, changed=stored.changed)
            if stored.changed:
                count_quotes((each.kind, each.match) for each in stored.view.occurrences)
            traced.describe(occurrences=len(stored.view.occurrences))
        return stored

    def ingest_many(
        self, articles: Sequence[ArticleInput], *, at_once: int = 1
    ) -> list[ArticleReceipt | Exception]:
        """Store articles as `ingest` does, all in one transaction.

        One article that cannot be read or stored does not keep the others out. Two threads that
        call this keep the reader busy: one reads while the other one stores.

        Args:
            articles: The articles. Of several texts for one article the last one stays.
            at_once: How many texts are read at once. The reader must be safe for as many threads.

        Returns:
            What became of each article, or the error that `ingest` would raise for it.

        Raises:
            NotReady: The database does not answer. Nothing is stored.
            Overloaded: The database is busy. Nothing is stored.
        """
        results: dict[int, ArticleReceipt | Exception] = {}
        checked: dict[int, tuple[OutletWrite, ArticleWrite]] = {}
        for place, article in enumerate(articles):
            try:
                checked[place] = article_rows(article)
            except InvalidRequest as error:
                results[place] = error
        to_read = self._unknown(checked, results)
        read = self._read_all([checked[place] for place in to_read], at_once)
        to_store: dict[int, ArticleToStore] = {}
        for place, one in zip(to_read, read, strict=True):
            if isinstance(one, Exception):
                results[place] = one
            else:
                to_store[place] = one
        stored = store_each(self._put_all, list(to_store.values()))
        results |= zip(to_store, stored, strict=True)
        return [results[place] for place in range(len(articles))]

    def _put_all(self, batch: Sequence[ArticleToStore]) -> Sequence[ArticleReceipt]:
        with span("store") as traced:
            started = time.perf_counter()
            stored = self._store.batches.put_articles(batch)
            _report_effort(stored.effort, time.perf_counter() - started)
            traced.describe(articles=len(batch))
        for receipt in stored.receipts:
            _report_article(created=receipt.created, changed=receipt.changed)
        count_quotes(stored.occurrences)
        return stored.receipts

    def _unknown(
        self,
        checked: Mapping[int, tuple[OutletWrite, ArticleWrite]],
        results: dict[int, ArticleReceipt | Exception],
    ) -> list[int]:
        """Return the places of the articles to read. Those that are stored get their results.

        An article that comes with several texts is read each time: which one changes anything
        depends on the one before it.
        """
        keys = {
            place: ArticleKey(outlet.key, article.key, article.text_hash)
            for place, (outlet, article) in checked.items()
        }
        stored = self._store.batches.find_stored_texts(keys.values())
        texts: dict[tuple[str, str], set[str]] = {}
        for key in keys.values():
            texts.setdefault((key.outlet_key, key.key), set()).add(key.text_hash)
        to_read = []
        for place, key in keys.items():
            if key in stored and len(texts[key.outlet_key, key.key]) == 1:
                results[place] = ArticleReceipt(stored[key], created=False, changed=False)
                count_article("unchanged")
            else:
                to_read.append(place)
        return to_read

    def _read_all(
        self, rows: Sequence[tuple[OutletWrite, ArticleWrite]], at_once: int
    ) -> list[ArticleToStore | Exception]:
        def read(row: tuple[OutletWrite, ArticleWrite]) -> ArticleToStore | Exception:
            try:
                return self._read(*row)
            except Exception as error:  # the other texts are read all the same
                return error

        if at_once == 1:
            return [read(row) for row in rows]
        with ThreadPoolExecutor(at_once) as threads:
            # The job that runs here is known in each thread, for logs and traces.
            contexts = [copy_context() for _ in rows]
            return list(threads.map(lambda known, row: known.run(read, row), contexts, rows))

    def _read(self, outlet: OutletWrite, row: ArticleWrite) -> ArticleToStore:
        return read_rows(
            self._reader,
            outlet,
            row,
            stances=self._stances,
            min_confidence=self._min_confidence,
        )


def _report_article(*, created: bool, changed: bool) -> None:
    count_article("created" if created else "replaced" if changed else "unchanged")


def _report_effort(effort: WriteEffort, seconds: float) -> None:
    """Report what one transaction took, for the metrics of this process."""
    time_stage("clustering", effort.clustering_seconds)
    time_stage("storage", seconds - effort.clustering_seconds)
    count_candidates(effort.candidates)
