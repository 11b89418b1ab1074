"""Logs of a server: structured, with the id of the request, and never a word of an article.

Modules below this one log with `logging`, as libraries do. structlog formats all records alike.
A record of our own is kept as it is. A record of a library loses its values, because each may
hold submitted words: a URL with a search, the message of an exception, a row.
"""

from __future__ import annotations

import logging
import sys
import threading
from typing import Any, Literal

import structlog
from structlog.contextvars import merge_contextvars
from structlog.typing import EventDict, Processor

from service.observability.failures import find_places, name_causes, name_place

LogFormat = Literal["auto", "json", "text"]

FIELDS = (
    "request_id",
    "trace_id",
    "key_id",
    "job_id",
    "method",
    "route",
    "operation",
    "status",
    "duration_ms",
    "error",
    "where",
)
"""What a line may hold beside its time, level, logger and event. Other fields are left out."""

_ORDER = ("timestamp", "level", "logger", "event", *FIELDS)
# Their records hold addresses, process ids and revisions, and none of a request.
_KEPT = ("onrecord", "uvicorn", "alembic")
# The first line of its messages is always one of its own.
_FIXED = ("asyncio",)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return a logger that takes `FIELDS` as keywords: `log.info("answered", status=200)`.

    Its records reach `logging` with the fields as attributes, whatever handler is set up.
    """
    logger: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
        wrapper_class=structlog.stdlib.BoundLogger,
        context_class=dict,
    )
    return logger


def configure_logging(*, level: str, form: LogFormat = "auto") -> None:
    """Send the logs of this process to stderr, in place of any other handlers.

    Libraries log warnings and errors alone. uvicorn also says when it starts and stops. Its log
    of requests holds paths and queries, so it is switched off.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(log_formatter(form, is_terminal=sys.stderr.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("onrecord", "uvicorn"):
        logging.getLogger(name).setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("uvicorn.access").disabled = True
    # Otherwise a record that cannot be formatted is printed, with its values.
    logging.raiseExceptions = False
    threading.excepthook = _log_failed_thread


def log_formatter(form: LogFormat, *, is_terminal: bool) -> logging.Formatter:
    """Return the formatter of all records: JSON lines, or lines to read.

    Args:
        form: "auto" is text on a terminal, and JSON elsewhere.
        is_terminal: Whether a terminal shows the lines; it gets colours.
    """
    in_text = form == "text" or (form == "auto" and is_terminal)
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=is_terminal, sort_keys=False, pad_event_to=0)
        if in_text
        else structlog.processors.JSONRenderer(ensure_ascii=True)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            _name_event,
            merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ExtraAdder(allow=FIELDS),
        ],
        processors=[_keep_known_fields, renderer],
        use_get_message=False,
        pass_foreign_args=True,
    )


def _name_event(_: Any, __: str, event: EventDict) -> EventDict:
    """Reduce a message to what cannot hold submitted words, and an exception to its place."""
    record: logging.LogRecord = event["_record"]
    lines = _message_of(record, event.pop("positional_args")).strip().splitlines() or [""]
    # What follows the first line is a traceback, or describes an exception with its message.
    event["event"] = lines[0]
    _, error, _trace = event.pop("exc_info", None) or (None, None, None)
    event.pop("stack_info", None)
    if error is not None:
        event["error"] = name_causes(error)
        event["where"] = find_places(error)
    elif lines[0].startswith("Traceback"):  # uvicorn logs a failed start as a text.
        event["error"] = lines[-1].partition(":")[0]
    elif not record.name.startswith(_KEPT):
        event["where"] = name_place(record.funcName, record.pathname, record.lineno)
    return event


def _message_of(record: logging.LogRecord, values: Any) -> str:
    message = str(record.msg)
    if record.name.startswith(_KEPT):
        return message % values if values else message
    if values or record.name.startswith(_FIXED):
        return message
    # The library has formatted it already, perhaps with values.
    return f"{record.name.partition('.')[0]} reports something"


def _keep_known_fields(_: Any, __: str, event: EventDict) -> EventDict:
    return {name: event[name] for name in _ORDER if name in event}


def _log_failed_thread(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
        get_logger("onrecord.server").error(
            "a thread failed",
            error=name_causes(failed.exc_value),
            where=find_places(failed.exc_value),
        )
