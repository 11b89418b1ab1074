"""OnRecord's quotations in a spaCy pipeline: `nlp.add_pipe("onrecord_quotations")`.

Fills `doc.spans["quotations"]`, a span for each span of content, labelled with its kind, and
`doc._.attributions`, a list of `DocAttribution`.

spaCy's spans consist of whole tokens and OnRecord's of characters. Each span is extended to the
tokens that it touches, so it may hold a mark or a stop that belongs to no quotation. The exact
offsets into `doc.text` are `DocAttribution.offsets`.

All data is stored with the span group, in `doc.spans["quotations"].attrs`, so it survives
`Doc.to_bytes`, `DocBin` and other processes. A program that loads such docs without the pipeline
imports this module to get `doc._.attributions`. `Doc.from_docs` keeps spans and drops `attrs`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as TokenSpan
from spacy.util import registry

from service.extraction.model.model_reader import load_reader
from service.extraction.original_offsets import with_original_offsets
from service.extraction.pipeline import QuotationPipeline
from service.extraction.quotation import Quotation, Reader
from service.text.document import read_document
from service.text.spans import Span
from service.text.wrapped_lines import unwrap

GROUP = "quotations"
_ROLES = ("content", "cue", "source")
_ATTRIBUTIONS = "attributions"

LoadReader = Callable[[], Reader]


@dataclass(frozen=True, slots=True)
class DocAttribution:
    """One quotation of a doc."""

    content: list[TokenSpan]
    cue: list[TokenSpan]
    source: list[TokenSpan]
    kind: str
    """`direct`, `mixed` or `indirect`."""
    stance: str
    """`speech`, `belief` or `intention`."""
    polarity: str
    """`asserted` or `denied`."""
    confidence: float
    offsets: dict[str, list[tuple[int, int]]]
    """The exact characters of content, cue and source: start and end within `doc.text`."""


class QuotationComponent:
    """A pipeline component. Each process loads the engine with its first doc.

    An engine may have threads, which a forked process does not inherit, and large weights, which
    are slow to send. So each process loads its own.
    """

    def __init__(self, load_reader: LoadReader) -> None:
        self._load_reader = load_reader
        self._loaded: tuple[int, QuotationPipeline] | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Add its quotations to a doc, and return the doc.

        Raises:
            InvalidText: The text holds NUL.
        """
        # spaCy limits the length of a text itself, by `nlp.max_length`.
        document = read_document(doc.text, max_characters=len(doc.text))
        unwrapped = unwrap(document)
        extraction = self._pipeline().extract(unwrapped.document if unwrapped else document)
        if unwrapped:
            extraction = with_original_offsets(extraction, unwrapped, text=doc.text)
        doc.spans[GROUP] = SpanGroup(
            doc,
            name=GROUP,
            attrs={_ATTRIBUTIONS: [_record(quotation) for quotation in extraction.quotations]},
            spans=[
                span
                for quotation in extraction.quotations
                for span in _token_spans(doc, quotation.content, label=quotation.kind.value)
            ],
        )
        return doc

    def __getstate__(self) -> dict[str, Any]:
        return {"_load_reader": self._load_reader, "_loaded": None}

    def _pipeline(self) -> QuotationPipeline:
        process = os.getpid()
        if self._loaded is None or self._loaded[0] != process:
            self._loaded = (process, QuotationPipeline(reader=self._load_reader()))
        return self._loaded[1]


def read_attributions(doc: Doc) -> list[DocAttribution]:
    """Return the quotations that the component found in a doc; none if it has not run."""
    group = doc.spans.get(GROUP)
    records = group.attrs.get(_ATTRIBUTIONS, ()) if group is not None else ()
    return [_attribution(doc, record) for record in records]


def shipped_reader() -> LoadReader:
    """Return the function that loads the engine of OnRecord."""
    return load_reader


def make_quotations(nlp: Language, name: str, reader: LoadReader) -> QuotationComponent:
    """Return the component for a pipeline. `reader` loads the engine."""
    return QuotationComponent(reader)


def _record(quotation: Quotation) -> dict[str, Any]:
    return {
        **{role: [[s.start, s.end] for s in getattr(quotation, role)] for role in _ROLES},
        "kind": quotation.kind.value,
        "stance": quotation.stance.value,
        "polarity": quotation.polarity.value,
        "confidence": quotation.confidence,
    }


def _attribution(doc: Doc, record: Mapping[str, Any]) -> DocAttribution:
    offsets = {role: [(start, end) for start, end in record[role]] for role in _ROLES}
    content, cue, source = (
        _token_spans(doc, (Span(*pair) for pair in offsets[role])) for role in _ROLES
    )
    return DocAttribution(
        content=content,
        cue=cue,
        source=source,
        kind=record["kind"],
        stance=record["stance"],
        polarity=record["polarity"],
        confidence=record["confidence"],
        offsets=offsets,
    )


def _token_spans(doc: Doc, spans: Iterable[Span], *, label: str = "") -> list[TokenSpan]:
    """Return the spans of the tokens that each span touches. White space touches none."""
    widened = (
        doc.char_span(span.start, span.end, label=label, alignment_mode="expand") for span in spans
    )
    return [span for span in widened if span]


# These calls are no decorators: to register a name, spaCy loads the entry points of this module,
# and its functions must exist by then.
registry.misc("onrecord.reader.v1", func=shipped_reader)
Language.factory(
    "onrecord_quotations",
    default_config={"reader": {"@misc": "onrecord.reader.v1"}},
    assigns=["doc.spans", "doc._.attributions"],
    func=make_quotations,
)
Doc.set_extension("attributions", getter=read_attributions, force=True)
