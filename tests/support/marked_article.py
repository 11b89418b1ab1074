"""Builds extractions from marked texts: names, sources and contents in tags."""

from __future__ import annotations

import re

from service.extraction.quotation import (
    EntityLabel,
    Extraction,
    Kind,
    NamedEntity,
    Quotation,
    Stance,
)
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.text.document import read_document
from service.text.spans import Span

_LABELS = {
    "P": EntityLabel.PERSON,
    "O": EntityLabel.ORGANIZATION,
    "L": EntityLabel.LOCATION,
    "M": EntityLabel.MISC,
}
_TAG = re.compile(r"\{(?P<label>[POLM]):(?P<name>[^{}]+)\}|<(?P<open>[sq]\d)>|</(?P<close>[sq]\d)>")
_MARKED = re.compile(r"“(?P<words>[^“”]+)”")


def extraction_of(marked: str) -> Extraction:
    """A text with {P:names}, <q1>contents</q1> and <s1>sources</s1> -> its extraction."""
    text, entities, opened, spans = "", [], {}, {}
    last = 0
    for tag in _TAG.finditer(marked):
        text += marked[last : tag.start()]
        last = tag.end()
        if tag["name"]:
            span = Span(len(text), len(text) + len(tag["name"]))
            entities.append(NamedEntity(span, _LABELS[tag["label"]]))
            text += tag["name"]
        elif tag["open"]:
            opened[tag["open"]] = len(text)
        else:
            spans.setdefault(tag["close"], []).append(Span(opened[tag["close"]], len(text)))
    text += marked[last:]
    numbers = sorted({name[1:] for name in spans if name[0] == "q"}, key=int)
    quotations = [
        _quotation(text, tuple(spans[f"q{n}"]), tuple(spans.get(f"s{n}", ()))) for n in numbers
    ]
    document = read_document(text)
    return Extraction(
        document, tuple(quotations), tuple(entities), quoted_spans=find_quoted_spans(document)
    )


def _quotation(text: str, content: tuple[Span, ...], source: tuple[Span, ...]) -> Quotation:
    verbatim = text[content[0].start - 1 : content[0].start] in ("“", '"')
    marked = tuple(
        (Span(*mark.span("words")),)
        for span in content
        for mark in _MARKED.finditer(text, span.start, span.end)
    )
    return Quotation(
        content=content,
        cue=(),
        source=source,
        kind=Kind.DIRECT if verbatim else Kind.MIXED if marked else Kind.INDIRECT,
        stance=Stance.SPEECH,
        confidence=1.0,
        utterances=(content,) if verbatim or not marked else marked,
    )
