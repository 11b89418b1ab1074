"""Read webhooks, and what became of their messages."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import QuoteEvent, Webhook, WebhookDelivery
from models.webhooks import DELIVERED, FAILED, WAITING
from service.storage.db.bulk import AnyRow
from service.storage.db.cursors import Keyset, read_page
from service.storage.event_views import DeliveryView, WebhookView
from service.storage.tables.webhooks import get_webhook, webhook_view
from service.storage.views import Page

LATEST_WEBHOOKS = Keyset(name="webhooks", columns=(Webhook.id,), types=(UUID,), descending=True)
LATEST_DELIVERIES = Keyset(
    name="deliveries", columns=(WebhookDelivery.id,), types=(UUID,), descending=True
)


def list_webhooks(session: Session, *, limit: int, cursor: str | None) -> Page[WebhookView]:
    """Return a page of webhooks, the latest first."""

    def build(rows: Sequence[AnyRow]) -> list[WebhookView]:
        return [webhook_view(row.Webhook) for row in rows]

    return read_page(
        session,
        select(Webhook.id, Webhook),
        LATEST_WEBHOOKS,
        None,
        limit=limit,
        cursor=cursor,
        build=build,
    )


def list_deliveries(
    session: Session, webhook_id: UUID, state: str | None, *, limit: int, cursor: str | None
) -> Page[DeliveryView]:
    """Return a page of the deliveries of a webhook, the latest first.

    Args:
        session: The transaction.
        webhook_id: The webhook.
        state: The state of the deliveries. None means any.
        limit: The most deliveries of a page.
        cursor: The end of the page before. None asks for the first page.

    Raises:
        NotFound: No webhook has this id.
    """
    get_webhook(session, webhook_id)
    columns = (
        WebhookDelivery.id,
        QuoteEvent.id.label("event_id"),
        WebhookDelivery.state,
        WebhookDelivery.attempts,
        WebhookDelivery.due_at,
        WebhookDelivery.last_status,
        WebhookDelivery.last_error,
        WebhookDelivery.created_at,
        WebhookDelivery.finished_at,
    )
    query = (
        select(*columns)
        .join(QuoteEvent, QuoteEvent.number == WebhookDelivery.event_number)
        .where(WebhookDelivery.webhook_id == webhook_id)
    )
    if state is not None:
        query = query.where(WebhookDelivery.state == state)

    def build(rows: Sequence[AnyRow]) -> list[DeliveryView]:
        names = [column.key for column in columns]
        return [DeliveryView(*(getattr(row, name) for name in names)) for row in rows]

    where = (webhook_id, state)
    return read_page(
        session, query, LATEST_DELIVERIES, where, limit=limit, cursor=cursor, build=build
    )


def count_deliveries(session: Session) -> dict[str, int]:
    """Return how many deliveries wait, and how many failed."""
    query = select(WebhookDelivery.state, func.count()).where(WebhookDelivery.state != DELIVERED)
    rows = session.execute(query.group_by(WebhookDelivery.state))
    return {WAITING: 0, FAILED: 0} | {row[0]: row[1] for row in rows}
