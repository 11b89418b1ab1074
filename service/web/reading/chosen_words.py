"""Find in an article the words that an editor wrote into a form: where a quotation stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from service.api.schemas.span import Span as AnsweredSpan
from service.errors import InvalidRequest
from service.text.spans import Span

_NOT_THERE = InvalidRequest(
    "These words do not stand in the article. Copy them from it, each part on a line of its own."
)
_WORD = re.compile(r"\S+")


class _SpacedText:
    """A text with one space between its words, in which any white space is found as any other."""

    def __init__(self, text: str) -> None:
        words = list(_WORD.finditer(text))
        self.text = " ".join(word.group() for word in words)
        self._starts = [word.start() for word in words]
        self._places = list(accumulate((len(word.group()) + 1 for word in words[:-1]), initial=0))

    def places(self, words: str, *, after: int = 0) -> Iterator[Span]:
        """Yield where words stand in the text as submitted. No two places overlap.

        A pattern would begin again at each place, and take minutes where a text repeats itself.

        Args:
            words: Words with one space between them.
            after: Where they begin at the earliest, among the spaced words.
        """
        at = self.text.find(words, after)
        while at >= 0:
            yield Span(self._original(at), self._original(at + len(words) - 1) + 1)
            at = self.text.find(words, at + len(words))

    def place_of(self, position: int) -> int:
        """Return where a position of the text as submitted is among the spaced words."""
        number = bisect_right(self._starts, position) - 1
        return self._places[number] + position - self._starts[number]

    def _original(self, place: int) -> int:
        number = bisect_right(self._places, place) - 1
        return self._starts[number] + place - self._places[number]


def parts_of(text: str, spans: Iterable[AnsweredSpan]) -> list[str]:
    """Return the words of a quotation as a form shows them: each part with even spaces."""
    return [" ".join(text[span.start : span.end].split()) for span in spans]


def written_parts(chosen: str) -> list[str]:
    """Return the parts that an editor wrote, one a line, with even spaces."""
    return [" ".join(line.split()) for line in chosen.splitlines() if line.strip()]


def find_chosen(text: str, chosen: str, *, near: int) -> list[Span]:
    """Return the spans of words in a text, in its order.

    Any white space stands for any other. Parts with nothing between them are one span.

    Args:
        text: The article's text.
        chosen: The words: each line is a part, and stands after the one before.
        near: Where the quotation began before: of several places the nearest is meant.

    Raises:
        InvalidRequest: The words do not stand there in this order.
    """
    lines = written_parts(chosen)
    if not lines:
        raise _NOT_THERE
    spaced = _SpacedText(text)
    first = min(spaced.places(lines[0]), key=lambda span: abs(span.start - near), default=None)
    if first is None:
        raise _NOT_THERE
    found = [first]
    for words in lines[1:]:
        last = found[-1]
        following = next(spaced.places(words, after=spaced.place_of(last.end - 1) + 1), None)
        if following is None:
            raise _NOT_THERE
        if text[last.end : following.start].strip():
            found.append(following)
        else:
            found[-1] = Span(last.start, following.end)
    return found
