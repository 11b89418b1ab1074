"""The layout of a text: sentences, and what is in quotation marks."""

from __future__ import annotations

import pytest

from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.speakers.names.layout import TextLayout, read_layout
from service.text.document import read_document
from service.text.spans import Span


def layout_of(text: str, *verbatim: Span) -> TextLayout:
    document = read_document(text)
    return read_layout(document, find_quoted_spans(document), verbatim)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “it is late” and left.", ["“it is late”"]),
        ("He said “it is «very» late” and left.", ["“it is «very» late”"]),
        ("The 'late' pier", []),
        # Nothing closes the first mark: its words go on to the first quoted span at least.
        ('"It was “late” she said', ['"It was “late”']),
        ('"It was late', ['"It was late']),
        ("It was “late\nand dark” then", ["“late"]),
    ],
)
def test_text_in_double_marks_is_quoted(text: str, quoted: list[str]) -> None:
    assert [span.of(text) for span in layout_of(text).quoted] == quoted


def test_verbatim_words_need_no_marks_and_may_overlap_them() -> None:
    text = "ROE: It is “late” here"

    layout = layout_of(text, Span(5, 14), Span(20, 22))

    assert [span.of(text) for span in layout.quoted] == ["It is “late”", "re"]
    assert layout.is_quoted(5)
    assert not layout.is_quoted(0)


def test_initials_and_titles_end_no_sentence() -> None:
    text = "Mr. Roe met J. Bo. They left."

    assert [span.of(text).strip() for span in layout_of(text).sentences] == [
        "Mr. Roe met J. Bo.",
        "They left.",
    ]


def test_a_headline_has_several_long_words_all_in_capitals() -> None:
    text = "Harbour Council Sells Northern Pier\nHarbour Council sells Northern Pier\nPier Sold"
    layout = layout_of(text)
    assert [layout.is_headline(span.start) for span in layout.paragraphs] == [True, False, False]


@pytest.mark.parametrize(
    ("paragraph", "is_headline"),
    [
        ("Harbour Board Names Jan Rehn as Chief", True),
        ("Harbour Board Takes Western Claim to the U.S.", True),
        ("The Harbour Commission met Sen. Eva Holt. Carla King came, he said.", False),
    ],
)
def test_a_paragraph_that_ends_on_a_full_stop_is_no_headline(
    paragraph: str, is_headline: bool
) -> None:
    assert read_layout(read_document(paragraph)).is_headline(0) is is_headline
