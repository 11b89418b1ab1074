"""Sign messages as Standard Webhooks does, version 1: HMAC-SHA256 of id, time and body."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

_PREFIX = "whsec_"
_SECRET_BYTES = 32


def new_secret() -> str:
    """Return a new secret, in the form in which receivers expect it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def sign(secret: str, message_id: str, at: datetime, body: bytes) -> str:
    """Return the signature of a message.

    Args:
        secret: The secret that the receiver knows.
        message_id: The id of the message, the same for each try.
        at: When this try is made.
        body: The body as it is sent.
    """
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{message_id}.{int(at.timestamp())}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(key, signed, 'sha256')).decode()}"


def signed_headers(
    known_secrets: Iterable[str], message_id: str, at: datetime, body: bytes
) -> dict[str, str]:
    """Return the headers that let a receiver check a message.

    Args:
        known_secrets: A receiver may know any of these: after a rotation there are two.
        message_id: The id of the message, the same for each try.
        at: When this try is made.
        body: The body as it is sent.
    """
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(
            sign(secret, message_id, at, body) for secret in known_secrets
        ),
    }
