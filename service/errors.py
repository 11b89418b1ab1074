"""The errors that OnRecord raises on purpose.

    OnRecordError                     500  internal
    ├── InvalidRequest                422  invalid-request
    │   ├── InvalidText               422  invalid-text
    │   ├── InvalidCursor             422  invalid-cursor
    │   └── IdempotencyKeyReused      422  idempotency-key-reused
    ├── TextTooLong                   413  text-too-long
    ├── BodyTooLarge                  413  body-too-large
    ├── NotFound                      404  not-found
    ├── Conflict                      409  conflict
    │   └── RequestInFlight           409  request-in-flight
    ├── ChangedSince                  412  changed-since
    ├── Misconfigured                 500  misconfigured
    ├── ReadingFailed                 500  reading-failed
    ├── Superseded                    308  no problem: a redirect to the successor
    ├── ClientGone                    499  client-gone
    ├── Overloaded                    503  overloaded
    └── NotReady                      503  not-ready

More, which only HTTP needs (400, 405, 408, 415, 431), are in `service.api.problems`.

Each error has the HTTP status and the problem type (RFC 9457) with which the API answers it.
A message says what is wrong and what to do about it. It never holds any of the submitted text.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID


class OnRecordError(Exception):
    """A failure with a `detail` that is safe to show to a user."""

    status: ClassVar[int] = 500
    problem: ClassVar[str] = "internal"
    title: ClassVar[str] = "Internal error"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class InvalidRequest(OnRecordError):
    """The request does not have the form that the contract describes."""

    status = 422
    problem = "invalid-request"
    title = "The request is not valid"


class InvalidText(InvalidRequest):
    """The text holds code points that cannot be stored: NUL or a lone surrogate."""

    problem = "invalid-text"
    title = "The text is not valid"


class InvalidCursor(InvalidRequest):
    """The cursor is not one that this API returned for this list."""

    problem = "invalid-cursor"
    title = "The cursor is not valid"


class IdempotencyKeyReused(InvalidRequest):
    """The idempotency key came with another request before."""

    problem = "idempotency-key-reused"
    title = "The idempotency key belongs to another request"

    def __init__(self) -> None:
        super().__init__("This `Idempotency-Key` came with another request before. Send a new key.")


class TextTooLong(OnRecordError):
    """The text is longer than this server accepts."""

    status = 413
    problem = "text-too-long"
    title = "The text is too long"


class BodyTooLarge(OnRecordError):
    """The request body is larger than this server reads."""

    status = 413
    problem = "body-too-large"
    title = "The request body is too large"


class NotFound(OnRecordError):
    """Nothing is stored under this id."""

    status = 404
    problem = "not-found"
    title = "Not found"


class Conflict(OnRecordError):
    """The request contradicts what is stored."""

    status = 409
    problem = "conflict"
    title = "Conflict"


class RequestInFlight(Conflict):
    """A request with the same key is carried out at this moment: it says when to ask again."""

    problem = "request-in-flight"
    title = "The same request is being carried out"
    retry_after = 1

    def __init__(self, key: str = "Idempotency-Key") -> None:
        super().__init__(f"A request with this `{key}` is being carried out. Wait for it.")


class ChangedSince(OnRecordError):
    """An editor wants to change what was changed since the editor saw it."""

    status = 412
    problem = "changed-since"
    title = "It was changed since"

    def __init__(self) -> None:
        super().__init__("It was changed since you read it. Read it again, then decide.")


class Misconfigured(OnRecordError):
    """A setting has a value with which the program cannot start."""

    problem = "misconfigured"
    title = "A setting is wrong"


class ReadingFailed(OnRecordError):
    """A fault of ours ended the reading of a text, or the process that read it."""

    problem = "reading-failed"
    title = "The text could not be read"


class Superseded(OnRecordError):
    """The object of this id was merged into another one, the successor."""

    status = 308
    problem = "superseded"
    title = "Moved for good"

    def __init__(self, *, by: UUID) -> None:
        super().__init__("This is another one now. Ask for its successor.")
        self.successor = by


class ClientGone(OnRecordError):
    """The client closed the connection before its text was read. Only the log shows this."""

    status = 499
    problem = "client-gone"
    title = "The client is gone"

    def __init__(self) -> None:
        super().__init__("The connection was closed before the text was read.")


class Overloaded(OnRecordError):
    """Too many texts are waiting to be read. The client can try again in a moment."""

    status = 503
    problem = "overloaded"
    title = "Too busy"

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class NotReady(OnRecordError):
    """The server cannot answer yet: its database or its engine is not there.

    `part` is the check of `GET /readyz` that fails for the same reason.
    """

    status = 503
    problem = "not-ready"
    title = "Not ready"

    def __init__(self, detail: str, *, part: str = "database") -> None:
        super().__init__(detail)
        self.part = part
