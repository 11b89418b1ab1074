"""Attributions inside others: "A said B assured her “...”"."""

from __future__ import annotations

import pytest

from service.extraction.quotation import Attribution
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.nested import find_nested
from service.text.document import read_document
from tests.support.repaired_attributions import names_in, span


def nested(text: str, content: str, source: str) -> list[tuple[str, str, str]]:
    outer = Attribution((span(text, content),), (), (span(text, source),), 0.9)
    quoted_spans = find_quoted_spans(read_document(text))
    return [
        (found.content[0].of(text), found.cue[0].of(text), found.source[0].of(text))
        for found in find_nested(text, [outer], quoted_spans, names_in(text))
    ]


def test_the_inner_speaker_has_the_quoted_words() -> None:
    content = "that Bo Lind told her “it is over”"

    assert nested(f"Ida Holm said {content}", content, "Ida Holm") == [
        ("“it is over”", "told", "Bo Lind")
    ]


@pytest.mark.parametrize(
    "content",
    [
        "that Bo Lind saw the “old” pier",
        "that the pier was “over”",
        "that Bo Lind feared it was “over”",
        "that Bo Lind told her “it is over” at noon",
    ],
)
def test_other_words_before_or_after_the_marks_make_none(content: str) -> None:
    assert nested(f"Ida Holm said {content}", content, "Ida Holm") == []
