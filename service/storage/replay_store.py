"""Idempotency keys: claim a request before it is carried out, and remember how it was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import IdempotencyKey
from models.base import new_id
from service.errors import IdempotencyKeyReused, RequestInFlight
from service.storage.db.bulk import insert_missing
from service.storage.db.database import Database

CLAIM_LEASE = timedelta(seconds=15)
"""How long a claim holds unless it is extended. Then a repeated request is carried out in place of
the first one, whose server was killed or could not reach the database."""


@dataclass(frozen=True, slots=True)
class IdempotentRequest:
    """A request with an idempotency key."""

    key: str
    """SHA-256 of the caller and the key, in hexadecimal."""
    fingerprint: str | None
    """SHA-256 of what is asked, in hexadecimal. None while its body has not passed."""


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """How the first request with a key was answered."""

    status: int
    location: str | None
    """Where the object is that it made or changed. None where nothing was stored."""
    fingerprint: str
    """SHA-256 of what was asked, in hexadecimal."""


class ReplayStore:
    """The idempotency keys of all clients. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, request: IdempotentRequest, *, keep: timedelta) -> str | FirstAnswer:
        """Return a claim if the request is to be carried out now, else how it was answered.

        Args:
            request: The request.
            keep: How long its key is remembered.

        Raises:
            IdempotencyKeyReused: The key came with another request before.
            RequestInFlight: The same request is carried out at this moment.
        """
        return self._database.write(lambda session: _claim(session, request, keep))

    def extend(self, claim: str) -> None:
        """Keep a claim for another while, because its request is still carried out."""
        values = {"lease_until": datetime.now(UTC) + CLAIM_LEASE}
        self._database.write(
            lambda session: session.execute(
                update(IdempotencyKey).where(IdempotencyKey.claim == claim).values(values)
            )
        )

    def finish(self, claim: str, answer: FirstAnswer) -> None:
        """Remember the answer of a claimed request, unless its claim was taken over."""
        values = {
            "status": answer.status,
            "location": answer.location,
            "fingerprint": answer.fingerprint,
        }
        self._database.write(
            lambda session: session.execute(
                update(IdempotencyKey).where(IdempotencyKey.claim == claim).values(values)
            )
        )

    def release(self, claim: str) -> None:
        """Forget a claimed request that changed nothing, so that it can be sent again."""
        self._database.write(
            lambda session: session.execute(
                delete(IdempotencyKey).where(IdempotencyKey.claim == claim)
            )
        )


def _claim(session: Session, request: IdempotentRequest, keep: timedelta) -> str | FirstAnswer:
    now = datetime.now(UTC)
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.expires_at <= now))
    claim = str(new_id())
    row = {
        "key": request.key,
        "fingerprint": request.fingerprint or "",
        "claim": claim,
        "lease_until": now + CLAIM_LEASE,
        "expires_at": now + keep,
    }
    if insert_missing(session, IdempotencyKey, row, key=["key"]):
        return claim
    stored = session.scalars(
        select(IdempotencyKey).where(IdempotencyKey.key == request.key).with_for_update()
    ).one()
    if stored.fingerprint and request.fingerprint not in {None, stored.fingerprint}:
        raise IdempotencyKeyReused
    if stored.status is not None:
        return FirstAnswer(
            status=stored.status, location=stored.location, fingerprint=stored.fingerprint
        )
    if stored.lease_until > now:
        raise RequestInFlight
    stored.claim, stored.lease_until = claim, now + CLAIM_LEASE
    return claim
