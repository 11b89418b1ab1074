"""Reports: who is quoted in some articles and how often, and where a speaker is quoted."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.api.schemas.article import ArticleConditions
from service.api.schemas.base import Answer, QueryNumber
from service.api.schemas.outlet import OutletRef
from service.api.schemas.speaker import SpeakerRef
from service.speakers.speaker import SpeakerKind
from service.storage.filters import ArticleFilter
from service.storage.report_views import UNKNOWN
from service.storage.report_views import SourceReport as SourceReportView

Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class KindCounts(Answer):
    """How many quotations are of each kind."""

    example = {"total": 5, "direct": 3, "mixed": 1, "indirect": 1}

    total: Count
    direct: Count
    mixed: Count
    indirect: Count


class SpeakerKindCounts(Answer):
    """How many quotations have a speaker of each kind. They sum up to the report's total."""

    example = {"person": 3, "organization": 1, "group": 0, "anonymous": 1, "unknown": 0}

    person: Count
    organization: Count
    group: Count
    anonymous: Count
    unknown: Count
    """Nothing says who spoke."""


class SourceCount(Answer):
    """A source, and how often it is quoted."""

    example = {
        "speaker": SpeakerRef.example,
        "quotations": {"total": 3, "direct": 2, "mixed": 1, "indirect": 0},
        "article_count": 2,
        "outlet_count": 1,
    }

    speaker: SpeakerRef
    """The speaker. One without an id is counted by what articles call it."""
    quotations: KindCounts
    article_count: Count
    """How many articles quote the source."""
    outlet_count: Count
    """How many outlets quote the source."""


class SourceReport(Answer):
    """Who is quoted in some articles, how often and how. A joint statement counts for each of its
    speakers, and once in every other number.
    """

    example = {
        "article_count": 2,
        "quotations": KindCounts.example,
        "speaker_kinds": SpeakerKindCounts.example,
        "anonymous_share": 0.2,
        "organization_share": 0.2,
        "sources": [SourceCount.example],
    }

    article_count: Count
    """How many articles the filters match, those without a quotation included."""
    quotations: KindCounts
    """The quotations in these articles. A mixed one counts once, however many stretches it quotes.
    Denied ones do not count."""
    speaker_kinds: SpeakerKindCounts
    """The quotations by the kind of their first speaker."""
    anonymous_share: Share | None
    """The share of quotations whose speaker is anonymous; null where there is no quotation."""
    organization_share: Share | None
    """The share of quotations whose speaker is an organisation; null where there is none."""
    sources: list[SourceCount]
    """The most quoted sources, the first most of all."""


class SourceReportOptions(ArticleConditions):
    """Which articles to report on: all that is given must hold. Without any, it is all of them."""

    article_id: UUID | None = None
    """Only this article."""
    limit: QueryNumber = Field(default=50, ge=1, le=500)
    """How many sources to name at most."""


class WeekCount(Answer):
    """How many quotes of a speaker were printed in one week."""

    example = {"start": "2026-03-09", "quote_count": 2}

    start: date
    """The Monday of the week, in UTC."""
    quote_count: int = Field(ge=1)
    """A quote that is printed in several weeks counts in each."""


class OutletCount(Answer):
    """An outlet that quotes a speaker."""

    example = {"outlet": OutletRef.example, "quote_count": 2, "article_count": 1}

    outlet: OutletRef
    quote_count: int = Field(ge=1)
    """How many of the speaker's quotes it printed."""
    article_count: int = Field(ge=1)
    """In how many articles."""


class SpeakerActivity(Answer):
    """When and where a speaker was quoted."""

    example = {"weeks": [WeekCount.example], "outlets": [OutletCount.example]}

    weeks: list[WeekCount]
    """The weeks in which articles quote the speaker, in order. Undated articles are in none."""
    outlets: list[OutletCount]
    """The ten outlets that quote the speaker most, the first most of all."""


def to_report_filter(options: SourceReportOptions) -> ArticleFilter:
    """Return the filter of the articles to report on."""
    return ArticleFilter(
        article_id=options.article_id,
        q=options.q,
        speaker_id=options.speaker_id,
        outlet=options.outlet,
        published_from=options.published_from,
        published_to=options.published_to,
    )


def to_source_report(report: SourceReportView) -> SourceReport:
    """Return the answer for a report."""
    return SourceReport(
        article_count=report.article_count,
        quotations=KindCounts.model_validate(report.quotations),
        speaker_kinds=SpeakerKindCounts(
            **{kind: report.speaker_kinds.get(kind, 0) for kind in (*SpeakerKind, UNKNOWN)}
        ),
        anonymous_share=report.share_of(SpeakerKind.ANONYMOUS),
        organization_share=report.share_of(SpeakerKind.ORGANIZATION),
        sources=[SourceCount.model_validate(each) for each in report.sources],
    )
