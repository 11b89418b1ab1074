"""The words of a paragraph as a parser wants them: entities read, odd characters taken out."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from service.text.spans import Span

_ODD = re.compile(
    # The parser's tokeniser takes time by the square of such runs, and nothing is said in them.
    r"(?P<run>(?<=[^\w\s]{8})[^\w\s]+|(?<=\S{80})\S+)"
    r"|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});"
    r"|``|''"
    r"|[\u00ad\u200b-\u200d\u2060\ufeff\xa0\u2000-\u200a\u202f\u3000]",
    re.IGNORECASE,
)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


@dataclass(frozen=True, slots=True)
class PlainText:
    """Words for the parser, and where each of their characters stands in the text."""

    words: str
    places: tuple[Span, ...] | range
    """A range of offsets where the words stand in the text just so."""

    def span(self, start: int, end: int) -> Span:
        """Offsets into the words -> where the same words stand in the text."""
        if isinstance(self.places, range):
            return Span(self.places.start + start, self.places.start + end)
        return Span(self.places[start].start, self.places[end - 1].end)


def read_plain(text: str, paragraph: Span) -> PlainText:
    """A text and one of its paragraphs -> its words for the parser."""
    if _ODD.search(text, paragraph.start, paragraph.end) is None:
        return PlainText(paragraph.of(text), range(paragraph.start, paragraph.end))
    words: list[str] = []
    places: list[Span] = []
    position = paragraph.start
    for odd in _ODD.finditer(text, paragraph.start, paragraph.end):
        words.append(text[position : odd.start()])
        places.extend(Span(at, at + 1) for at in range(position, odd.start()))
        replaced = "" if odd["run"] else _replace(odd.group())
        words.append(replaced)
        places.extend([Span(odd.start(), odd.end())] * len(replaced))
        position = odd.end()
    words.append(text[position : paragraph.end])
    places.extend(Span(at, at + 1) for at in range(position, paragraph.end))
    return PlainText("".join(words), tuple(places))


def _replace(odd: str) -> str:
    if odd in ("``", "''"):
        return '"'
    if odd in _INVISIBLE:
        return ""
    # A NUL ("&#0;") would be more than the parser expects of a text.
    return " " if odd.isspace() else html.unescape(odd).replace("\xa0", " ").replace("\0", " ")
