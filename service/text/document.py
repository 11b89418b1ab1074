"""A text and its paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.errors import InvalidText, TextTooLong
from service.text.spans import Span

MAX_CHARACTERS = 200_000

_PARAGRAPH = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A text exactly as submitted, and where its paragraphs stand in it."""

    text: str
    paragraphs: tuple[Span, ...]
    """Lines that hold more than white space, trimmed, in the order of the text."""


def read_document(text: str, *, max_characters: int = MAX_CHARACTERS) -> Document:
    """A text -> a document.

    Raises:
        InvalidText: the text holds NUL or a lone surrogate.
        TextTooLong: the text has more than `max_characters` code points.
    """
    if len(text) > max_characters:
        raise TextTooLong(
            f"The text has {len(text)} characters; this server reads at most {max_characters}. "
            "Send a shorter text."
        )
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        name = "NUL" if forbidden.group() == "\x00" else "a lone surrogate"
        raise InvalidText(
            f"The text holds {name} at offset {forbidden.start()}. Remove it and send it again."
        )
    return Document(text=text, paragraphs=tuple(_paragraphs(text)))


def _paragraphs(text: str) -> list[Span]:
    spans = []
    for line in _PARAGRAPH.finditer(text):
        words = line.group()
        stripped = words.strip()
        if stripped:
            start = line.start() + len(words) - len(words.lstrip())
            spans.append(Span(start, start + len(stripped)))
    return spans
