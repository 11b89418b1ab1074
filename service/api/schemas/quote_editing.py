"""What editors decide about quotes, as they send it."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from service.api.schemas.judgement import MOST_OCCURRENCES, RulingIn


class QuoteMergeIn(RulingIn):
    """The quote that is one with the quote in the path."""

    other_id: UUID
    """The other quote. The older of the two keeps its id, whichever of them is in the path; the
    other id answers with a redirect from now on."""


class QuoteSplitIn(RulingIn):
    """Which occurrences are another quote."""

    occurrences: list[UUID] = Field(min_length=1, max_length=MOST_OCCURRENCES)
    """Ids of this quote's occurrences, from `GET /v1/quotes/{quote_id}`. The same words in the same
    article go with them. At least one occurrence must stay."""
