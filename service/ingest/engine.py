"""The engine that reads articles, put together from its parts."""

from __future__ import annotations

from service.settings import Settings
from service.speakers.account import ArticleReader


def build_article_reader(settings: Settings) -> ArticleReader:
    """Settings -> a reader with its weights loaded. Takes seconds: do it once a process."""
    raise NotImplementedError
