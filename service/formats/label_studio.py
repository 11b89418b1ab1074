"""Label Studio: one task for each text, its quotations as regions, in Label Studio's JSON.

Offsets are code points: its frontend converts them from UTF-16 before it stores them. A span of
several pieces is several regions, which a relation joins. The task's data keeps the quotations as
they were when the file was written, with the ids of the store: Label Studio hands data back as it
is. What annotators correct is in the regions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from service.errors import InvalidRequest
from service.extraction.quotation import Kind, Polarity, Stance
from service.formats.fields import FieldReader, JsonObject
from service.formats.jsonl import from_json_article, to_json_article
from service.formats.record import ArticleRecord, QuotationRecord, check_article_record
from service.formats.span_graph import (
    GraphQuotation,
    MarkedSpan,
    SpanGraph,
    SpanLabel,
    SpanLink,
    from_span_graph,
    to_span_graph,
)
from service.formats.speaker_labels import read_speaker_labels, to_speaker_label
from service.text.spans import Span

LABELLING_CONFIG = """\
<View>
  <Labels name="label" toName="text">
    <Label value="Quotation" background="#f2b134"/>
    <Label value="Content" background="#8fc1e3"/>
    <Label value="Cue" background="#9ad29a"/>
    <Label value="Source" background="#d9a6e0"/>
  </Labels>
  <Style>.htx-text{ white-space: pre-wrap; }</Style>
  <Text name="text" value="$text" granularity="symbol"/>
  <TextArea name="speaker" toName="text" perRegion="true" whenLabelValue="Quotation"
            editable="true" maxSubmissions="10" placeholder="Who said it?"/>
  <Choices name="kind" toName="text" perRegion="true" whenLabelValue="Quotation">
    <Choice value="direct"/><Choice value="mixed"/><Choice value="indirect"/>
  </Choices>
  <Choices name="stance" toName="text" perRegion="true" whenLabelValue="Quotation">
    <Choice value="speech"/><Choice value="belief"/><Choice value="intention"/>
  </Choices>
  <Choices name="polarity" toName="text" perRegion="true" whenLabelValue="Quotation">
    <Choice value="asserted"/><Choice value="denied"/>
  </Choices>
  <Choices name="quote" toName="text" perRegion="true" whenLabelValue="Quotation">
    <Choice value="other"/>
  </Choices>
</View>
"""
"""The labelling interface of a project that takes these tasks."""

_PART, _PIECE = "part", "."


@dataclass(frozen=True, slots=True)
class _Result:
    """What an annotator left of one task."""

    graph: SpanGraph
    speakers: Mapping[str, list[str]]
    choices: Mapping[tuple[str, str], str]


def to_label_studio(record: ArticleRecord) -> JsonObject:
    """Return a task with the record's quotations as a prediction, to be corrected."""
    data = to_json_article(record)
    return {
        "data": data,
        "predictions": [{"model_version": "onrecord", "result": list(_results(record))}],
    }


def from_label_studio(task: object) -> ArticleRecord:
    """Return the record of a task, as its first annotator left it.

    A task that never was in Label Studio has no annotations yet: its prediction counts.

    Raises:
        InvalidRequest: The task has another form, or has no annotation.
    """
    before = exported_label_studio(task)
    result = _read_result(_chosen(FieldReader(task)), before.text)
    exported = {f"q{number}": each for number, each in enumerate(before.quotations)}
    found = from_span_graph(result.graph, exported=before)
    quotations = tuple(_corrected(each, result, exported.get(each.key)) for each in found)
    return check_article_record(replace(before, quotations=quotations))


def exported_label_studio(task: object) -> ArticleRecord:
    """Return the record as it was when the task was written."""
    fields = FieldReader(task)
    if "data" not in fields:
        raise InvalidRequest("The task has no `data`.")
    return from_json_article(fields.object("data"))


def _results(record: ArticleRecord) -> Iterator[JsonObject]:
    graph = to_span_graph(record)
    for marked in graph.marked:
        for number, span in enumerate(marked.spans):
            key = f"{marked.key}{_PIECE}{number}" if number else marked.key
            yield _result(key, "label", "labels", record.text, span, {"labels": [marked.label]})
            if number:
                yield _relation(marked.key, key, _PART)
    labels = {each.key: each.label for each in graph.marked}
    for link in graph.links:
        yield _relation(link.from_key, link.to_key, labels[link.to_key].lower())
    for number, each in enumerate(record.quotations):
        key, span = f"q{number}", each.spans[0]
        speakers = [to_speaker_label(speaker) for speaker in each.speakers]
        details: list[tuple[str, str, dict[str, Any]]] = [
            ("kind", "choices", {"choices": [each.kind]}),
            ("stance", "choices", {"choices": [each.stance]}),
            ("polarity", "choices", {"choices": [each.polarity]}),
        ]
        if speakers:
            details.append(("speaker", "textarea", {"text": speakers}))
        for name, form, value in details:
            yield _result(key, name, form, record.text, span, value)


def _result(
    key: str, name: str, form: str, text: str, span: Span, value: Mapping[str, Any]
) -> JsonObject:
    place = {"start": span.start, "end": span.end, "text": span.of(text)}
    return {
        "id": key,
        "from_name": name,
        "to_name": "text",
        "type": form,
        "value": {**place, **value},
    }


def _relation(from_key: str, to_key: str, label: str) -> JsonObject:
    return {
        "type": "relation",
        "from_id": from_key,
        "to_id": to_key,
        "direction": "right",
        "labels": [label],
    }


def _chosen(task: FieldReader) -> list[FieldReader]:
    if "annotations" in task:
        done = [each for each in task.children("annotations") if not each.flag("was_cancelled")]
        if not done:
            raise InvalidRequest("The task has no annotation.")
        return done[0].children("result")
    predictions = task.children("predictions")
    if not predictions:
        raise InvalidRequest("The task has neither an annotation nor a prediction.")
    return predictions[0].children("result")


def _read_result(results: Iterable[FieldReader], text: str) -> _Result:
    regions: dict[str, MarkedSpan] = {}
    links: list[SpanLink] = []
    parts: list[SpanLink] = []
    speakers: dict[str, list[str]] = {}
    choices: dict[tuple[str, str], str] = {}
    for each in results:
        form = each.required_text("type")
        if form == "relation":
            link = SpanLink(each.required_text("from_id"), each.required_text("to_id"))
            (parts if _PART in each.texts("labels") else links).append(link)
            continue
        key, value = each.required_text("id"), each.child("value")
        if value is None:
            continue
        name = each.text("from_name")
        if form == "labels":
            labels = value.texts("labels")
            if len(labels) == 1 and labels[0] in set(SpanLabel):
                regions[key] = MarkedSpan(key, SpanLabel(labels[0]), (_span(value, text),))
        elif name == "speaker":
            speakers[key] = value.texts("text")
        elif form == "choices" and name and value.texts("choices"):
            choices[key, name] = value.texts("choices")[0]
    for link in parts:
        _join(regions, link)
    return _Result(SpanGraph(tuple(regions.values()), tuple(links)), speakers, choices)


def _span(value: FieldReader, text: str) -> Span:
    span = value.span()
    written = value.exact("text")
    # Label Studio may write line ends in another way. Other words mean that the text has moved.
    if written is not None and _without_space(written) != _without_space(span.of(text)):
        raise InvalidRequest("A region does not hold the words that it names.")
    return span


def _without_space(words: str) -> str:
    return "".join(words.replace("\\n", "").split())


def _join(regions: dict[str, MarkedSpan], link: SpanLink) -> None:
    """Add the piece that a relation leads to, to the span that it belongs to."""
    if link.from_key in regions and link.to_key in regions:
        head, piece = regions[link.from_key], regions.pop(link.to_key)
        regions[head.key] = replace(head, spans=(*head.spans, *piece.spans))


def _corrected(
    found: GraphQuotation, result: _Result, before: QuotationRecord | None
) -> QuotationRecord:
    known = before.speakers if before else ()
    is_other = result.choices.get((found.key, "quote")) == "other"
    return QuotationRecord(
        id=before.id if before else None,
        quote_id=before.quote_id if before and not is_other else None,
        kind=_choice(result, found.key, "kind", Kind) or Kind.DIRECT,
        stance=_choice(result, found.key, "stance", Stance) or Stance.SPEECH,
        polarity=_choice(result, found.key, "polarity", Polarity) or Polarity.ASSERTED,
        confidence=before.confidence if before else None,
        speakers=read_speaker_labels(result.speakers.get(found.key, ()), known),
        spans=found.spans,
        content=found.content,
        cue=found.cue,
        source=found.source,
    )


def _choice(result: _Result, key: str, name: str, kinds: Any) -> Any:
    return FieldReader({name: result.choices.get((key, name))}).choice(name, kinds)
