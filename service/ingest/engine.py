"""The engine that reads articles, put together from its parts."""

from __future__ import annotations

from service.extraction.model.model_reader import load_reader
from service.extraction.pipeline import QuotationPipeline
from service.settings import Settings
from service.speakers.article_reader import ArticleReader
from service.speakers.resolver import resolve_speakers


def build_article_reader(settings: Settings) -> ArticleReader:
    """Settings -> a reader with its weights loaded. Takes seconds: do it once a process."""
    return ArticleReader(
        pipeline=QuotationPipeline(reader=load_reader(threads=settings.threads)),
        resolve=resolve_speakers,
        max_characters=settings.max_characters,
    )
