"""Read and write rows of `webhooks`: what an operator makes, changes and deletes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Update, delete, func, select, update
from sqlalchemy.orm import Session

from models import Webhook, WebhookDelivery
from models.base import new_id
from models.webhooks import FAILED, WAITING
from service.errors import NotFound
from service.storage.db.bulk import insert_rows
from service.storage.db.locks import lock_quotes_exclusive
from service.storage.event_views import Watch, WebhookView
from service.storage.tables.audit import record_change, record_changes
from service.storage.tables.events import latest_number

OPERATOR, GONE, FAILING = "operator", "gone", "failing"
"""Why a webhook is disabled."""

_PREVIOUS_SECRET = timedelta(days=1)
"""How long messages are signed with the previous secret as well."""


def add_webhook(
    session: Session, *, url: str, watch: Watch, secret: str, now: datetime
) -> WebhookView:
    """Store a webhook, which gets what is stored from now on.

    Args:
        session: The transaction.
        url: Where messages go.
        watch: Which events it gets.
        secret: What messages are signed with.
        now: The time.
    """
    # Writers that saw no webhook commit first, so what is stored from now on is written.
    lock_quotes_exclusive(session)
    webhook_id = new_id()
    row = {
        "id": webhook_id,
        "url": url,
        "speaker_ids": sorted(map(str, watch.speaker_ids)),
        "quote_ids": sorted(map(str, watch.quote_ids)),
        "kind": watch.kind,
        "secret": secret,
        "created_at": now,
        "position": latest_number(session),
        "failures": 0,
    }
    insert_rows(session, Webhook, [row])
    record_change(session, webhook_id)
    return get_webhook(session, webhook_id)


def get_webhook(session: Session, webhook_id: UUID) -> WebhookView:
    """Return a webhook.

    Raises:
        NotFound: No webhook has this id.
    """
    return webhook_view(_get(session, webhook_id))


def rotate_secret(session: Session, webhook_id: UUID, *, secret: str, now: datetime) -> WebhookView:
    """Sign with another secret from now on, and for a day with the present one as well.

    Args:
        session: The transaction.
        webhook_id: The webhook.
        secret: The new secret.
        now: The time.

    Raises:
        NotFound: No webhook has this id.
    """
    row = _get(session, webhook_id, locked=True)
    row.previous_secret, row.previous_until = row.secret, now + _PREVIOUS_SECRET
    row.secret = secret
    record_change(session, webhook_id)
    return webhook_view(row)


def enable_webhook(session: Session, webhook_id: UUID) -> WebhookView:
    """Send to a webhook what is stored from now on. One that is enabled stays as it is.

    Raises:
        NotFound: No webhook has this id.
    """
    lock_quotes_exclusive(session)  # As for one that is made.
    row = _get(session, webhook_id, locked=True)
    if row.disabled_at is not None:
        row.disabled_at = row.disabled_because = row.failing_since = row.rest_until = None
        row.failures = 0
        row.position = latest_number(session)
        record_change(session, webhook_id)
    return webhook_view(row)


def disable_webhook(
    session: Session, webhook_id: UUID, now: datetime, *, because: str
) -> WebhookView:
    """Send nothing more to a webhook. What waits becomes failed, so that it can be sent again.

    Args:
        session: The transaction.
        webhook_id: The webhook. One that is disabled stays as it is.
        now: The time.
        because: Why.

    Raises:
        NotFound: No webhook has this id.
    """
    row = _get(session, webhook_id, locked=True)
    if row.disabled_at is None:
        row.disabled_at, row.disabled_because = now, because
        session.execute(
            update(WebhookDelivery)
            .where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == WAITING)
            .values(
                state=FAILED,
                last_error=func.coalesce(WebhookDelivery.last_error, "disabled"),
                finished_at=now,
            )
        )
        record_change(session, webhook_id)
    return webhook_view(row)


def delete_webhook(session: Session, webhook_id: UUID) -> None:
    """Delete a webhook with its deliveries.

    Raises:
        NotFound: No webhook has this id.
    """
    gone = delete(Webhook).where(Webhook.id == webhook_id).returning(Webhook.id)
    if session.execute(gone).one_or_none() is None:
        raise NotFound("No webhook is stored under this id.")
    record_change(session, webhook_id)


def resend(session: Session, webhook_id: UUID, delivery_id: UUID, now: datetime) -> None:
    """Send a message again, with all tries of a new one. One that waits is tried at once.

    Args:
        session: The transaction.
        webhook_id: The webhook.
        delivery_id: The delivery.
        now: The time.

    Raises:
        NotFound: The webhook has no such delivery.
    """
    again = update(WebhookDelivery).where(
        WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == webhook_id
    )
    if not _send_again(session, again, now):
        raise NotFound("The webhook has no delivery with this id.")
    record_change(session, delivery_id)


def resend_failed(session: Session, webhook_id: UUID, now: datetime) -> int:
    """Send all failed messages of a webhook again, and return how many."""
    failed = update(WebhookDelivery).where(
        WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == FAILED
    )
    number = _send_again(session, failed, now)
    record_changes(session, [webhook_id] if number else [])
    return number


def watch_of(row: Webhook) -> Watch:
    """Return which events a webhook gets."""
    return Watch(
        speaker_ids=frozenset(map(UUID, row.speaker_ids)),
        quote_ids=frozenset(map(UUID, row.quote_ids)),
        kind=row.kind,
    )


def webhook_view(row: Webhook) -> WebhookView:
    """Return a row as the store shows it."""
    return WebhookView(
        id=row.id,
        url=row.url,
        speaker_ids=tuple(map(UUID, row.speaker_ids)),
        quote_ids=tuple(map(UUID, row.quote_ids)),
        kind=row.kind,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        disabled_because=row.disabled_because,
        failing_since=row.failing_since,
    )


def _get(session: Session, webhook_id: UUID, *, locked: bool = False) -> Webhook:
    query = select(Webhook).where(Webhook.id == webhook_id)
    row = session.scalar(query.with_for_update() if locked else query)
    if row is None:
        raise NotFound("No webhook is stored under this id.")
    return row


def _send_again(session: Session, chosen: Update, now: datetime) -> int:
    values = {"state": WAITING, "attempts": 0, "due_at": now, "finished_at": None}
    return len(session.execute(chosen.values(values).returning(WebhookDelivery.id)).all())
