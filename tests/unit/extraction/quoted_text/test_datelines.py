"""Datelines with a colon: the story begins after them, and a speaker's label stays."""

from __future__ import annotations

import pytest

from service.extraction.quoted_text.datelines import without_dateline
from service.text.document import read_document

DATELINES = [
    ("KUCHING: Datuk Ana Reh said the port would stay open.", "Datuk"),
    ("SAND BARU, Nov 3: Police have held a couple over a fake agency.", "Police"),
    ("Port stays open\n\nKUCHING: Mayor Ana Reh said on Monday it was safe.", "Mayor"),
    ("New Lund, May 9 (INA) Mill owner Ana Reh said it was safe.", "Mill"),
    ("Lund, 9 May, 2024 (Ina): Mill owner Ana Reh said it was safe.", "Mill"),
    ("Mill is safe\n\nLund, May 9 (INA) “It is safe,” Ana Reh said.", "“It"),
    ("KUCHING: Mayor Ana Reh said the port was safe. “We are ready,” she said.", "Mayor"),
]


def first_words(text: str) -> list[str]:
    paragraphs = without_dateline(text, read_document(text).paragraphs)
    return [paragraph.of(text).split()[0] for paragraph in paragraphs]


@pytest.mark.parametrize(("text", "word"), DATELINES)
def test_a_story_begins_after_its_dateline(text: str, word: str) -> None:
    assert first_words(text)[-1] == word


LABELS = [
    # Two labels make a transcript.
    "QUILL: The port will stay open for two weeks.\n\nROE: The mayor is not so sure of that today.",
    # A story uses the first person only between marks.
    "QUILL: The port is safe and we will keep it open.",
    # The text prints the label as a person's name.
    "QUILL: The port is safe and will stay open for now.\n\nMr Quill left at noon.",
    # Too short for a story's first sentence.
    "QUILL: The port is safe.",
    # The words in marks belong to the label.
    "QUILL: “The port is safe and will stay open for two weeks.”",
]


@pytest.mark.parametrize("text", LABELS)
def test_a_label_of_a_speaker_stays(text: str) -> None:
    assert first_words(text)[0] == "QUILL:"


def test_a_bracket_is_an_agency_only_after_a_place_and_a_date() -> None:
    text = "Ana Reh (INA) said on May 9 that the port was safe."
    assert first_words(text) == ["Ana"]
