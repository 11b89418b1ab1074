"""Laws 1 and 2: spans stand within the text, and no text breaks the pipeline."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.extraction.pipeline import QuotationPipeline
from service.extraction.quoted_text.boilerplate import select_story
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.text.document import read_document
from service.text.spans import Span

ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
MARKS = ["“", "”", '"', "'", "‘", "’", "``", "''", "«", "»", "&quot;", "&ldquo;", "6'2\" "]
STOPS = ["\n", " ", "\xa0", "\u200b", ", ", ". ", ": ", "— ", "[", "] ", "...", "&amp;", "😀", "é"]
WORDS = ["said ", "Ada Roy ", "according to ", "that ", "the boat is late", "He told them "]
PIECES = st.one_of(*(st.sampled_from(pieces) for pieces in (MARKS, STOPS, WORDS)))
NEWS = st.lists(st.one_of(PIECES, ANY), max_size=25).map("".join)


@given(NEWS)
def test_quoted_spans_lie_within_their_paragraphs(text: str) -> None:
    document = read_document(text)
    for quoted_span in find_quoted_spans(document):
        assert quoted_span.outer.contains(quoted_span.inner)
        assert any(paragraph.contains(quoted_span.outer) for paragraph in document.paragraphs)
        assert quoted_span.inner.of(text).strip()


@given(NEWS)
def test_quoted_spans_lie_beside_each_other_or_within(text: str) -> None:
    found = find_quoted_spans(read_document(text))
    for one in found:
        for other in found:
            nested = one.inner.contains(other.outer) or other.inner.contains(one.outer)
            assert one is other or nested or not one.outer.overlaps(other.outer)


@given(NEWS)
def test_what_is_read_stands_within_the_paragraphs(text: str) -> None:
    document = read_document(text)
    story = select_story(document, find_quoted_spans(document))
    assert story.guarded <= set(story.paragraphs)
    for span in story.paragraphs:
        assert any(paragraph.contains(span) for paragraph in document.paragraphs)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NEWS)
def test_the_pipeline_reads_any_text(quotation_pipeline: QuotationPipeline, text: str) -> None:
    document = read_document(text)
    extraction = quotation_pipeline.extract(document)
    assert extraction.broken == ()
    for quotation in extraction.quotations:
        spans: list[Span] = [*quotation.content, *quotation.cue, *quotation.source]
        spans += [span for utterance in quotation.utterances for span in utterance]
        assert quotation.content
        assert quotation.utterances
        for span in spans:
            assert span.start < span.end
            assert any(paragraph.contains(span) for paragraph in document.paragraphs)
    for entity in extraction.entities:
        assert any(paragraph.contains(entity.span) for paragraph in document.paragraphs)
