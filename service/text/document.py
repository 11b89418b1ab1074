"""A text and its paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.errors import InvalidText, TextTooLong
from service.text.spans import Span
from service.text.storable import find_unstorable

MAX_CHARACTERS = 200_000

_PARAGRAPH = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Document:
    """A text exactly as submitted, and the spans of its paragraphs."""

    text: str
    paragraphs: tuple[Span, ...]
    """Lines that hold more than white space, trimmed, in the order of the text."""


def read_document(text: str, *, max_characters: int = MAX_CHARACTERS) -> Document:
    """Return the text as a document, with its paragraphs.

    Raises:
        InvalidText: The text holds NUL or a lone surrogate.
        TextTooLong: The text has more than `max_characters` code points.
    """
    if len(text) > max_characters:
        raise TextTooLong(
            f"The text has {len(text)} characters; this server reads at most {max_characters}. "
            "Send a shorter text."
        )
    forbidden = find_unstorable(text)
    if forbidden:
        raise InvalidText(
            f"The text holds {forbidden.name} at offset {forbidden.offset}. "
            "Remove it and send it again."
        )
    return Document(text=text, paragraphs=split_paragraphs(text))


def split_paragraphs(text: str) -> tuple[Span, ...]:
    """Return the lines that hold more than white space, trimmed, in the order of the text."""
    lines = (Span(*line.span()).trimmed(text) for line in _PARAGRAPH.finditer(text))
    return tuple(line for line in lines if line)
