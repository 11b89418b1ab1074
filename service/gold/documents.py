"""Read gold documents and predictions from JSONL, and set them side by side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.errors import InvalidRequest
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class MarkedAttribution:
    """One attribution, as a person or a program marked it."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    id: str | None = None
    confidence: float | None = None
    speaker: str | None = None
    speaker_kind: str | None = None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text and the attributions that its first annotator marked."""

    id: str
    text: str
    outlet: str
    attributions: tuple[MarkedAttribution, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A gold document and the attributions that a program marked in it."""

    gold: GoldDocument
    predicted: tuple[MarkedAttribution, ...]


Predictions = Mapping[str, tuple[MarkedAttribution, ...]]
"""The attributions that a program found, by the id of their document."""


def read_gold(lines: Iterable[str]) -> list[GoldDocument]:
    """Lines of gold JSON -> documents. If a text has several annotators, the first one counts.

    Raises:
        InvalidRequest: A line lacks its id, text or attributions.
    """
    documents: dict[str, GoldDocument] = {}
    for record in read_json_lines(lines, required=("id", "text", "attributions")):
        if record["id"] in documents:
            continue
        documents[record["id"]] = GoldDocument(
            id=record["id"],
            text=record["text"],
            outlet=record.get("outlet") or "(none)",
            attributions=tuple(_marked(each) for each in record["attributions"]),
        )
    return list(documents.values())


def read_predictions(lines: Iterable[str]) -> Predictions:
    """Lines as `onrecord extract` writes them -> the attributions of each document.

    Raises:
        InvalidRequest: A line lacks its id or attributions.
    """
    return {
        record["id"]: tuple(_marked(each) for each in record["attributions"])
        for record in read_json_lines(lines, required=("id", "attributions"))
    }


def match_predictions(gold: Sequence[GoldDocument], predictions: Predictions) -> list[Comparison]:
    """Gold documents and predictions -> both side by side, in the order of the gold.

    Raises:
        InvalidRequest: There is no gold, a prediction is missing, or a span leaves its text.
    """
    if not gold:
        raise InvalidRequest("The gold file holds no document.")
    comparisons = []
    for document in gold:
        if document.id not in predictions:
            raise InvalidRequest(f"There is no prediction for the document {document.id}.")
        predicted = predictions[document.id]
        for marked in (*document.attributions, *predicted):
            for span in (*marked.content, *marked.cue, *marked.source):
                if not 0 <= span.start <= span.end <= len(document.text):
                    raise InvalidRequest(f"A span leaves the text of the document {document.id}.")
        comparisons.append(Comparison(gold=document, predicted=predicted))
    return comparisons


def read_json_lines(lines: Iterable[str], *, required: Sequence[str]) -> Iterable[dict[str, Any]]:
    """Lines of JSON -> objects that hold the required fields. Empty lines are skipped.

    Raises:
        InvalidRequest: A line is no JSON object, or lacks a field.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            raise InvalidRequest(f"Line {number} is not JSON.") from None
        if not isinstance(record, dict):
            raise InvalidRequest(f"Line {number} is not a JSON object.")
        missing = [name for name in required if name not in record]
        if missing:
            raise InvalidRequest(f"Line {number} has no {missing[0]}.")
        yield record


def _marked(record: Mapping[str, Any]) -> MarkedAttribution:
    return MarkedAttribution(
        content=_spans(record.get("content", ())),
        cue=_spans(record.get("cue", ())),
        source=_spans(record.get("source", ())),
        id=record.get("id"),
        confidence=record.get("confidence"),
        speaker=record.get("speaker"),
        speaker_kind=record.get("speaker_kind"),
    )


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
