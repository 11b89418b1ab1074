"""One article in: read, placed among all others, stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from service.ingest.article_in import ArticleInput, check_article
from service.ingest.natural_key import article_key, text_hash
from service.ingest.quotation_inputs import quotation_rows
from service.speakers.article_reader import ReadArticle
from service.storage.db.engine import reading, write
from service.storage.inputs import ArticleWrite, OutletWrite
from service.storage.store import Store
from service.storage.tables import articles
from service.storage.views import ArticleView
from service.storage.writes.articles import place

SPEECH = frozenset({"speech"})


class TextReader(Protocol):
    """Whatever reads a text: an `ArticleReader`, or a gate in front of one."""

    def read(self, text: str) -> ReadArticle:
        """A text -> its quotations and their speakers."""
        ...


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What ingesting an article came to."""

    view: ArticleView
    created: bool
    """True where the article was not stored before."""
    changed: bool
    """True where anything was stored: `created`, or a known article with another text."""


class Ingestor:
    """Takes articles in. Safe to share between threads."""

    def __init__(
        self, reader: TextReader, store: Store, *, stances: frozenset[str] = SPEECH
    ) -> None:
        self._reader = reader
        self._store = store
        self._stances = stances

    def ingest(self, article: ArticleInput) -> IngestResult:
        """An article -> it is stored with its quotes, or was stored already.

        A known article with the same text costs one look-up; the engine reads only what is new, and
        reads it outside the transaction.

        Raises:
            InvalidRequest: a field cannot be stored; `InvalidText` for the text.
            TextTooLong: the text is longer than the reader accepts.
            Overloaded: the engine has too much to read.
            NotReady: the database does not answer.
        """
        article = check_article(article)
        outlet = OutletWrite(domain=article.outlet_domain, name=article.outlet_name)
        hashed = text_hash(article.text)
        row = ArticleWrite(
            key=article_key(article.url, hashed),
            url=article.url,
            title=article.title,
            published_at=article.published_at,
            text=article.text,
            text_hash=hashed,
        )
        with reading(self._store.engine) as session:
            known = articles.find_unchanged(session, outlet.key, row.key, row.text_hash)
        if known is not None:
            return IngestResult(view=known, created=False, changed=False)

        quotations = quotation_rows(self._reader.read(article.text), stances=self._stances)

        def work(session: Session) -> IngestResult:
            placed = place(session, outlet, row, quotations)
            view = articles.get_view(session, placed.id)
            return IngestResult(view=view, created=placed.created, changed=placed.changed)

        return write(self._store.engine, work)
