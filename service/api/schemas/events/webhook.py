"""Webhooks: where events are sent, and what became of each message."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.api.schemas.base import (
    Answer,
    PageAnswer,
    PageOptions,
    Submission,
    Text,
    drop_null,
    in_form,
)
from service.api.schemas.example_article import STORED_AT, example_id
from service.extraction.quotation import Kind
from service.storage.event_views import Watch, WebhookView
from service.webhooks.addresses import WEBHOOK_URL
from service.webhooks.post import DeliveryError

_MOST_URL = 2_000
_MOST_WATCHED = 100

WebhookUrl = Annotated[Text, in_form(WEBHOOK_URL), Field(max_length=_MOST_URL)]


class DisabledBecause(StrEnum):
    """Why a webhook is disabled. `operator`: a request. `gone`: it answered 410. `failing`: no
    message arrived for five days.
    """

    OPERATOR = "operator"
    GONE = "gone"
    FAILING = "failing"


class DeliveryState(StrEnum):
    """How far a message is. A failed one is tried again only by a request."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class WebhookIn(Submission):
    """A webhook to make. Without speakers and quotes it gets all events."""

    example = {
        "url": "https://desk.example/onrecord",
        "speaker_ids": [example_id(2)],
        "quote_ids": [],
    }

    url: WebhookUrl
    """Where messages are posted: a name or an IPv4 address, in ASCII. `http:` and addresses of the
    server's own networks are refused, unless the server's settings allow them."""
    speaker_ids: list[UUID] = Field(default=[], max_length=_MOST_WATCHED)
    """What any of these speakers said."""
    quote_ids: list[UUID] = Field(default=[], max_length=_MOST_WATCHED)
    """Any of these quotes. The speaker does not matter."""
    kind: Kind | None = None
    """Only quotations of this kind."""


class Webhook(Answer):
    """A webhook, without its secret."""

    example = {
        "id": example_id(14),
        **WebhookIn.example,
        "kind": None,
        "created_at": STORED_AT,
        "disabled_at": None,
        "disabled_because": None,
        "failing_since": None,
    }

    id: UUID
    url: str
    speaker_ids: list[UUID]
    quote_ids: list[UUID]
    kind: Kind | None
    created_at: datetime
    disabled_at: datetime | None
    """Since when nothing is sent; null while it is enabled."""
    disabled_because: DisabledBecause | None
    failing_since: datetime | None
    """When the first try failed since one succeeded; null where the last one succeeded."""


class WebhookWithSecret(Webhook):
    """A webhook that was made, or whose secret was changed."""

    example = {**Webhook.example, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}

    secret: str | None = Field(default=None, json_schema_extra=drop_null)
    """What messages are signed with. It is shown this once: left out where the same request was
    repeated with its `Idempotency-Key`."""


class WebhookPage(PageAnswer):
    """Some of the webhooks."""

    example = {"items": [Webhook.example], "next_cursor": None}

    items: list[Webhook]
    """Webhooks, the latest first."""


class WebhookDelivery(Answer):
    """One event for one webhook, and what became of it."""

    example = {
        "id": example_id(15),
        "event_id": example_id(16),
        "state": "failed",
        "attempts": 10,
        "due_at": STORED_AT,
        "last_status": 500,
        "last_error": "status",
        "created_at": STORED_AT,
        "finished_at": STORED_AT,
    }

    id: UUID
    event_id: UUID
    """The `webhook-id` of the message, the same for each try."""
    state: DeliveryState
    attempts: int = Field(ge=0)
    """How many tries ended."""
    due_at: datetime
    """When it is tried, or was to be tried last."""
    last_status: int | None
    """The status of the last answer; null where none came."""
    last_error: DeliveryError | None
    """Null where the last try succeeded, and before the first."""
    created_at: datetime
    finished_at: datetime | None
    """When it arrived, or failed for good."""


class WebhookDeliveryPage(PageAnswer):
    """Some of the deliveries of a webhook."""

    example = {"items": [WebhookDelivery.example], "next_cursor": None}

    items: list[WebhookDelivery]
    """Deliveries, the latest first."""


class DeliveryOptions(PageOptions):
    """Which deliveries to list."""

    state: DeliveryState | None = None
    """Only deliveries in this state."""


class WebhookResent(Answer):
    """How many messages are sent again."""

    example = {"messages": 3}

    messages: int = Field(ge=0)


def watch_in(body: WebhookIn) -> Watch:
    """Return which events a webhook is to get."""
    return Watch(frozenset(body.speaker_ids), frozenset(body.quote_ids), body.kind)


def with_secret(webhook: WebhookView, secret: str) -> WebhookWithSecret:
    """Return the answer that shows a secret once."""
    return WebhookWithSecret(**dict(Webhook.model_validate(webhook)), secret=secret)
