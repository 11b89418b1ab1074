"""What is logged: a fixed list of fields, in two forms, and never a value of a library."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from structlog.contextvars import bound_contextvars

from service.errors import NotReady
from service.main import create
from service.observability.logs import LogFormat, configure_logging, get_logger, log_formatter
from tests.support.log_capture import captured_log

CANARY = "zwartkopmeeuw"
FORMS: tuple[LogFormat, ...] = ("json", "text")


@pytest.fixture
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.raiseExceptions, threading.excepthook
    levels = {name: logging.getLogger(name).level for name in ("onrecord", "uvicorn")}
    yield
    root.handlers[:], level, logging.raiseExceptions, threading.excepthook = before
    root.setLevel(level)
    for name, earlier in levels.items():
        logging.getLogger(name).setLevel(earlier)
    logging.getLogger("uvicorn.access").disabled = False


def fail() -> None:
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        raise KeyError(CANARY) from error


@pytest.mark.parametrize("form", FORMS)
def test_an_exception_keeps_its_class_and_its_place_and_loses_its_message(form: LogFormat) -> None:
    with captured_log(form) as log:
        for name in ("onrecord.server", "uvicorn.error", "a_library"):
            try:
                fail()
            except KeyError:
                logging.getLogger(name).exception("it failed")
    assert log.text.count("KeyError from ValueError") == 3
    assert log.text.count("fail (tests/unit/observability/test_logs.py:") == 3
    assert "Traceback" not in log.text
    assert CANARY not in log.text


@pytest.mark.parametrize("form", FORMS)
def test_a_library_s_message_loses_its_values(form: LogFormat) -> None:
    library = logging.getLogger("a_library.client")
    with captured_log(form) as log:
        library.warning("GET %s failed", CANARY)
        library.warning("GET %(url)s failed", {"url": CANARY})
        library.warning(f"GET {CANARY} failed")
        library.warning("%s with fields", CANARY, extra={"url": CANARY, "request": CANARY})
        logging.getLogger("asyncio").error(f"Task failed\nfuture: ValueError({CANARY!r})")
    assert CANARY not in log.text
    assert "GET %s failed" in log.text
    assert "a_library reports something" in log.text
    assert "Task failed" in log.text
    assert len(log.text.splitlines()) == 5


def test_a_line_holds_no_field_that_is_not_listed() -> None:
    with captured_log() as log, bound_contextvars(request_id="r-1", text=CANARY):
        get_logger("onrecord.requests").warning("answered", status=200, article=CANARY)
    [line] = log.lines
    assert (line["event"], line["request_id"], line["status"]) == ("answered", "r-1", 200)
    assert set(line) == {"timestamp", "level", "logger", "event", "request_id", "status"}


def test_our_own_messages_keep_their_values() -> None:
    with captured_log() as log:
        logging.getLogger("onrecord.database").warning("the database failed: %s", "SQLITE_FULL")
        logging.getLogger("uvicorn.error").warning("Started server process [%d]", 7)
    assert [line["event"] for line in log.lines] == [
        "the database failed: SQLITE_FULL",
        "Started server process [7]",
    ]


def test_a_failed_start_is_one_line() -> None:
    traced = f"Traceback (most recent call last):\n  File ...\nservice.errors.NotReady: {CANARY}\n"
    with captured_log() as log:
        logging.getLogger("uvicorn.error").error(traced)
    [line] = log.lines
    assert line["error"] == "service.errors.NotReady"
    assert CANARY not in log.text


@pytest.mark.parametrize(
    ("form", "is_terminal", "is_json"),
    [
        ("auto", True, False),
        ("auto", False, True),
        ("json", True, True),
        ("text", False, False),
    ],
)
def test_a_terminal_gets_lines_to_read_and_a_pipe_gets_json(
    form: LogFormat, is_terminal: bool, is_json: bool
) -> None:
    record = logging.LogRecord("onrecord", logging.INFO, __file__, 1, "ready", (), None)
    line = log_formatter(form, is_terminal=is_terminal).format(record)
    assert line.startswith("{") == is_json
    assert ("\x1b[" in line) == (is_terminal and not is_json)
    if is_json:
        assert json.loads(line)["event"] == "ready"


@pytest.mark.usefixtures("restored_logging")
def test_a_server_that_cannot_start_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NotReady("The weights lack encoder.onnx.")

    monkeypatch.setattr("service.app.open_services", refuse)
    with pytest.raises(NotReady), TestClient(create()):
        pass
    [line] = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "cannot start: The weights lack encoder.onnx."


@pytest.mark.usefixtures("restored_logging")
@pytest.mark.parametrize("form", FORMS)
def test_a_server_sends_all_records_to_stderr(
    form: LogFormat, capsys: pytest.CaptureFixture[str]
) -> None:
    uvicorn = logging.getLogger("uvicorn")
    uvicorn.addHandler(logging.StreamHandler(sys.stdout))
    configure_logging(level="info", form=form)
    get_logger("onrecord.requests").debug("too fine")
    get_logger("onrecord.requests").info("answered", operation="getHealth")
    logging.getLogger("uvicorn.error").info("Application startup complete.")
    logging.getLogger("uvicorn.access").info("GET /v1/quotes?q=%s", CANARY)
    logging.getLogger("a_library").info("%s", CANARY)
    logging.getLogger("onrecord").info("%d is no number", CANARY)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

    out, err = capsys.readouterr()
    assert out == ""
    assert CANARY not in err
    answered, started, failed = err.splitlines()
    assert "answered" in answered
    assert "startup complete" in started
    assert "a thread failed" in failed
    assert "KeyError from ValueError" in failed
