"""Attributions that report nothing: scare quotes, titles, questions to the speaker, calls."""

from __future__ import annotations

import pytest

from service.extraction.quotation import Attribution
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.content.no_reports import drop_no_reports
from service.text.document import read_document
from tests.support.repaired_attributions import span

DROPPED = [
    ("The towns signed a “no borders” pact.", "a “no borders” pact", "signed", "The towns"),
    ("Ada Ek sells hats with “floppy” brims.", "hats with “floppy” brims", "sells", "Ada Ek"),
    ("Ada Ek dreams of a song like “Rain.”", "of a song like “Rain.”", "dreams", "Ada Ek"),
    ("The hope was that it is “mild”.", "that it is “mild”", "hope", "The"),
    ("Asked why it rained, Ada Ek said it was May.", "why it rained", "Asked", "Ada Ek"),
    ("Ada Ek phoned her mother at noon.", "her mother at noon", "phoned", "Ada Ek"),
]
KEPT = [
    ("Ada Ek called it a “no borders” pact.", "it a “no borders” pact", "called", "Ada Ek"),
    ("Ada Ek likened it to “a long war”.", "it to “a long war”", "likened", "Ada Ek"),
    ("Ada Ek sang: “rain” again.", "“rain”", "sang", "Ada Ek"),
    ("Ada Ek asked why it rained.", "why it rained", "asked", "Ada Ek"),
    ("Ada Ek called the pact unfair.", "the pact unfair", "called", "Ada Ek"),
    ("Ada Ek called him a liar.", "him a liar", "called", "Ada Ek"),
]


def kept(text: str, content: str, cue: str, source: str) -> int:
    found = Attribution((span(text, content),), (span(text, cue),), (span(text, source),), 0.9)
    return len(drop_no_reports(text, [found], find_quoted_spans(read_document(text))))


@pytest.mark.parametrize(("text", "content", "cue", "source"), DROPPED)
def test_what_reports_nothing_is_dropped(text: str, content: str, cue: str, source: str) -> None:
    assert kept(text, content, cue, source) == 0


@pytest.mark.parametrize(("text", "content", "cue", "source"), KEPT)
def test_what_reports_is_kept(text: str, content: str, cue: str, source: str) -> None:
    assert kept(text, content, cue, source) == 1
