"""Corrections of annotators as requests to the API: judgements of an editor, one on each line.

`POST /v1/articles/{id}/quotations/{id}/correct` says that words are no quotation, where they stand,
or who said them. `POST /v1/speakers/{id}/split` gives an occurrence of one of several speakers to
another one. `POST /v1/quotes/{id}/split` says that an occurrence is of another quote. The same
split of several occurrences is one request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from service.errors import InvalidRequest
from service.formats.fields import FieldReader, JsonObject
from service.formats.jsonl import from_json_speaker
from service.formats.record import QuotationRecord, SpeakerRecord, words_of
from service.formats.speaker_labels import to_speaker_label
from service.text.spans import Span

MOST_IN_REQUEST = 1_000
"""Occurrences that one request takes."""

_ID = "([A-Za-z0-9-]{1,64})"
_SPLIT = re.compile(rf"/v1/(speakers|quotes)/{_ID}/split")
_CORRECT = re.compile(rf"/v1/articles/{_ID}/quotations/{_ID}/correct")


@dataclass(frozen=True, slots=True)
class JudgementRequest:
    """One decision about occurrences of a speaker or of a quote."""

    subject: str
    """`speakers` or `quotes`."""
    subject_id: str
    occurrences: tuple[str, ...]
    name: str | None = None
    """The speaker who gets the occurrences. None where they are of another quote."""

    @property
    def path(self) -> str:
        """The path of the request."""
        return f"/v1/{self.subject}/{self.subject_id}/split"


@dataclass(frozen=True, slots=True)
class SeenQuotation:
    """What an annotator saw of a quotation: if it is another one now, it is not corrected."""

    text: str
    spans: tuple[Span, ...]
    speakers: tuple[str, ...]
    """Their labels, in the order of the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRequest:
    """One correction of a quotation. Without spans and speaker it says that it is no quotation."""

    article_id: str
    quotation_id: str
    seen: SeenQuotation
    spans: tuple[Span, ...] | None = None
    speaker: SpeakerRecord | None = None

    @property
    def path(self) -> str:
        """The path of the request."""
        return f"/v1/articles/{self.article_id}/quotations/{self.quotation_id}/correct"

    def finds(self, seen: SeenQuotation) -> bool:
        """Return whether a quotation is the one to correct. Only a speaker depends on speakers."""
        if self.speaker is None:
            seen = replace(seen, speakers=self.seen.speakers)
        return seen == self.seen


EditorRequest = JudgementRequest | CorrectionRequest


def to_seen(text: str, quotation: QuotationRecord) -> SeenQuotation:
    """Return what an annotator sees of a quotation of the text."""
    labels = tuple(map(to_speaker_label, quotation.speakers))
    return SeenQuotation(words_of(text, quotation.spans), quotation.spans, labels)


def join_requests(requests: Iterable[EditorRequest]) -> list[EditorRequest]:
    """Return the splits with those of one decision joined, and after them the corrections.

    A correction gives its quotation another id, which a split would not find.
    """
    joined: dict[JudgementRequest, list[str]] = {}
    corrections: list[EditorRequest] = []
    for request in requests:
        if isinstance(request, CorrectionRequest):
            corrections.append(request)
        else:
            decision = replace(request, occurrences=())
            joined.setdefault(decision, []).extend(request.occurrences)
    splits: list[EditorRequest] = [
        replace(decision, occurrences=tuple(occurrences[at : at + MOST_IN_REQUEST]))
        for decision, given in joined.items()
        for occurrences in [list(dict.fromkeys(given))]
        for at in range(0, len(occurrences), MOST_IN_REQUEST)
    ]
    return splits + corrections


def to_judgement_line(request: EditorRequest) -> JsonObject:
    """Return a request as JSON: its method, its path and its body, and what the annotator saw."""
    line: JsonObject = {"method": "POST", "path": request.path}
    if isinstance(request, CorrectionRequest):
        seen = request.seen
        shown = {"text": seen.text, "spans": _pairs(seen.spans), "speakers": list(seen.speakers)}
        return {**line, "body": _correction(request), "seen": shown}
    body: JsonObject = {"occurrences": list(request.occurrences)}
    if request.name is not None:
        body["name"] = request.name
    return {**line, "body": body}


def from_judgement_line(value: object) -> EditorRequest:
    """Return the request of a line.

    Raises:
        InvalidRequest: The line has another form, or asks for something else.
    """
    fields = FieldReader(value)
    path, body = fields.required_text("path"), fields.child("body")
    split, correct = _SPLIT.fullmatch(path), _CORRECT.fullmatch(path)
    if body is not None and fields.text("method") == "POST":
        if split:
            occurrences = tuple(body.texts("occurrences"))
            return JudgementRequest(split[1], split[2], occurrences, body.text("name"))
        seen = fields.child("seen")
        if correct and seen:
            return _read_correction(correct[1], correct[2], body, seen)
    raise InvalidRequest("The line is not a request that `--to judgements` writes.")


def _correction(request: CorrectionRequest) -> JsonObject:
    if request.spans is not None:
        return {"spans": _pairs(request.spans)}
    if request.speaker is not None:
        return {"speaker": {"name": request.speaker.name, "kind": request.speaker.kind.value}}
    return {"no_quotation": True}


def _read_correction(
    article_id: str, quotation_id: str, body: FieldReader, seen: FieldReader
) -> CorrectionRequest:
    speaker = body.child("speaker")
    if [body.flag("no_quotation"), "spans" in body, speaker is not None].count(True) != 1:
        raise InvalidRequest("`body` needs one of: no_quotation, spans, speaker.")
    return CorrectionRequest(
        article_id=article_id,
        quotation_id=quotation_id,
        seen=SeenQuotation(
            seen.required_text("text"), seen.spans("spans"), tuple(seen.texts("speakers"))
        ),
        spans=body.spans("spans") if "spans" in body else None,
        speaker=from_json_speaker(speaker) if speaker else None,
    )


def _pairs(spans: Iterable[Span]) -> list[JsonObject]:
    return [{"start": span.start, "end": span.end} for span in spans]
