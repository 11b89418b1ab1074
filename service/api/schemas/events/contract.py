"""Describe in the contract what receivers of webhooks get: the object `webhooks` of OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from service.api.schemas.events.event import QuoteEvent

Json = dict[str, Any]

_HEADERS = {
    "webhook-id": (
        "The id of the message. It is the same for each try: a receiver that knows it has the "
        "message already.",
        {"type": "string", "format": "uuid"},
        "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b10",
    ),
    "webhook-timestamp": (
        "When this try was made, in seconds since 1970. Receivers refuse one that is minutes old.",
        {"type": "integer"},
        1773481267,
    ),
    "webhook-signature": (
        "One signature or more, with spaces between them. After `v1,` comes HMAC-SHA256 in base64, "
        "of id, timestamp and body as they were sent, with dots between them. The key is the "
        "secret after `whsec_`, read as base64.",
        {"type": "string"},
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ),
}

_ANSWERS = {
    "2XX": "The receiver has the message.",
    "410": "The receiver wants no more messages. The webhook is disabled.",
    "default": "The receiver does not have it. It is sent again, later each time, ten times in all "
    "within four days. `Retry-After` may ask for a longer wait. A redirect is not followed.",
}


def build_webhooks() -> Json:
    """Return the messages that this server sends, by the type of their event."""
    message = {
        "operationId": "receiveQuoteEvent",
        "summary": "An article prints a quote",
        "description": "Sent to each webhook that watches the speaker or the quote, as Standard "
        "Webhooks describes it. Messages may come twice, and in another order.",
        "tags": ["events"],
        "security": [],
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": description,
                "schema": schema,
                "example": example,
            }
            for name, (description, schema, example) in _HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": f"#/components/schemas/{QuoteEvent.__name__}"},
                    "example": QuoteEvent.example,
                }
            },
        },
        "responses": {status: {"description": text} for status, text in _ANSWERS.items()},
    }
    return {QuoteEvent.example["type"]: {"post": message}}
