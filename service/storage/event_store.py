"""The parts of the store that hold events and webhooks. Each call is one transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from models import Quote, Speaker
from service.errors import NotFound
from service.storage.db import locks
from service.storage.db.database import Database
from service.storage.event_views import (
    Attempt,
    DeliveryView,
    DueDelivery,
    EventBatch,
    EventView,
    FeedStart,
    Watch,
    WebhookTurn,
    WebhookView,
)
from service.storage.reads import events as event_reads
from service.storage.reads import webhooks as webhook_reads
from service.storage.reads.events import events_after
from service.storage.reads.redirects import follow_redirects
from service.storage.tables import deliveries, events, webhooks
from service.storage.views import Page

_EVENTS_A_TURN = 100


class EventStore:
    """The outbox. Safe to share between threads.

    Every method may raise `NotReady` and `Overloaded` as `Store` does.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_feed(self, watch: Watch, *, after: int | None, days: int) -> FeedStart:
        """Let events be written from now on, and return where a feed begins.

        Args:
            watch: What the feed takes.
            after: The number of the last event that its client has. None for one without.
            days: How long events are written after this feed.

        Raises:
            NotFound: A watched speaker or quote is not stored.
        """

        def work(session: Session) -> FeedStart:
            _require_stored(session, watch)
            now = datetime.now(UTC)
            events.want_for_feeds(session, now, until=now + timedelta(days=days))
            forgotten = events.forgotten_number(session)
            latest = max(events.latest_number(session), forgotten)
            if after is None:
                return FeedStart(latest, has_missed=False)
            if after > latest:  # The number is of a database that was there before this one.
                return FeedStart(latest, has_missed=True)
            return FeedStart(after, has_missed=after < forgotten)

        return self._database.write(work)

    def read_after(self, number: int, watch: Watch, *, limit: int = 100) -> EventBatch:
        """Return the next events. Args: Those of `reads.events.events_after`."""
        with self._database.reading() as session:
            return event_reads.events_after(session, number, watch, limit=limit)

    def get_some(self, numbers: Collection[int]) -> dict[int, EventView]:
        """Return events by their numbers. One whose occurrence is deleted is left out."""
        with self._database.reading() as session:
            return event_reads.event_views(session, numbers)

    def delete_old(self, *, days: int) -> int:
        """Delete events that are `days` old, with their deliveries, and return how many."""
        before = datetime.now(UTC) - timedelta(days=days)
        return self._database.write(lambda s: events.delete_old_events(s, before))


class WebhookStore:
    """Webhooks and deliveries. Safe to share between threads.

    Every method may raise `NotReady` and `Overloaded` as `Store` does. What takes a webhook's id
    raises `NotFound`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, url: str, watch: Watch, *, secret: str) -> WebhookView:
        """Store a webhook, which gets what is stored from now on.

        Raises:
            NotFound: A watched speaker or quote is not stored.
        """

        def work(session: Session) -> WebhookView:
            _require_stored(session, watch)
            return webhooks.add_webhook(session, url=url, watch=watch, secret=secret, now=_now())

        return self._database.write(work)

    def get(self, webhook_id: UUID) -> WebhookView:
        """Return a webhook."""
        with self._database.reading() as session:
            return webhooks.get_webhook(session, webhook_id)

    def list_all(self, *, limit: int = 50, cursor: str | None = None) -> Page[WebhookView]:
        """Return a page of webhooks, the latest first."""
        with self._database.reading() as session:
            return webhook_reads.list_webhooks(session, limit=limit, cursor=cursor)

    def rotate(self, webhook_id: UUID, *, secret: str) -> WebhookView:
        """Sign with another secret, and for a day with the present one as well."""
        return self._database.write(
            lambda s: webhooks.rotate_secret(s, webhook_id, secret=secret, now=_now())
        )

    def enable(self, webhook_id: UUID) -> WebhookView:
        """Send to a webhook what is stored from now on."""
        return self._database.write(lambda s: webhooks.enable_webhook(s, webhook_id))

    def disable(self, webhook_id: UUID) -> WebhookView:
        """Send nothing more to a webhook. What waits becomes failed."""
        return self._database.write(
            lambda s: webhooks.disable_webhook(s, webhook_id, _now(), because=webhooks.OPERATOR)
        )

    def delete(self, webhook_id: UUID) -> None:
        """Delete a webhook with its deliveries."""
        self._database.write(lambda s: webhooks.delete_webhook(s, webhook_id))

    def list_deliveries(
        self,
        webhook_id: UUID,
        *,
        state: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[DeliveryView]:
        """Return a page of deliveries. Args: Those of `reads.webhooks.list_deliveries`."""
        with self._database.reading() as session:
            return webhook_reads.list_deliveries(
                session, webhook_id, state, limit=limit, cursor=cursor
            )

    def resend(self, webhook_id: UUID, delivery_id: UUID) -> None:
        """Send a message again, whatever became of it."""
        self._database.write(lambda s: webhooks.resend(s, webhook_id, delivery_id, _now()))

    def resend_failed(self, webhook_id: UUID) -> int:
        """Send all failed messages of a webhook again, and return how many."""
        return self._database.write(lambda s: webhooks.resend_failed(s, webhook_id, _now()))

    def count_deliveries(self) -> dict[str, int]:
        """Return how many deliveries wait, and how many failed."""
        with self._database.reading() as session:
            return webhook_reads.count_deliveries(session)

    def has_due(self) -> bool:
        """Return whether `take_turn` would find a webhook."""
        with self._database.reading() as session:
            return deliveries.has_due(session, _now())

    def take_turn(self, *, lease: timedelta) -> WebhookTurn | None:
        """Give a worker the webhook that waited longest, with what is to be sent to it.

        The next events become deliveries first, in the same transaction.
        """

        def work(session: Session) -> WebhookTurn | None:
            now = _now()
            row = deliveries.take_turn(session, now, until=now + lease)
            if row is None:
                return None
            watch = webhooks.watch_of(row)
            # Reading events takes several queries. No one may move a quote between them.
            locks.lock_quotes_exclusive(session)
            batch = events_after(session, row.position, watch, limit=_EVENTS_A_TURN)
            numbers = [event.number for event in batch.events]
            deliveries.add_deliveries(session, row, numbers, now, last=batch.last)
            return deliveries.start_turn(session, row, now)

        return self._database.write(work)

    def finish_attempt(
        self, turn: WebhookTurn, delivery: DueDelivery, attempt: Attempt, *, failing: timedelta
    ) -> bool:
        """Write what became of a try. Args: Those of `tables.deliveries.finish_attempt`."""
        return self._database.write(
            lambda s: deliveries.finish_attempt(s, turn, delivery, attempt, _now(), failing=failing)
        )

    def end_turn(self, turn: WebhookTurn) -> None:
        """Let other workers have a webhook."""
        self._database.write(lambda s: deliveries.end_turn(s, turn))


def _require_stored(session: Session, watch: Watch) -> None:
    """Check that what is watched is stored.

    Raises:
        NotFound: A speaker or a quote is not.
    """
    for table, ids in ((Speaker, watch.speaker_ids), (Quote, watch.quote_ids)):
        for each in sorted(ids):
            if follow_redirects(session, table, each) is None:
                raise NotFound(f"No {table.__name__.lower()} is stored under this id.")


def _now() -> datetime:
    return datetime.now(UTC)
