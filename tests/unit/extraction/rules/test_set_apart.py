"""Posts and statements that are a paragraph of their own."""

from __future__ import annotations

import pytest

from service.extraction.quotation import EntityLabel, NamedEntity, Reading
from service.extraction.rules.set_apart import find_set_apart
from service.text.document import read_document
from service.text.spans import Span

POST = "The ferry is late again. Bring a coat."


def set_apart(text: str) -> list[tuple[str, str]]:
    at = text.find("Ada Quill")
    names = (NamedEntity(Span(at, at + 9), EntityLabel.PERSON),) if at >= 0 else ()
    turns = find_set_apart(read_document(text), Reading(attributions=(), entities=names))
    return [(turn.label.of(text), turn.content[0].of(text)) for turn in turns]


@pytest.mark.parametrize(
    ("lead", "source"),
    [
        ("Late on Friday Ada Quill posted:", "Ada Quill"),
        ("Ada Quill wrote on her page on Friday:", "Ada Quill"),
        ("The singer Ada Quill tweeted later:", "Ada Quill"),
        ("This is from our own Ada Quill.", "our own Ada Quill"),
        ("More from Ada Quill:", "Ada Quill"),
        ("Here’s the Courier’s Ada Quill.", "the Courier’s Ada Quill"),
    ],
)
def test_the_paragraph_before_introduces_a_post(lead: str, source: str) -> None:
    assert set_apart(f"{lead}\n\n{POST}\n\nThe quay was empty.") == [(source, POST)]


@pytest.mark.parametrize(
    "text",
    [
        f"Ada Quill announced three things:\n\n{POST}",
        f"Ada Quill posted a photograph.\n\n{POST}",
        f"Listen to Ada Quill’s remarks on Friday:\n\n{POST}",
        f"Here is why we need Ada Quill.\n\n{POST}",
        f"Someone posted:\n\n{POST}",
        "Ada Quill posted:\n\n- the ferry is late",
        "Ada Quill posted:\n\n“The ferry is late.”",
        "Ada Quill posted:",
    ],
)
def test_what_introduces_no_post(text: str) -> None:
    assert set_apart(text) == []
