"""Corrections of annotators as requests to the API: judgements of an editor.

Two records are compared: one as it was written, and one as an annotator left it. A speaker that was
replaced becomes `POST /v1/speakers/{id}/split`, which gives the occurrence to another speaker. An
occurrence that is no longer of its quote becomes `POST /v1/quotes/{id}/split`. The same decision
about several occurrences is one request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from service.errors import InvalidRequest
from service.formats.fields import FieldReader, JsonObject
from service.formats.record import ArticleRecord, QuotationRecord, SpeakerRecord

MOST_IN_REQUEST = 1_000
"""Occurrences that one request takes."""


_PATH = re.compile(r"/v1/(speakers|quotes)/([A-Za-z0-9-]{1,64})/split", re.ASCII)


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
class Unsaid:
    """A correction that no judgement can say."""

    quotation: int
    """The number of the quotation in the record as it was written, from 0."""
    reason: str


def compare_records(
    before: ArticleRecord, after: ArticleRecord
) -> Iterator[JudgementRequest | Unsaid]:
    """Yield the decisions that turn one record into the other, one for each occurrence.

    Quotations that are not stored, that were added or removed, or whose spans changed are no
    decisions: they are gold for `onrecord evaluate`.
    """
    by_id = {each.id: each for each in after.quotations if each.id}
    for number, quotation in enumerate(before.quotations):
        corrected = by_id.get(quotation.id or "")
        if quotation.id is None or corrected is None:
            continue
        yield from _speaker_requests(number, quotation, corrected)
        if quotation.quote_id and corrected.quote_id is None:
            yield JudgementRequest("quotes", quotation.quote_id, (quotation.id,))


def join_requests(requests: Iterable[JudgementRequest]) -> list[JudgementRequest]:
    """Return the requests with those of one decision joined, in the order of the first of each."""
    joined: dict[object, list[str]] = {}
    first: dict[object, JudgementRequest] = {}
    for request in requests:
        decision = (request.subject, request.subject_id, request.name)
        first.setdefault(decision, request)
        joined.setdefault(decision, []).extend(request.occurrences)
    return [
        replace(request, occurrences=tuple(occurrences[at : at + MOST_IN_REQUEST]))
        for decision, request in first.items()
        for occurrences in [list(dict.fromkeys(joined[decision]))]
        for at in range(0, len(occurrences), MOST_IN_REQUEST)
    ]


def to_judgement_line(request: JudgementRequest) -> JsonObject:
    """Return a request as JSON: its method, its path and its body."""
    body: JsonObject = {"occurrences": list(request.occurrences)}
    if request.name is not None:
        body["name"] = request.name
    return {"method": "POST", "path": request.path, "body": body}


def from_judgement_line(value: object) -> JudgementRequest:
    """Return the request of a line.

    Raises:
        InvalidRequest: The line has another form, or asks for something else.
    """
    fields = FieldReader(value)
    path = _PATH.fullmatch(fields.required_text("path"))
    body = fields.child("body")
    if path is None or body is None or fields.text("method") != "POST":
        raise InvalidRequest("The line is not a request that `--to judgements` writes.")
    return JudgementRequest(
        subject=path[1],
        subject_id=path[2],
        occurrences=tuple(body.texts("occurrences")),
        name=body.text("name"),
    )


def _speaker_requests(
    number: int, before: QuotationRecord, after: QuotationRecord
) -> Iterator[JudgementRequest | Unsaid]:
    left = list(after.speakers)
    lost: list[SpeakerRecord] = []
    for speaker in before.speakers:
        same = [each for each in left if each.name == speaker.name]
        if same:
            left.remove(same[0])
        else:
            lost.append(speaker)
    named = [each.name for each in left if each.name]
    if len(lost) != len(left) or len(named) != len(left):
        if lost or left:
            yield Unsaid(number, "A judgement gives words from one named speaker to another.")
        return
    for speaker, name in zip(lost, named, strict=True):
        if speaker.id is None or before.id is None:
            yield Unsaid(number, "The speaker before has no id, so no judgement can name it.")
        else:
            yield JudgementRequest("speakers", speaker.id, (before.id,), name)
