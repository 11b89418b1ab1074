"""No pattern tries a text in exponentially, or quadratically, many ways."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from service.extraction.quotation import Attribution
from service.extraction.quoted_text.bylines import LabelStyle, find_label
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.content.extents import correct_extents
from service.extraction.rules.content.joined_reports import split_joined_reports
from service.extraction.rules.content.no_reports import drop_no_reports
from service.speakers.sources.patterns import LIST_OF_NAMES
from service.text.document import read_document
from service.text.spans import Span
from service.text.wrapped_lines import unwrap

SECONDS = 0.5
"""More processor time than any of these takes. Each took seconds to centuries before."""


@pytest.fixture(autouse=True)
def _is_quick() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < SECONDS


def attributed(text: str, cue: str, content: Span) -> tuple[str, list[Attribution]]:
    at = text.index(cue)
    cues = (Span(at, at + len(cue)),)
    return text, [Attribution((content,), cues, (Span(0, 6),), 0.9)]


@pytest.mark.parametrize("word", ["today ", "yesterday ", "Monday ", "on Monday’s "])
def test_many_words_of_time_after_quoted_words(word: str) -> None:
    text = f"Ada Ek said “go” {word * 24}x"
    _, found = attributed(text, "said", Span(12, len(text)))
    document = read_document(text)
    assert correct_extents(document, found, find_quoted_spans(document)) == found


@pytest.mark.parametrize("name", ["A" * 95 + "!", "A" * 95])
def test_a_call_to_a_name_in_capitals(name: str) -> None:
    text, found = attributed(f"Ada Ek phoned {name}", "phoned", Span(14, 14 + len(name)))
    assert drop_no_reports(text, found, ()) == ([] if name.isalpha() else found)


@pytest.mark.parametrize("line", ["A" * 150, "Aa" * 75, "A-" * 75, "A’" * 75])
def test_a_line_of_capitals_without_a_colon(line: str) -> None:
    assert find_label(line, Span(0, len(line)), style=LabelStyle.NAME) is None
    assert LIST_OF_NAMES.match(f" {line}") is None
    assert unwrap(read_document(f"{line[:78]}.\n" * 3)) is None


def test_content_with_a_long_run_of_spaces() -> None:
    text = f"Ada Ek said it was{' ' * 20_000}late"
    _, found = attributed(text, "said", Span(12, len(text)))
    assert split_joined_reports(text, found, ()) == found
