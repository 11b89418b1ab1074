"""Give webhooks to workers for a turn, and write what became of their messages.

A turn ends by itself, so that a webhook whose worker was killed goes to another one. A message that
was sent and not marked is then sent again, under the same id.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import QuoteEvent, Webhook, WebhookDelivery
from models.base import new_id
from models.webhooks import DELIVERED, FAILED, WAITING
from service.storage.db.bulk import insert_rows
from service.storage.event_views import Attempt, DueDelivery, WebhookTurn
from service.storage.tables.webhooks import FAILING, GONE, disable_webhook

MESSAGES_A_TURN = 16


def has_due(session: Session, now: datetime) -> bool:
    """Return whether `take_turn` would find a webhook. It takes no lock."""
    return session.scalar(select(Webhook.id).where(*_is_due(now)).limit(1)) is not None


def take_turn(session: Session, now: datetime, *, until: datetime) -> Webhook | None:
    """Give a worker the webhook that waited longest, or None where nothing is to be sent.

    Args:
        session: The transaction.
        now: The time.
        until: When the turn ends by itself.
    """
    waiting = select(Webhook).where(*_is_due(now))
    longest = waiting.order_by(Webhook.turned_at.nulls_first(), Webhook.id).limit(1)
    row = session.scalar(longest.with_for_update(skip_locked=True))
    if row is not None:
        row.turned_at, row.turn_until = now, until
    return row


def add_deliveries(
    session: Session, webhook: Webhook, numbers: Sequence[int], now: datetime, *, last: int
) -> None:
    """Insert deliveries of events, and move the webhook's position behind them.

    Args:
        session: The transaction. It has the webhook's row locked.
        webhook: The webhook.
        numbers: The events that it gets.
        now: The time.
        last: The last event that was looked at.
    """
    # An event that is being deleted at this moment is waited for, and left out.
    stored = select(QuoteEvent.number).where(QuoteEvent.number.in_(numbers))
    rows = [
        {
            "id": new_id(),
            "webhook_id": webhook.id,
            "event_number": number,
            "state": WAITING,
            "attempts": 0,
            "due_at": now,
            "created_at": now,
        }
        for number in session.scalars(stored.with_for_update(read=True, key_share=True))
    ]
    insert_rows(session, WebhookDelivery, rows)
    webhook.position = last


def start_turn(session: Session, webhook: Webhook, now: datetime) -> WebhookTurn:
    """Return what a worker needs for the turn that it took."""
    due = (
        select(WebhookDelivery.id, WebhookDelivery.attempts, WebhookDelivery.event_number)
        .where(*_waiting(webhook.id), WebhookDelivery.due_at <= now)
        .order_by(WebhookDelivery.due_at, WebhookDelivery.event_number)
        .limit(MESSAGES_A_TURN)
    )
    keeps_previous = webhook.previous_until is not None and webhook.previous_until > now
    known = (webhook.secret, webhook.previous_secret if keeps_previous else None)
    assert webhook.turn_until is not None
    return WebhookTurn(
        webhook_id=webhook.id,
        url=webhook.url,
        secrets=tuple(secret for secret in known if secret),
        until=webhook.turn_until,
        failures=webhook.failures,
        deliveries=tuple(DueDelivery(*row) for row in session.execute(due)),
    )


def finish_attempt(
    session: Session,
    turn: WebhookTurn,
    delivery: DueDelivery,
    attempt: Attempt,
    now: datetime,
    *,
    failing: timedelta,
) -> bool:
    """Write what became of a try. Return False where someone else wrote it before.

    Args:
        session: The transaction.
        turn: The worker's turn.
        delivery: What was tried.
        attempt: What became of it.
        now: The time.
        failing: After this time without a success the webhook is disabled.
    """
    # The webhook first: who disables or deletes it locks in this order, too.
    webhook = session.scalar(select(Webhook).where(Webhook.id == turn.webhook_id).with_for_update())
    is_last = attempt.next_try is None
    values = {
        "attempts": delivery.attempts + 1,
        "last_status": attempt.status,
        "last_error": attempt.error,
        "state": (FAILED if attempt.error else DELIVERED) if is_last else WAITING,
        "due_at": attempt.next_try or WebhookDelivery.due_at,
        "finished_at": now if is_last else None,
    }
    tried = update(WebhookDelivery).where(
        WebhookDelivery.id == delivery.id,
        WebhookDelivery.state == WAITING,
        WebhookDelivery.attempts == delivery.attempts,
    )
    changed = session.execute(tried.values(values).returning(WebhookDelivery.id)).one_or_none()
    if webhook is None or changed is None:
        return False
    if attempt.error is None:
        webhook.failures, webhook.failing_since, webhook.rest_until = 0, None, None
        return True
    webhook.failures += 1
    webhook.failing_since = webhook.failing_since or now
    webhook.rest_until = attempt.rest_until
    if attempt.is_gone:
        disable_webhook(session, webhook.id, now, because=GONE)
    elif webhook.failing_since <= now - failing:
        disable_webhook(session, webhook.id, now, because=FAILING)
    return True


def end_turn(session: Session, turn: WebhookTurn) -> None:
    """Let others have the webhook, unless the turn ended by itself."""
    session.execute(
        update(Webhook)
        .where(Webhook.id == turn.webhook_id, Webhook.turn_until == turn.until)
        .values(turn_until=None)
    )


def _waiting(webhook_id: InstrumentedAttribute[UUID] | UUID) -> tuple[ColumnElement[bool], ...]:
    return WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == WAITING


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    due = select(WebhookDelivery.id).where(*_waiting(Webhook.id), WebhookDelivery.due_at <= now)
    latest = select(func.max(QuoteEvent.number)).scalar_subquery()
    return (
        Webhook.disabled_at.is_(None),
        or_(Webhook.turn_until.is_(None), Webhook.turn_until < now),
        or_(Webhook.rest_until.is_(None), Webhook.rest_until <= now),
        or_(due.correlate(Webhook).exists(), Webhook.position < latest),
    )
