"""Articles: as a client sends them, as they are answered, and which of them to list."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from service.api.schemas.base import Answer, Moment, PageAnswer, PageOptions, Submission, Text
from service.api.schemas.example_article import PUBLISHED_AT, STORED_AT, TEXT, example_id
from service.api.schemas.outlet import OutletIn, OutletRef
from service.api.schemas.quotation import (
    DeniedQuotation,
    Quotation,
    to_denied_quotation,
    to_quotation,
)
from service.api.schemas.span import OffsetUnit, converter
from service.ingest.article_in import (
    MAX_NAME,
    MAX_TITLE,
    ArticleInput,
    is_publication_date,
)
from service.storage.filters import ArticleFilter
from service.storage.filters import ArticleSort as StoredArticleSort
from service.storage.views import ArticleView, DeniedView, OccurrenceView
from service.text.spans import Span as TextSpan
from service.text.web_url import MAX_URL, URL_PATTERN, is_url

# An alias of this type gives the contract a name for the values.
ArticleSort = TypeAliasType(
    "ArticleSort",
    Annotated[StoredArticleSort, Field(description="The order of a list of articles.")],
)


def _refuse_other_url(value: str) -> str:
    if not is_url(value):
        raise PydanticCustomError("url", "")
    return value


def _refuse_other_date(value: datetime) -> datetime:
    if not is_publication_date(value):
        raise PydanticCustomError("publication_date", "")
    return value


Url = Annotated[
    Text,
    Field(max_length=MAX_URL, json_schema_extra={"pattern": URL_PATTERN}),
    AfterValidator(_refuse_other_url),
]
"""A URL of http or https."""

PublicationDate = Annotated[Moment, AfterValidator(_refuse_other_date)]
"""A moment from 1600 to a day from now."""


class ArticleIn(Submission):
    """An article to read and store."""

    example = {
        "outlet": OutletIn.example,
        "url": "https://harbourpost.example/news/pier",
        "title": "Mayor asks who pays",
        "published_at": PUBLISHED_AT,
        "text": TEXT,
    }

    outlet: OutletIn
    url: Url | None = None
    """Where it was published: a URL of http or https with a host. It holds no user name, no white
    space and no control character. Outlet and URL name the article: sent again with another text,
    it is replaced. Without a URL, the same text at the same outlet is the same article."""
    title: Text | None = Field(default=None, max_length=MAX_TITLE)
    """Its headline. Nothing is extracted from it."""
    published_at: PublicationDate | None = None
    """When it was published (RFC 3339, with its offset): from the year 1600 to a day from now."""
    text: Text = Field(min_length=1)
    """The article's text. Paragraphs end at line breaks; all offsets count into this exact text."""


class ArticleRef(Answer):
    """An article without its text."""

    example = {
        "id": example_id(1),
        "outlet": OutletRef.example,
        "url": ArticleIn.example["url"],
        "title": ArticleIn.example["title"],
        "published_at": PUBLISHED_AT,
        "created_at": STORED_AT,
        "updated_at": STORED_AT,
        "story_id": None,
    }

    id: UUID
    outlet: OutletRef
    url: str | None
    title: str | None
    published_at: datetime | None
    """When it was published, in UTC; null where it was not given."""
    created_at: datetime
    """When it was first stored."""
    updated_at: datetime
    """When what is stored of it last changed."""
    story_id: UUID | None
    """The story: this article and its near copies, at this outlet or others. It is the id of the
    story's article that was stored first. Null where no near copy is stored."""


class Story(Answer):
    """Articles that are near copies of each other, such as one agency report at many outlets."""

    example = {
        "id": example_id(1),
        "article_count": 2,
        "outlet_count": 2,
        "articles": [{**ArticleRef.example, "id": example_id(7), "story_id": example_id(1)}],
    }

    id: UUID
    article_count: int = Field(ge=2)
    """How many articles the story has, with this one."""
    outlet_count: int = Field(ge=1)
    """How many outlets have printed it."""
    articles: list[ArticleRef]
    """The other articles, earliest publication first, at most 20.
    `GET /v1/articles?story_id=` lists all."""


class Article(ArticleRef):
    """An article with its text and all quotations found in it."""

    example = {
        **ArticleRef.example,
        "story_id": Story.example["id"],
        "text": TEXT,
        "story": Story.example,
        "quotations": [Quotation.example],
    }

    text: str
    """The text exactly as submitted."""
    story: Story | None
    """The near copies of the article; null where none is stored."""
    quotations: list[Quotation | DeniedQuotation]
    """What was found, in the order of the text."""


class ArticlePage(PageAnswer):
    """Some of the articles."""

    example = {"items": [ArticleRef.example], "next_cursor": None}

    items: list[ArticleRef]
    """Articles without their texts."""


class ArticleConditions(Submission):
    """Which articles: all that is given must hold."""

    q: Text | None = Field(default=None, min_length=1, max_length=500)
    """What title or text must hold, in the form of `q` in `GET /v1/quotes`: words, phrases in
    quotation marks, and beginnings such as `flood*`."""
    speaker_id: UUID | None = None
    """Only articles that quote this speaker."""
    outlet: Text | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    """Only articles of this outlet, given by its domain or its name."""
    story_id: UUID | None = None
    """Only articles of this story, given by its id or by the id of any of its articles."""
    published_from: Moment | None = None
    """Only articles published at this moment or later (RFC 3339)."""
    published_to: Moment | None = None
    """Only articles published before this moment (RFC 3339)."""


class ArticleOptions(ArticleConditions, PageOptions):
    """Which articles to list, and in which order."""

    sort: ArticleSort = "newest"
    """The order: latest or earliest publication first. Undated articles count as published when
    they were stored."""


def to_input(article: ArticleIn) -> ArticleInput:
    """Return the article to ingest for a submitted one."""
    return ArticleInput(
        outlet_domain=article.outlet.domain,
        outlet_name=article.outlet.name,
        url=article.url,
        title=article.title,
        published_at=article.published_at,
        text=article.text,
    )


def to_article_filter(options: ArticleOptions) -> ArticleFilter:
    """Return the filter of articles for the options of a list."""
    return ArticleFilter(
        q=options.q,
        speaker_id=options.speaker_id,
        outlet=options.outlet,
        story_id=options.story_id,
        published_from=options.published_from,
        published_to=options.published_to,
    )


def to_article(article: ArticleView, *, unit: OffsetUnit) -> Article:
    """Return the answer for a stored article with its text, offsets in `unit`."""
    convert = converter(article.text, unit)
    found: list[OccurrenceView | DeniedView] = [*article.occurrences, *article.denied]
    return Article(
        **dict(ArticleRef.model_validate(article.ref)),
        text=article.text,
        story=Story.model_validate(article.story) if article.story else None,
        quotations=[
            to_denied_quotation(each, convert)
            if isinstance(each, DeniedView)
            else to_quotation(each, convert, unit=unit)
            for each in sorted(found, key=_place)
        ],
    )


def _place(found: OccurrenceView | DeniedView) -> tuple[tuple[TextSpan, ...], ...]:
    """Return where a quotation stands in the text: quotations are stored in this order."""
    source = found.attribution.source
    return found.attribution.content.spans, source.spans if source else (), found.spans
