"""Attributions inside others: "A said B assured her “...”"."""

from __future__ import annotations

import pytest

from service.extraction.quotation import Attribution
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.nested import find_nested
from service.text.document import read_document
from tests.support.repaired_attributions import span


def nested(text: str, content: str, source: str) -> list[tuple[str, str, str]]:
    outer = Attribution((span(text, content),), (), (span(text, source),), 0.9)
    quoted_spans = find_quoted_spans(read_document(text))
    return [
        (found.content[0].of(text), found.cue[0].of(text), found.source[0].of(text))
        for found in find_nested(text, [outer], quoted_spans)
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
        "that Bo Lind never called it “over”",
        "that he called it “over”",
        "that Bo Lind’s late tweets about the pier were “odd”",
    ],
)
def test_other_words_make_no_inner_speaker(content: str) -> None:
    assert nested(f"Ida Holm said {content}", content, "Ida Holm") == []


def test_words_after_the_marks_change_nothing() -> None:
    content = "that Bo Lind had called the “old” pier a wreck"

    assert nested(f"Ida Holm said {content}", content, "Ida Holm") == [
        ("the “old”", "called", "Bo Lind")
    ]


def test_a_name_for_what_is_denied_is_said_by_the_one_who_denies() -> None:
    content = "what she called “a plot”"
    text = f"Ida Holm denied {content}"
    cue = span(text, "denied")
    outer = Attribution((span(text, content),), (cue,), (span(text, "Ida Holm"),), 0.9)

    (found,) = find_nested(text, [outer], find_quoted_spans(read_document(text)))

    assert found.source == outer.source
    assert found.cue[0].of(text) == "called"
