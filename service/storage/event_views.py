"""Events, webhooks and deliveries, as the store returns them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.storage.views import OccurrenceView, QuoteView


@dataclass(frozen=True, slots=True)
class EventView:
    """A quote was printed once more, or for the first time."""

    number: int
    """Counts up in the order of commits."""
    id: UUID
    at: datetime
    occurrence: OccurrenceView
    quote: QuoteView


@dataclass(frozen=True, slots=True)
class Watch:
    """Which events. One without speakers and quotes takes all."""

    speaker_ids: frozenset[UUID] = frozenset()
    """Their words. Any of these, or of `quote_ids`."""
    quote_ids: frozenset[UUID] = frozenset()
    kind: str | None = None
    """Of this kind alone."""

    def takes(self, event: EventView) -> bool:
        """Return whether an event is one of these. The ids must be those of today."""
        if self.kind not in (None, event.occurrence.kind):
            return False
        if not self.speaker_ids and not self.quote_ids:
            return True
        quote = event.quote
        named = {*quote.speakers, *quote.disputed, *event.occurrence.speakers}
        said = any(speaker.id in self.speaker_ids for speaker in named)
        return said or quote.id in self.quote_ids


@dataclass(frozen=True, slots=True)
class EventBatch:
    """The next events that a watch takes, and how far the outbox was read for them."""

    events: tuple[EventView, ...]
    last: int
    """The number of the last event that was looked at."""


@dataclass(frozen=True, slots=True)
class FeedStart:
    """Where a feed begins."""

    after: int
    has_missed: bool
    """Whether events before it are deleted, or were never written."""


@dataclass(frozen=True, slots=True)
class WebhookView:
    """A webhook, without its secret."""

    id: UUID
    url: str
    speaker_ids: tuple[UUID, ...]
    quote_ids: tuple[UUID, ...]
    kind: str | None
    created_at: datetime
    disabled_at: datetime | None
    disabled_because: str | None
    """`operator`, `gone` (it answered 410) or `failing` (no message arrived for days)."""
    failing_since: datetime | None
    """When the first try failed since one succeeded."""


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One event for one webhook, and what became of it."""

    id: UUID
    event_id: UUID
    state: str
    attempts: int
    due_at: datetime
    last_status: int | None
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A delivery that is to be tried now."""

    id: UUID
    attempts: int
    event_number: int


@dataclass(frozen=True, slots=True)
class WebhookTurn:
    """A webhook that is one worker's for a while, and what is to be sent to it."""

    webhook_id: UUID
    url: str
    secrets: tuple[str, ...]
    """What messages are signed with, the newest first."""
    until: datetime
    """When the turn ends by itself. It names the turn, because no other has the same end."""
    failures: int
    """How many tries failed since one succeeded."""
    deliveries: tuple[DueDelivery, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one try."""

    status: int | None = None
    error: str | None = None
    """Why it failed, in a word of ours. None where it succeeded."""
    is_gone: bool = False
    """Whether the receiver wants no more messages."""
    next_try: datetime | None = None
    """When to try again. None after the last try, and after one that succeeded."""
    rest_until: datetime | None = None
    """Until when the webhook gets nothing."""
