"""The characters that are quotation marks, and the direction that each one faces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from service.text.spans import Span


class Family(StrEnum):
    """Marks that can close each other, even if a writer mixes them."""

    DOUBLE = "double"
    SINGLE = "single"
    ANGLE = "angle"


class Facing(StrEnum):
    """The direction of a character, without a look at its neighbours."""

    OPENS = "opens"
    CLOSES = "closes"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class MarkCharacter:
    """One way to write a mark. Marks of one set are paired first, then others of their family."""

    family: Family
    facing: Facing
    set: str


_CHARACTERS: dict[str, MarkCharacter] = {}


def _add_characters(
    family: Family, name: str, *, opens: str = "", closes: str = "", either: str = ""
) -> None:
    for facing, written in (
        (Facing.OPENS, opens),
        (Facing.CLOSES, closes),
        (Facing.EITHER, either),
    ):
        for form in written.split():
            _CHARACTERS[form.lower()] = MarkCharacter(family, facing, name)


_add_characters(
    Family.DOUBLE,
    "curly",
    opens="“ „ ‟ &ldquo; &bdquo; &#8220; &#8222; &#x201c; &#x201e;",
    closes="” &rdquo; &#8221; &#x201d;",
)
_add_characters(Family.DOUBLE, "two singles", closes="’’")
_add_characters(Family.DOUBLE, "straight", either='" ＂ &quot; &#34; &#034; &#x22;')
_add_characters(Family.DOUBLE, "tex", opens="``", either="''")
_add_characters(
    Family.ANGLE,
    "guillemets",
    opens="« &laquo; &#171; &#xab;",
    closes="» &raquo; &#187; &#xbb;",
)
_add_characters(
    Family.ANGLE, "single guillemets", opens="‹ &lsaquo; &#8249;", closes="› &rsaquo; &#8250;"
)
_add_characters(
    Family.SINGLE,
    "curly single",
    opens="‘ ‚ ‛ &lsquo; &sbquo; &#8216; &#8218; &#x2018;",
    closes="’ ´ &rsquo; &#8217; &#x2019;",
)
_add_characters(Family.SINGLE, "straight single", opens="`", either="' &apos; &#39; &#039; &#x27;")

# Characters without width: the character after them decides which way a mark faces.
_NOTHING = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_FORM = "|".join(re.escape(form) for form in sorted(_CHARACTERS, key=len, reverse=True))
_MARK = re.compile(_FORM, re.IGNORECASE)
_RUN = re.compile(f"(?:{_FORM}|[{_NOTHING}])+", re.IGNORECASE)
_SPACE_BEFORE = re.compile(r"&(?:nbsp|#160|thinsp);\Z", re.IGNORECASE)
_SPACE_AFTER = re.compile(r"&(?:nbsp|#160|thinsp);", re.IGNORECASE)
_LONGEST_SPACE = len("&thinsp;")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in the text, with the characters before and after its run of marks."""

    span: Span
    character: MarkCharacter
    before: str
    after: str

    @property
    def halves(self) -> tuple[Mark, Mark] | None:
        """The two single marks that a double one of two characters may be instead, or None."""
        if self.character.set != "two singles":
            return None
        single, middle = _CHARACTERS["’"], self.span.start + 1
        return (
            replace(self, span=Span(self.span.start, middle), character=single),
            replace(self, span=Span(middle, self.span.end), character=single),
        )

    @property
    def faces_right(self) -> bool:
        """Return whether it looks like an opening mark: space or a bracket before, a word after."""
        return _is_edge(self.before) and not self.after.isspace() and self.after != ""

    @property
    def faces_left(self) -> bool:
        """Return whether it looks like a closing mark: a word or a stop before, no word after."""
        return not (self.before.isspace() or self.before == "") and not self.after.isalnum()


def read_marks(text: str, paragraph: Span) -> Iterator[Mark]:
    """Yield every character of the paragraph that may be a quotation mark."""
    for run in _RUN.finditer(text, paragraph.start, paragraph.end):
        before = _neighbour_before(text, paragraph, run.start())
        after = _neighbour_after(text, paragraph, run.end())
        for mark in _MARK.finditer(text, run.start(), run.end()):
            character = _CHARACTERS[mark.group().lower()]
            yield Mark(Span(mark.start(), mark.end()), character, before, after)


def _is_edge(character: str) -> bool:
    return character == "" or character.isspace() or character in "([{<-–—―/|:*_"


def _neighbour_before(text: str, paragraph: Span, position: int) -> str:
    if position == paragraph.start:
        return ""
    start = max(paragraph.start, position - _LONGEST_SPACE)
    if text[position - 1] == ";" and _SPACE_BEFORE.search(text[start:position]):
        return " "
    return text[position - 1]


def _neighbour_after(text: str, paragraph: Span, position: int) -> str:
    if position == paragraph.end:
        return ""
    return " " if _SPACE_AFTER.match(text, position, paragraph.end) else text[position]
