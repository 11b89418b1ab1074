"""Datelines with a colon: "KUCHING: The mayor said ...". They look like a speaker's label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.extraction.quoted_text.bylines import LabelStyle, find_label
from service.text.spans import Span

_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’\-]{2,}(?:[ \u00a0/][A-Z][A-Z.'’\-]*){0,3})"
    r"(?:,[ \u00a0][A-Z][a-z]{2,8}\.?[ \u00a0]\d{1,2})?:[ \u00a0](?=[^\W\d_a-z])"
)
"""A place in capitals, perhaps a date, and the beginning of a sentence without marks."""
_AGENCY = re.compile(
    r"[A-Z][\w.'’-]+(?:[ \u00a0/][A-Z][\w.'’-]+){0,3},[ \u00a0]"
    r"(?:[A-Z][a-z]{2,8}\.?[ \u00a0]\d{1,2}|\d{1,2}[ \u00a0][A-Z][a-z]{2,8})(?:,[ \u00a0]\d{4})?"
    r"[ \u00a0]\([A-Z][A-Za-z]{1,11}\):?[ \u00a0](?=[“\"'‘]?[^\W\d_a-z])"
)
"""A place, a date and an agency, without a dash: "New Lund, May 9 (INA) The mill"."""
_QUOTED = re.compile(r"[“\"][^”\"\n]*(?:[”\"]|$)")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us)\b")
"""Words of a speaker: a story uses them only between marks."""
_LAST_PLACE = 4
"""A dateline is one of the first paragraphs; a headline and a byline may stand before it."""
_FEWEST_WORDS = 6


def without_dateline(text: str, paragraphs: Sequence[Span]) -> tuple[Span, ...]:
    """Return the paragraphs of a story; the one with a dateline begins after it.

    A text in which two paragraphs begin with a label in capitals is a transcript. Datelines with
    a dash are left as they are.

    Args:
        text: The whole text.
        paragraphs: The paragraphs of the story, in the order of the text.
    """
    for number, paragraph in enumerate(paragraphs[:_LAST_PLACE]):
        agency = _AGENCY.match(text, paragraph.start, paragraph.end)
        if agency:
            rest = Span(agency.end(), paragraph.end)
            return (*paragraphs[:number], rest, *paragraphs[number + 1 :])
    labelled = [
        number
        for number, paragraph in enumerate(paragraphs)
        if find_label(text, paragraph, style=LabelStyle.CAPITALS)
        or _DATELINE.match(text, paragraph.start, paragraph.end)
    ]
    if len(labelled) != 1 or labelled[0] >= _LAST_PLACE:
        return tuple(paragraphs)
    (number,) = labelled
    paragraph = paragraphs[number]
    line = _DATELINE.match(text, paragraph.start, paragraph.end)
    if line is None or not _is_prose(text[line.end() : paragraph.end]):
        return tuple(paragraphs)
    if _is_bearer(text, line["place"]):
        return tuple(paragraphs)
    rest = Span(line.end(), paragraph.end)
    return (*paragraphs[:number], rest, *paragraphs[number + 1 :])


def _is_prose(words: str) -> bool:
    """Return whether words are of a story, and not of a speaker."""
    own = _QUOTED.sub("", words)
    return len(own.split()) >= _FEWEST_WORDS and not _FIRST_PERSON.search(own)


def _is_bearer(text: str, printed: str) -> bool:
    """Return whether the text prints the word after a title or another name: "Mr Quill"."""
    last = re.escape(printed.rsplit(maxsplit=1)[-1].title())
    return bool(re.search(rf"\b[A-Z]\w*\.?[ \u00a0]{last}\b(?![ \u00a0][A-Z])", text))
