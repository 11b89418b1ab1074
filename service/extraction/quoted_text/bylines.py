"""Bylines: a speaker's label before the words ("QUILL: ..."), a signature after them ("— Quill").

Newsrooms write them in several ways. A form that is safe in one place is not in another, so each
caller names the styles that it accepts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from service.extraction.quoted_text.patterns import NAME_WITH_PARTICLES, QUESTION_AND_ANSWER
from service.text.spans import Span

_OPENING = r"[\"“”‘'(\[]*"
_SPACE = r"[ \u00a0]"
_CAPITALISED = r"[A-Z][\w.'’\-]*"
_IN_BRACKETS = rf"{_SPACE}?\([^()\n]{{1,30}}\)"
_CLOCK = r"[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])]?"
_TIME = rf"(?:{_CLOCK}{_SPACE}*[-–—]?{_SPACE}*)?"
_NUMBER = rf"(?:Q\d{{1,3}}[.:]?{_SPACE}+)?"
_STAMP = rf"(?:{_SPACE}+|{_SPACE}*[-–—|]{_SPACE}*)"


class LabelStyle(Enum):
    """How a label is written."""

    CAPITALS = auto()
    """In capitals: "Q:", "QUILL:", "ADA QUILL, Mayor of Holm:", "QUILL (by phone):"."""
    NAME = auto()
    """As a name: "Ada Quill:", "Ada Quill (by phone):". Many headings look the same."""
    TURN = auto()
    """As a name in a transcript: "Mr Quill (Holm) (Ind):", "[0:12] Quill:", "Q.", "Q12 Quill:"."""


class SignatureStyle(Enum):
    """Where a signature is, and how it is written."""

    LINE_OF_NAME = auto()
    """A paragraph of its own: a dash, a name of capitalised words, perhaps a role after a comma."""
    REST_OF_LINE = auto()
    """A dash and any words up to the end, such as "— the keeper of the pier, Ada Quill"."""
    AFTER_MARK = auto()
    """A dash after the closing mark, and a name up to a comma or the end. No single hyphen."""
    BEFORE_NEW_LINE = auto()
    """A dash and words without marks that end a line in the midst of the text. No hyphen."""


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker's label that opens a paragraph."""

    name: Span
    role: Span | None
    """What follows the name, with its comma or brackets: ", Mayor of Holm", " (by phone)"."""
    colon: Span


@dataclass(frozen=True, slots=True)
class Signature:
    """The name under or behind a quotation."""

    name: Span


_LABELS = {
    LabelStyle.CAPITALS: re.compile(
        rf"{_TIME}{_OPENING}(?P<name>{QUESTION_AND_ANSWER}|"
        rf"[A-Z][A-Z.'’\-]+(?:{_SPACE}[A-Z][A-Z.'’\-]*){{0,3}})"
        rf"(?P<role>,{_SPACE}[A-Z][^:\n]{{2,40}}|{_IN_BRACKETS})?(?P<colon>:)"
    ),
    LabelStyle.NAME: re.compile(
        rf"{_OPENING}(?P<name>{_CAPITALISED}(?:{_SPACE}{_CAPITALISED}){{0,3}}{_SPACE}?)"
        rf"(?P<role>{_IN_BRACKETS})?(?P<colon>:)(?=\s)"
    ),
    LabelStyle.TURN: re.compile(
        rf"{_TIME}{_NUMBER}{_OPENING}(?P<name>{QUESTION_AND_ANSWER}\b|{NAME_WITH_PARTICLES})"
        rf"(?P<role>(?:{_IN_BRACKETS}){{1,2}})?(?P<colon>:|(?<!\w[QA])(?<=[QA])[.])(?=\s)"
    ),
}
_TIMED_LINE = re.compile(
    rf"(?=.*\d:\d\d)(?:{_CLOCK}{_STAMP})?(?P<name>{NAME_WITH_PARTICLES})(?:{_STAMP}{_CLOCK})?\Z"
)
_LONGEST_LINE = 60

_SIGNATURES = {
    SignatureStyle.LINE_OF_NAME: re.compile(
        rf"\s*[—–―-]{{1,2}}\s*(?P<name>{NAME_WITH_PARTICLES})(?:,[^“”\"]{{1,80}})?[.]?\s*\Z"
    ),
    SignatureStyle.REST_OF_LINE: re.compile(
        r"\s*(?:[—–―]|--?)\s*(?P<name>(?:[^\W\d_]|[\"“(]).{1,100}?)\s*\Z"
    ),
    SignatureStyle.AFTER_MARK: re.compile(
        r"[.,!?…]?[\"”’'»]*\s*[—–―‒]+\s*"
        r"(?P<name>[^\W\d_a-z][^—–―,;:“”\"()\n]{1,70}?)\s*(?:[.]?$|,)"
    ),
    SignatureStyle.BEFORE_NEW_LINE: re.compile(
        r"[\s”\"]*[—–―][ \t\u00a0]*(?P<name>[A-Z][^\n“”\"]{2,60})\n"
    ),
}


def find_label(text: str, span: Span, *, style: LabelStyle) -> Label | None:
    """Return the label that the span begins with, or None. Words must follow the colon."""
    found = _LABELS[style].match(text, span.start, span.end)
    if found is None or found.end() == span.end:
        return None
    role = Span(*found.span("role")) if found["role"] else None
    return Label(name=Span(*found.span("name")), role=role, colon=Span(*found.span("colon")))


def find_timed_line(text: str, span: Span) -> Span | None:
    """Return the name in a line of a name and a time alone: "Ada Quill  0:12"."""
    found = _TIMED_LINE.match(text, span.start, span.end) if len(span) <= _LONGEST_LINE else None
    return Span(*found.span("name")) if found else None


def find_signature(text: str, span: Span, *, style: SignatureStyle) -> Signature | None:
    """Return the signature that the span begins with, or None."""
    found = _SIGNATURES[style].match(text, span.start, span.end)
    return Signature(name=Span(*found.span("name"))) if found else None
