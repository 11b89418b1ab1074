"""Names and sources may stand anywhere: on marks, on spaces, across words, on nothing at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extraction.quotation import (
    EntityLabel,
    Extraction,
    Kind,
    NamedEntity,
    Quotation,
    Stance,
)
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.speakers.mentions.mention import EntityType, read_mention
from service.speakers.mentions.name_boundaries import correct_boundaries
from service.speakers.names.layout import read_layout
from service.speakers.resolver import resolve_speakers
from service.text.document import read_document
from service.text.spans import Span
from tests.support.news_text import news


@st.composite
def spans_of(draw: st.DrawFn, text: str) -> Span:
    """Draw a span of a text, short or long; it may be empty, hold no word, or begin within one."""
    edges = [edge.start() for edge in re.finditer(r"\b|(?<=\s)(?=\S)|(?<=\S)(?=\s)|$", text)]
    start = draw(st.one_of(st.sampled_from(edges), st.integers(0, len(text))))
    near = [edge for edge in edges if start <= edge][:6]
    reach = min(len(text), start + draw(st.sampled_from([2, 12, 40])))
    return Span(start, draw(st.one_of(st.sampled_from(near), st.integers(start, reach))))


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Draw an extraction whose spans stand anywhere in its text, as no engine should set them."""
    text = draw(news(most=16))
    span = spans_of(text)
    few = st.lists(span, max_size=2).map(tuple)
    quotations = []
    for content in draw(st.lists(st.lists(span, min_size=1, max_size=2).map(tuple), max_size=4)):
        quotations.append(
            Quotation(
                content=content,
                cue=draw(few),
                source=draw(few),
                kind=draw(st.sampled_from(Kind)),
                stance=Stance.SPEECH,
                confidence=1.0,
                utterances=(content,),
            )
        )
    labels = st.sampled_from(EntityLabel)
    entities = draw(st.lists(st.builds(NamedEntity, span=span, label=labels), max_size=8))
    document = read_document(text)
    return Extraction(
        document, tuple(quotations), tuple(entities), quoted_spans=find_quoted_spans(document)
    )


@settings(max_examples=300)
@given(st.data(), st.sampled_from(EntityType))
def test_a_corrected_span_stays_within_its_text(data: st.DataObject, sort: EntityType) -> None:
    text = data.draw(news(most=8))
    span = data.draw(spans_of(text))
    whole = correct_boundaries(text, span, sort)
    assert 0 <= whole.start <= whole.end <= len(text)
    mention = read_mention(read_layout(read_document(text)), span, sort)
    if mention is not None:
        assert mention.span.of(text).strip()


@settings(max_examples=300)
@given(extractions())
def test_any_spans_are_resolved(extraction: Extraction) -> None:
    text = extraction.document.text
    resolutions = resolve_speakers(extraction)
    assert len(resolutions) == len(extraction.quotations)
    for resolution in resolutions:
        assert 0.0 <= resolution.confidence <= 1.0
        assert bool(resolution.speakers) == (resolution.step != "unknown")
        assert all(0 <= span.start <= span.end <= len(text) for span in resolution.mention)
    assert resolve_speakers(extraction) == resolutions


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("™ and Trade agreed.", 0, 1), ("Ivo \xa0\xa0", 4, 6), ("Ivo ", 4, 4), ("", 0, 0)],
)
@pytest.mark.parametrize("label", EntityLabel)
def test_a_span_without_a_word_is_no_name(
    text: str, start: int, end: int, label: EntityLabel
) -> None:
    entities = (NamedEntity(Span(start, end), label),)
    assert resolve_speakers(Extraction(read_document(text), (), entities)) == ()
