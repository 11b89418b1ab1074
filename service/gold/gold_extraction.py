"""Turn an annotated text into the extraction that a perfect engine would have made of it."""

from __future__ import annotations

from service.extraction.quotation import Extraction, Kind, NamedEntity, Quotation, Stance
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.gold.articles import AnnotatedText, GoldAttribution
from service.text.document import read_document

_MARKS = '“”"«»'


def gold_extraction(reading: AnnotatedText) -> Extraction:
    """One annotator's reading -> the extraction of a perfect engine: gold spans, silver names."""
    document = read_document(reading.text, max_characters=len(reading.text) + 1)
    with_content = [gold for gold in reading.attributions if gold.content]
    quotations = [
        Quotation(
            content=gold.content,
            cue=gold.cue,
            source=gold.source,
            kind=Kind.DIRECT if _is_quoted(reading.text, gold) else Kind.INDIRECT,
            stance=Stance.SPEECH,
            confidence=1.0,
            utterances=(gold.content,),
        )
        for gold in sorted(with_content, key=lambda gold: gold.content[0])
    ]
    entities = tuple(NamedEntity(name.span, name.label) for name in reading.names or ())
    return Extraction(
        document, tuple(quotations), entities, quoted_spans=find_quoted_spans(document)
    )


def _is_quoted(text: str, gold: GoldAttribution) -> bool:
    """Return whether a part of the content begins with a quotation mark or right after one."""
    return any(
        span.of(text)[:1] in _MARKS or text[span.start - 1 : span.start] in _MARKS
        for span in gold.content
        if span.start
    )
