"""Make messages of the events of one webhook, post them one after the other, and note the results.

A receiver that fails gets nothing for a while, so that it keeps no thread busy.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from service.observability.metrics import count_delivery
from service.storage.access import Actor, acting
from service.storage.event_views import Attempt, DueDelivery, EventView, WebhookTurn
from service.storage.store import Store
from service.webhooks.payload import event_payload
from service.webhooks.post import PostResult, post
from service.webhooks.retry import STANDARD_PLAN, RetryPlan
from service.webhooks.sign import signed_headers

USER_AGENT = "OnRecord (webhooks)"
_ACTOR = Actor(owner="onrecord", operation="sendWebhook")


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRules:
    """How messages are sent."""

    allow_private: bool = False
    """Whether they may go to this machine and to its networks."""
    seconds: float = 15.0
    """How long one message may take."""
    turn_seconds: float = 20.0
    """After this time a turn begins no further message."""
    plan: RetryPlan = STANDARD_PLAN


class Sender:
    """Sends what is due of one webhook. Safe to share between threads."""

    def __init__(self, store: Store, rules: SendingRules, stopping: threading.Event) -> None:
        self._store = store
        self._rules = rules
        self._stopping = stopping

    def work(self, turn: WebhookTurn) -> None:
        """Send the messages of a turn until one fails, and end the turn."""
        try:
            self._send_all(turn)
        finally:
            self._store.webhooks.end_turn(turn)

    def _send_all(self, turn: WebhookTurn) -> None:
        ends_at = time.monotonic() + self._rules.turn_seconds
        events = self._store.events.get_some([each.event_number for each in turn.deliveries])
        for delivery in turn.deliveries:
            event = events.get(delivery.event_number)
            if self._stopping.is_set() or time.monotonic() > ends_at:
                return
            # An event without its occurrence was deleted meanwhile, and its delivery with it.
            if event is not None and not self._send(turn, delivery, event):
                return

    def _send(self, turn: WebhookTurn, delivery: DueDelivery, event: EventView) -> bool:
        """Send one message, and return whether the next one may follow."""
        payload = event_payload(event)
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {
            **signed_headers(turn.secrets, str(event.id), datetime.now(UTC), body),
            "Content-Type": "application/json",
            "User-Agent": USER_AGENT,
        }
        rules = self._rules
        answer = post(
            turn.url, body, headers, seconds=rules.seconds, allow_private=rules.allow_private
        )
        attempt = self._attempt(turn, delivery, answer)
        with acting(_ACTOR):
            is_ours = self._store.webhooks.finish_attempt(
                turn, delivery, attempt, failing=rules.plan.failing
            )
        if attempt.error is None:
            count_delivery("delivered")
        else:
            count_delivery("failed" if attempt.next_try is None else "retried")
        # Where it was not waiting, the webhook was deleted or disabled, or is another worker's now.
        return is_ours and attempt.error is None

    def _attempt(self, turn: WebhookTurn, delivery: DueDelivery, answer: PostResult) -> Attempt:
        if answer.failure is None:
            return Attempt(status=answer.status)
        now, plan = datetime.now(UTC), self._rules.plan
        return Attempt(
            status=answer.status,
            error=answer.failure.value,
            is_gone=answer.status == HTTPStatus.GONE,
            next_try=plan.next_try(delivery.attempts + 1, now, retry_after=answer.retry_after),
            rest_until=plan.rest_until(turn.failures + 1, now),
        )
