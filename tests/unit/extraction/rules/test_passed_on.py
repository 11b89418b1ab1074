"""Words that a sentence passes on: whose they are."""

from __future__ import annotations

import pytest

from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.passed_on import find_passed_on
from service.text.document import read_document
from tests.support.repaired_attributions import names_in


def passed_on(text: str) -> tuple[str, str, str] | None:
    """A text with one quoted span -> source, cue and content of its words."""
    (quoted,) = find_quoted_spans(read_document(text))
    found = find_passed_on(text, quoted, names_in(text))
    if found is None:
        return None
    return found.source[0].of(text), found.cue[0].of(text), found.content[0].of(text)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The club fined Ned Pike for calling the pier “a wreck”.", "Ned Pike"),
        ("Ada Quill attacked her rival Ned Pike for calling it “a wreck”.", "Ned Pike"),
        ("Ned Pike was criticised by Ada Quill for calling it “a wreck”.", "Ned Pike"),
        ("Ned Pike was fined for calling it “a wreck”.", "Ned Pike"),
        ("Ned Pike was booed by fans for calling it “a wreck”.", "Ned Pike"),
    ],
)
def test_who_is_blamed_for_calling_it_so_has_called_it_so(text: str, source: str) -> None:
    found = passed_on(text)

    assert found is not None
    assert found[:2] == (source, "calling")


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill apologised to Ned Pike for calling him “a wreck”.",
        "Ada Quill apologised for calling him “a wreck”.",
        "Ada Quill won applause from Ned Pike for calling it “a wreck”.",
        "Ada Quill paid Ned Pike for mending the “old” pier.",
    ],
)
def test_who_hears_it_or_does_something_else_is_no_speaker(text: str) -> None:
    assert passed_on(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Ada Quill quoted the poet Ned Pike: “The tide waits.”",
            ("the poet Ned Pike", "quoted", "“The tide waits.”"),
        ),
        (
            "She quoted a line from Ned Pike: “The tide waits.”",
            ("Ned Pike", "quoted", "“The tide waits.”"),
        ),
        (
            "In the words of the mayor, Ned Pike, “a vote counts”.",
            ("the mayor, Ned Pike", "words of", "“a vote counts”"),
        ),
        (
            "To borrow a phrase from Ned Pike, it was “a small storm”.",
            ("Ned Pike", "phrase from", "it was “a small storm”"),
        ),
        (
            "Ada Quill introduced Ned Pike to the hall as “the boss”.",
            ("Ada Quill", "introduced", "Ned Pike to the hall as “the boss”"),
        ),
        (
            "The pier fell in what Ned Pike called “a breeze”.",
            ("Ned Pike", "called", "“a breeze”"),
        ),
    ],
)
def test_who_is_quoted_or_presents_somebody_speaks(text: str, found: tuple[str, str, str]) -> None:
    assert passed_on(text) == found


def test_what_is_quoted_needs_a_name() -> None:
    assert passed_on("Ada Quill quoted an old proverb: “The tide waits.”") is None
