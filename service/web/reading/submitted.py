"""The article that a form holds, and what the API takes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from service.api.schemas.article import ArticleIn
from service.commands.seed import read_demo_articles
from service.ingest.article_in import ArticleInput
from service.web.bodies import body_of
from service.web.forms import SentForm
from service.web.reading.uploads import read_file

_DOMAIN = re.compile(r"[^\s./]+(\.[^\s./]+)+")


@dataclass(frozen=True, slots=True)
class SubmittedArticle:
    """An article as a form holds it: all of it is text, and some of it may be missing."""

    text: str = ""
    outlet: str = ""
    """A domain or a name."""
    title: str = ""
    url: str = ""
    date: str = ""
    """A day: `2026-11-30`."""

    def body(self) -> ArticleIn:
        """Return what a client of the API would send to store it.

        Raises:
            RequestValidationError: A field is not as the contract says.
        """
        kind = "domain" if _DOMAIN.fullmatch(self.outlet) else "name"
        return body_of(
            ArticleIn,
            outlet={kind: self.outlet},
            url=self.url or None,
            title=self.title or None,
            published_at=f"{self.date}T00:00:00Z" if self.date else None,
            text=self.text,
        )


def article_in(form: SentForm) -> SubmittedArticle:
    """Return the article of a form. What the reader typed comes before what a file says.

    Raises:
        InvalidRequest: A file is not one that is read.
    """
    typed = SubmittedArticle(
        text=form.fields.get("text", ""),
        **{name: form.words(name) or "" for name in ("outlet", "title", "url", "date")},
    )
    file = form.files.get("file")
    if file is None:
        return typed
    read = read_file(file)
    return replace(
        typed,
        text=read.text,
        title=typed.title or read.title or "",
        url=typed.url or read.url or "",
        date=typed.date or read.date or "",
    )


@cache
def demos() -> dict[str, SubmittedArticle]:
    """Return the demo articles under short names, in the order of their file."""
    return {_name_of(article): _submitted(article) for article in read_demo_articles()}


def _name_of(article: ArticleInput) -> str:
    return (article.url or "").rstrip("/").rpartition("/")[2]


def _submitted(article: ArticleInput) -> SubmittedArticle:
    published = article.published_at
    return SubmittedArticle(
        text=article.text,
        outlet=article.outlet_domain or article.outlet_name or "",
        title=article.title or "",
        url=article.url or "",
        date=published.date().isoformat() if published else "",
    )
