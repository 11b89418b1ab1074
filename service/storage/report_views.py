"""What storage returns of reports: how often sources are quoted, and where a speaker is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from service.storage.views import OutletRef, SpeakerRef

UNKNOWN = "unknown"
"""The kind of the speaker of a quotation of which nothing says who spoke."""


@dataclass(frozen=True, slots=True)
class KindCounts:
    """How many quotations are of each kind."""

    direct: int = 0
    mixed: int = 0
    indirect: int = 0

    @property
    def total(self) -> int:
        """The number of quotations of all kinds."""
        return self.direct + self.mixed + self.indirect


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How often a source is quoted. One without an id is counted by the name that is printed."""

    speaker: SpeakerRef
    quotations: KindCounts
    article_count: int
    outlet_count: int


@dataclass(frozen=True, slots=True)
class SourceReport:
    """Who is quoted in some articles, how often and how.

    A quotation is counted once, however many stretches of it are quoted. Denied ones are not.
    """

    article_count: int
    """The articles that were looked at, those without a quotation included."""
    quotations: KindCounts
    speaker_kinds: Mapping[str, int]
    """How many quotations have a first speaker of each kind, `UNKNOWN` included."""
    sources: tuple[SourceCount, ...]
    """The most quoted first."""

    def share_of(self, kind: str) -> float | None:
        """Return the share of quotations by speakers of a kind. None where there is none."""
        total = self.quotations.total
        return round(self.speaker_kinds.get(kind, 0) / total, 4) if total else None


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How many quotes of a speaker were printed in one week."""

    start: date
    """The Monday of the week, in UTC."""
    quote_count: int


@dataclass(frozen=True, slots=True)
class OutletCount:
    """How many quotes of a speaker an outlet printed, and in how many articles."""

    outlet: OutletRef
    quote_count: int
    article_count: int


@dataclass(frozen=True, slots=True)
class SpeakerActivity:
    """When and where a speaker was quoted."""

    weeks: tuple[WeekCount, ...]
    """The weeks in which the speaker was quoted, in order. Undated articles are in none."""
    outlets: tuple[OutletCount, ...]
    """The outlets that quote the speaker most, the first most of all."""
