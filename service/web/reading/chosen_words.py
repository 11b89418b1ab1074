"""Find in an article the words that an editor wrote into a form: where a quotation stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.errors import InvalidRequest
from service.text.spans import Span

_NOT_THERE = InvalidRequest(
    "These words do not stand in the article. Copy them from it, each part on a line of its own."
)


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
    lines = [line.split() for line in chosen.splitlines() if line.strip()]
    if not lines:
        raise _NOT_THERE
    first = min(_places(text, lines[0]), key=lambda span: abs(span.start - near), default=None)
    if first is None:
        raise _NOT_THERE
    found = [first]
    for words in lines[1:]:
        following = next(_places(text, words, start=found[-1].end), None)
        if following is None:
            raise _NOT_THERE
        between = text[found[-1].end : following.start]
        if between.strip():
            found.append(following)
        else:
            found[-1] = Span(found[-1].start, following.end)
    return found


def _places(text: str, words: Sequence[str], start: int = 0) -> Iterator[Span]:
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    return (Span(*hit.span()) for hit in pattern.finditer(text, start))
