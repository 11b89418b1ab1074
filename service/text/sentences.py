"""Where sentences end: four questions about full stops, each with its own answer on purpose.

A wrong cut costs more in one place than in another. The layout of a text needs every sentence, so
`split_sentences` cuts unless it sees an abbreviation. A source is cut only where a sentence surely
ends, so `find_sentence_ends` wants a whole word before the stop. The other two look at one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from service.text.spans import Span

_BOUNDARY = re.compile(r"[.!?…][\"”’'»)\]]*\s+(?=[\"“‘'«(\[]*[^\W\d_a-z])")
# The bound keeps the cost of one long word linear; abbreviations are shorter.
_SURE_BOUNDARY = re.compile(r"(?P<word>[^\W\d_]{2,20})[.!?][”\"’')]?\s+(?=[A-Z“\"])")
_SENTENCE_BEFORE = re.compile(r"[.!?…:][\"”’'»)\]]*\s*\Z")
_LAST_WORD = re.compile(r"[\w.]+\Z")
_STOPS = (".", "!", "?", "…")
_LONGEST_WORD = 20
_LONGEST_END = 20


def split_sentences(
    text: str, paragraph: Span, *, is_abbreviation: Callable[[str], bool]
) -> list[Span]:
    """Return the sentences of a paragraph: they follow one another and cover it.

    A sentence ends at a stop that white space and a capital letter follow.

    Args:
        text: The whole text.
        paragraph: The span to split.
        is_abbreviation: Whether a full stop after this word ends no sentence ("Mr", "J").
    """
    sentences, start = [], paragraph.start
    for stop in _BOUNDARY.finditer(text, paragraph.start, paragraph.end):
        at = stop.start()
        word = _LAST_WORD.search(text, max(start, at - _LONGEST_WORD), at)
        if text[at] == "." and word and is_abbreviation(word.group()):
            continue
        sentences.append(Span(start, stop.end()))
        start = stop.end()
    sentences.append(Span(start, paragraph.end))
    return sentences


def find_sentence_ends(text: str, span: Span, *, abbreviations: Container[str]) -> list[int]:
    """Return where the next sentences begin within the span, if the one before surely ends.

    The word before the stop has two letters or more and is no abbreviation in lower case.
    """
    return [
        stop.end()
        for stop in _SURE_BOUNDARY.finditer(text, span.start, span.end)
        if stop["word"].lower() not in abbreviations
    ]


def follows_sentence(text: str, offset: int) -> bool:
    """Return whether the words right before the offset end a sentence, or introduce by a colon."""
    return _SENTENCE_BEFORE.search(text[max(0, offset - _LONGEST_END) : offset]) is not None


def ends_in_stop(words: str) -> bool:
    """Return whether the last character of the words ends a sentence. Marks are not looked at."""
    return words.endswith(_STOPS)
