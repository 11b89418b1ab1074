"""A reader whose readings are counted and traced."""

from __future__ import annotations

from dataclasses import dataclass

from service.ingest.article_rows import TextReader
from service.observability.metrics import count_unread, time_stage
from service.observability.tracing import span
from service.speakers.article_reader import ReadArticle


@dataclass(frozen=True, slots=True)
class MeasuredReader:
    """Reports what another reader says of its readings. That one may run in another process."""

    reader: TextReader

    def read(self, text: str) -> ReadArticle:
        """Return the quotations of a text and their speakers."""
        with span("read") as traced:
            traced.describe(characters=len(text))
            article = self.reader.read(text)
            traced.describe(quotations=len(article.extraction.quotations))
        time_stage("extraction", article.seconds.extraction)
        time_stage("speakers", article.seconds.speakers)
        count_unread(len(article.extraction.broken))
        return article
