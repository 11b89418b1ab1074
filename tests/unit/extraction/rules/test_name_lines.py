"""Names above, below and before quoted words that have no clause."""

from __future__ import annotations

import pytest

from service.extraction.quotation import EntityLabel, NamedEntity
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.name_lines import find_listed, find_name_lines
from service.text.document import Document, read_document
from service.text.spans import Span

PEOPLE = ("Ada Quill", "Ben Marsh")


def entities_in(text: str) -> list[NamedEntity]:
    starts = sorted((text.find(name), name) for name in PEOPLE if name in text)
    return [NamedEntity(Span(at, at + len(name)), EntityLabel.PERSON) for at, name in starts]


def name_lines(text: str) -> list[tuple[str, str]]:
    """Return the source and the words of each quoted paragraph with a name line."""
    document: Document = read_document(text)
    alone = {
        quoted.outer: document.paragraphs.index(quoted.outer)
        for quoted in find_quoted_spans(document)
        if quoted.outer in document.paragraphs
    }
    found = find_name_lines(document, alone, entities_in(text))
    return [(each.source[0].of(text), outer.of(text)) for outer, each in sorted(found.items())]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_name_is_on_the_line_above(gap: str) -> None:
    text = f"Ada Quill, baker{gap}“It is late.”\n\nBen Marsh{gap}“It is loud.”{gap}“Very.”"
    assert name_lines(text) == [
        ("Ada Quill, baker", "“It is late.”"),
        ("Ben Marsh", "“It is loud.”"),
        ("Ben Marsh", "“Very.”"),
    ]


def test_the_name_is_on_the_line_below() -> None:
    text = "“It is late.”\nAda Quill, baker\n\n“It is loud.”\nBen Marsh (Holm)"
    assert [source for source, _ in name_lines(text)] == ["Ada Quill, baker", "Ben Marsh (Holm)"]


@pytest.mark.parametrize(
    "above", ["Grave Concerns", "Ada Quill said", "Ada Quill, baker, is late.", "The Last Ferry"]
)
def test_a_heading_or_a_sentence_above_is_no_name_line(above: str) -> None:
    assert name_lines(f"{above}\n\n“It is late.”") == []


@pytest.mark.parametrize(
    "label",
    ["Ada Quill:", "Ada Quill (Holm):", "Ada Quill, 54, baker:", "Ada Quill on the new ferry:"],
)
def test_a_paragraph_is_a_name_and_its_words(label: str) -> None:
    text = f"{label} “It is late.”"
    document = read_document(text)
    (found,) = find_listed(document, find_quoted_spans(document), entities_in(text))
    assert found.source[0].of(text) == "Ada Quill"
    assert found.content[0].of(text) == "“It is late.”"
