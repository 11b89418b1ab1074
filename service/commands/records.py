"""The JSONL of `onrecord extract`: the offline twin of `POST /v1/extract`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.errors import InvalidRequest
from service.extraction.quotation import Quotation
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import Resolution
from service.text.spans import Span

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class TextRecord:
    """One line in: a text and the id under which its account is asked for."""

    id: str
    text: str


def read_record(line: str) -> TextRecord:
    """A line of JSON -> the record it holds.

    Raises:
        InvalidRequest: the line is no JSON object, or lacks a string `id` or `text`.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise InvalidRequest("The line is not JSON.") from None
    if not isinstance(value, dict):
        raise InvalidRequest('The line is not an object of the form {"id", "text"}.')
    for field in ("id", "text"):
        if not isinstance(value.get(field), str):
            raise InvalidRequest(f'The line has no string under "{field}".')
    return TextRecord(id=value["id"], text=value["text"])


def account_line(identifier: str, account: ReadArticle) -> str:
    """An id and the account of its text -> one line of JSON; offsets are code points.

    `unread` is there only where paragraphs could not be read.
    """
    pairs = zip(account.extraction.quotations, account.resolutions, strict=True)
    line: dict[str, object] = {"id": identifier}
    line["attributions"] = [_attribution(q, r) for q, r in pairs]
    if account.extraction.broken:
        line["unread"] = _pairs(account.extraction.broken)
    return _line(line)


def failure_line(identifier: str | None, detail: str) -> str:
    """An id and what went wrong -> one line of JSON, so that lines out match lines in."""
    return _line({"id": identifier, "attributions": [], "error": detail})


def _line(value: dict[str, object]) -> str:
    line = json.dumps(value, ensure_ascii=False)
    # An id may hold a lone surrogate: UTF-8 has no form for it, JSON has an escape.
    return (json.dumps(value) if _SURROGATE.search(line) else line) + "\n"


def _attribution(quotation: Quotation, resolution: Resolution) -> dict[str, object]:
    names = [speaker.name for speaker in resolution.speakers if speaker.name]
    return {
        "content": _pairs(quotation.content),
        "cue": _pairs(quotation.cue),
        "source": _pairs(quotation.source),
        "kind": quotation.kind.value,
        "stance": quotation.stance.value,
        "speaker": "; ".join(names) or None,
        "speaker_kind": resolution.speakers[0].kind.value if resolution.speakers else None,
        "confidence": round(quotation.confidence, 4),
        "resolution": _evidence(resolution),
    }


def _evidence(resolution: Resolution) -> dict[str, object]:
    via = resolution.via
    return {
        "step": resolution.step,
        "confidence": round(resolution.confidence, 4),
        "mention": _pairs(resolution.mention),
        "via": {"name": via.name, "kind": via.kind.value} if via and via.name else None,
    }


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
