"""Laws 1 and 2 for the whole way from a text to who said what, with guards off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from textwrap import wrap

from hypothesis import given, settings
from hypothesis import strategies as st

from service.commands.extract_report import article_line
from service.extraction.model.model_reader import load_reader
from service.extraction.pipeline import QuotationPipeline
from service.extraction.quotation import (
    Attribution,
    EntityLabel,
    NamedEntity,
    QuotedSpan,
    Reading,
)
from service.speakers.article_reader import ArticleReader, ReadArticle
from service.speakers.resolver import resolve_speakers
from service.speakers.speaker import SpeakerKind
from service.text.document import Document
from service.text.spans import Span
from tests.support.news_text import news


@cache
def trained() -> ArticleReader:
    return ArticleReader(pipeline=QuotationPipeline(reader=load_reader()), resolve=resolve_speakers)


def check(account: ReadArticle, text: str) -> None:
    """Check what every account promises of its spans, its order and its confidences."""
    extraction = account.extraction
    assert extraction.document.text == text
    assert extraction.broken == ()
    assert len(account.resolutions) == len(extraction.quotations)
    assert [(q.content, q.source) for q in extraction.quotations] == sorted(
        (q.content, q.source) for q in extraction.quotations
    )
    for quotation in extraction.quotations:
        spoken = [span for utterance in quotation.utterances for span in utterance]
        for span in (*quotation.content, *quotation.cue, *quotation.source, *spoken):
            assert 0 <= span.start < span.end <= len(text)
        assert quotation.content
        assert quotation.utterances
        assert 0.0 <= quotation.confidence <= 1.0
        for utterance in quotation.utterances:
            assert all(one.end <= other.start for one, other in pairwise(utterance))
    for resolution in account.resolutions:
        assert 0.0 <= resolution.confidence <= 1.0
        assert bool(resolution.speakers) == (resolution.step != "unknown")
        assert resolution.mention == tuple(sorted(set(resolution.mention)))
        assert all(0 <= span.start < span.end <= len(text) for span in resolution.mention)
        for speaker in resolution.speakers:
            named = speaker.kind in (SpeakerKind.PERSON, SpeakerKind.ORGANIZATION)
            assert speaker.name or not named
    article_line("a", account).encode()


@settings(max_examples=150)
@given(news())
def test_any_text_is_read(text: str) -> None:
    account = trained().read(text)
    check(account, text)
    for one, other in pairwise(account.extraction.entities):
        assert one.span.end <= other.span.start
    assert trained().read(text) == account


class AnyReader:
    """An engine that finds what a test draws for it, anywhere within the paragraphs."""

    def __init__(self, data: st.DataObject) -> None:
        self._draw = data.draw

    def read(self, document: Document, quoted_spans: Sequence[QuotedSpan]) -> Reading:
        if not document.paragraphs:
            return Reading(attributions=(), entities=())
        attributions = st.builds(
            Attribution,
            content=st.just(()) | self._spans(document, quoted_spans),
            cue=st.just(()) | self._spans(document),
            source=st.just(()) | self._spans(document),
            confidence=st.floats(0, 1),
        )
        return Reading(
            attributions=tuple(
                sorted(
                    self._draw(st.lists(attributions, max_size=4)), key=lambda a: (a.content, a.cue)
                )
            ),
            entities=tuple(
                NamedEntity(span, self._draw(st.sampled_from(EntityLabel)))
                for span in _apart(self._draw(st.lists(self._span(document), max_size=6)))
            ),
        )

    def _span(
        self, document: Document, quoted_spans: Sequence[QuotedSpan] = ()
    ) -> st.SearchStrategy[Span]:
        within = st.sampled_from(document.paragraphs).flatmap(
            lambda paragraph: st.tuples(
                st.integers(paragraph.start, paragraph.end - 1), st.integers(1, 40)
            ).map(lambda drawn: Span(drawn[0], min(sum(drawn), paragraph.end)))
        )
        outer = [quoted_span.outer for quoted_span in quoted_spans]
        return within | st.sampled_from(outer) if outer else within

    def _spans(
        self, document: Document, quoted_spans: Sequence[QuotedSpan] = ()
    ) -> st.SearchStrategy[tuple[Span, ...]]:
        spans = st.lists(self._span(document, quoted_spans), min_size=1, max_size=3)
        return spans.map(_apart)


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in the order of the text, without those that overlap one before."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return tuple(kept)


@settings(max_examples=200)
@given(news(most=20), st.data())
def test_any_finding_of_an_engine_is_read(text: str, data: st.DataObject) -> None:
    reader = ArticleReader(
        pipeline=QuotationPipeline(reader=AnyReader(data)), resolve=resolve_speakers
    )
    check(reader.read(text), text)


PROSE = (
    "“We have measured the quay twice, and it is half a metre short,” said Ines Calder, who has "
    "run the port of Holm since 2019. She expects the long-awaited dredgers in March.",
    "The mayor, Otto Brandis, said on Friday that the town would pay for a smaller boat till then. "
    "It is “better than nothing”, he told the council.",
)


@settings(max_examples=30)
@given(width=st.integers(50, 100), line_break=st.sampled_from(["\n", "\r\n"]))
def test_wrapped_text_is_read_as_if_unwrapped(width: int, line_break: str) -> None:
    text = "\n\n".join(PROSE)
    wrapped = "\n\n".join(line_break.join(wrap(paragraph, width)) for paragraph in PROSE)
    plain, read = trained().read(text), trained().read(wrapped)
    check(read, wrapped)
    assert _words(read) == _words(plain)
    assert [each.speakers for each in read.resolutions] == [
        each.speakers for each in plain.resolutions
    ]
    assert len(plain.extraction.quotations) == 4


def _words(article: ReadArticle) -> list[tuple[str, ...]]:
    """Return the words of each quotation, its cue and its source, without white space."""
    text = article.extraction.document.text
    return [
        tuple("".join(span.of(text).split()) for span in (*each.content, *each.cue, *each.source))
        for each in article.extraction.quotations
    ]
