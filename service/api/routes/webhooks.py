"""Routes that say where events are sent, and what became of each message."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response, status

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import ServicesOf, StoreOf, require_json
from service.api.responses import BODY_ERRORS, ONCE_ERRORS, problems
from service.api.schemas.base import PageOptions
from service.api.schemas.events.webhook import (
    DeliveryOptions,
    Webhook,
    WebhookDeliveryPage,
    WebhookIn,
    WebhookPage,
    WebhookResent,
    WebhookWithSecret,
    watch_in,
    with_secret,
)
from service.api.strict_route import StrictRoute
from service.errors import Conflict, InvalidCursor, InvalidRequest, NotFound, NotReady
from service.webhooks.addresses import may_be_public
from service.webhooks.sign import new_secret

router = APIRouter(prefix="/v1/webhooks", tags=["events"], route_class=StrictRoute)

WebhookId = Annotated[UUID, Path(description="The webhook's id.")]
DeliveryId = Annotated[UUID, Path(description="The delivery's id.")]

_CHANGE_ERRORS = (InvalidRequest, *ONCE_ERRORS, NotFound, Conflict, NotReady)


@router.post(
    "",
    operation_id="createWebhook",
    summary="Send events to an address",
    status_code=status.HTTP_201_CREATED,
    response_description="The webhook, with its secret.",
    responses=problems(*BODY_ERRORS, *_CHANGE_ERRORS),
    dependencies=[needs(Scope.ADMIN), Depends(require_json)],
)
def create_webhook(body: WebhookIn, services: ServicesOf, response: Response) -> WebhookWithSecret:
    """Sends each event that is stored from now on to an address, signed as Standard Webhooks says.

    Words of articles leave this server from now on, to this address. The answer alone shows the
    secret with which messages are signed.
    """
    if not services.webhook_private and not may_be_public(body.url):
        raise Conflict(
            "The settings of this server allow https and public addresses alone: see "
            "ONRECORD_WEBHOOK_PRIVATE."
        )
    secret = new_secret()
    made = services.store.webhooks.create(body.url, watch_in(body), secret=secret)
    response.headers["Location"] = f"{router.prefix}/{made.id}"
    return with_secret(made, secret)


@router.get(
    "",
    operation_id="listWebhooks",
    summary="List webhooks",
    response_description="A page of webhooks.",
    responses=problems(InvalidRequest, InvalidCursor, NotReady),
    dependencies=[needs(Scope.ADMIN)],
)
def list_webhooks(options: Annotated[PageOptions, Query()], store: StoreOf) -> WebhookPage:
    """Lists webhooks, the latest first. None of them shows its secret."""
    page = store.webhooks.list_all(limit=options.limit, cursor=options.cursor)
    return WebhookPage.model_validate(page)


@router.get(
    "/{webhook_id}",
    operation_id="getWebhook",
    summary="Get a webhook",
    response_description="The webhook.",
    responses=problems(InvalidRequest, NotFound, NotReady),
    dependencies=[needs(Scope.ADMIN)],
)
def get_webhook(webhook_id: WebhookId, store: StoreOf) -> Webhook:
    """Returns a webhook, and whether messages arrive there."""
    return Webhook.model_validate(store.webhooks.get(webhook_id))


@router.post(
    "/{webhook_id}/rotate-secret",
    operation_id="rotateWebhookSecret",
    summary="Give a webhook a new secret",
    response_description="The webhook, with its new secret.",
    responses=problems(*_CHANGE_ERRORS),
    dependencies=[needs(Scope.ADMIN)],
)
def rotate_webhook_secret(
    webhook_id: WebhookId, store: StoreOf, response: Response
) -> WebhookWithSecret:
    """Signs with a new secret, and for a day with the one before as well."""
    secret = new_secret()
    webhook = store.webhooks.rotate(webhook_id, secret=secret)
    response.headers["Location"] = f"{router.prefix}/{webhook_id}"
    return with_secret(webhook, secret)


@router.post(
    "/{webhook_id}/disable",
    operation_id="disableWebhook",
    summary="Send nothing more to a webhook",
    response_description="The webhook, disabled.",
    responses=problems(*_CHANGE_ERRORS),
    dependencies=[needs(Scope.ADMIN)],
)
def disable_webhook(webhook_id: WebhookId, store: StoreOf) -> Webhook:
    """Sends nothing more. Messages that wait become failed, so that they can be sent later."""
    return Webhook.model_validate(store.webhooks.disable(webhook_id))


@router.post(
    "/{webhook_id}/enable",
    operation_id="enableWebhook",
    summary="Send to a webhook again",
    response_description="The webhook, enabled.",
    responses=problems(*_CHANGE_ERRORS),
    dependencies=[needs(Scope.ADMIN)],
)
def enable_webhook(webhook_id: WebhookId, store: StoreOf) -> Webhook:
    """Sends what is stored from now on. What was stored meanwhile is not sent."""
    return Webhook.model_validate(store.webhooks.enable(webhook_id))


@router.delete(
    "/{webhook_id}",
    operation_id="deleteWebhook",
    summary="Delete a webhook",
    status_code=status.HTTP_204_NO_CONTENT,
    response_description="The webhook is gone.",
    responses=problems(InvalidRequest, NotFound, NotReady),
    dependencies=[needs(Scope.ADMIN)],
)
def delete_webhook(webhook_id: WebhookId, store: StoreOf) -> None:
    """Deletes a webhook with its secret and its deliveries. A message on its way may arrive."""
    store.webhooks.delete(webhook_id)


@router.get(
    "/{webhook_id}/deliveries",
    operation_id="listWebhookDeliveries",
    summary="List what was sent to a webhook",
    response_description="A page of deliveries.",
    responses=problems(InvalidRequest, InvalidCursor, NotFound, NotReady),
    dependencies=[needs(Scope.ADMIN)],
)
def list_webhook_deliveries(
    webhook_id: WebhookId, options: Annotated[DeliveryOptions, Query()], store: StoreOf
) -> WebhookDeliveryPage:
    """Lists deliveries, the latest first, and why a try failed. They are deleted with the event."""
    page = store.webhooks.list_deliveries(
        webhook_id, state=options.state, limit=options.limit, cursor=options.cursor
    )
    return WebhookDeliveryPage.model_validate(page)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/resend",
    operation_id="resendWebhookDelivery",
    summary="Send a message again",
    status_code=status.HTTP_202_ACCEPTED,
    response_description="The message waits.",
    responses=problems(*_CHANGE_ERRORS),
    dependencies=[needs(Scope.ADMIN)],
)
def resend_webhook_delivery(
    webhook_id: WebhookId, delivery_id: DeliveryId, store: StoreOf
) -> WebhookResent:
    """Sends a message again, under its id, whatever became of it."""
    store.webhooks.resend(webhook_id, delivery_id)
    return WebhookResent(messages=1)


@router.post(
    "/{webhook_id}/resend-failed",
    operation_id="resendFailedWebhookDeliveries",
    summary="Send all failed messages again",
    status_code=status.HTTP_202_ACCEPTED,
    response_description="The messages wait.",
    responses=problems(*_CHANGE_ERRORS),
    dependencies=[needs(Scope.ADMIN)],
)
def resend_failed_webhook_deliveries(webhook_id: WebhookId, store: StoreOf) -> WebhookResent:
    """Sends all failed messages of a webhook again, each under its id."""
    return WebhookResent(messages=store.webhooks.resend_failed(webhook_id))
