"""Make up syndication: reports of agencies as many outlets print them.

A real article stands for the agency's report. Each outlet changes it in its own way. Paragraphs of
an outlet's own come from other articles, each used once. For each report there is a rival, too: a
report of another reporter on the same event. It has all quotations of the first, in other words
around them, and credits the same agency.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

LEAST_WORDS, MOST_WORDS = 250, 1_200
"""The words of articles that may stand for a report."""
AGENCIES = ("AP", "Reuters", "AFP")
RIVAL = "rival"

_QUOTED = re.compile(r"“[^“”\n]*”|\"[^\"\n]*\"")
_EDITED = 0.02
"""The share of words that an outlet's desk changes."""


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A report as one outlet prints it."""

    report: int
    """The number of the report. That of a rival is negative."""
    change: str
    """What the outlet changed."""
    text: str


@dataclass(slots=True)
class _Desk:
    """Chance, and paragraphs that no other article has."""

    chance: random.Random
    spare: list[str]

    def own(self, words: int) -> list[str]:
        """Return paragraphs of the outlet's own, of some number of words."""
        found: list[str] = []
        while self.spare and sum(len(each.split()) for each in found) < words:
            found.append(self.spare.pop())
        return found


def _whole(paragraphs: list[str], desk: _Desk) -> list[str]:
    return paragraphs


def _edit(paragraphs: list[str], desk: _Desk) -> list[str]:
    def edited(word: str) -> str:
        return word[::-1] if desk.chance.random() < _EDITED else word

    return [" ".join(map(edited, paragraph.split())) for paragraph in paragraphs]


def _trim(paragraphs: list[str], desk: _Desk) -> list[str]:
    """Cut the end, as desks do: 40 to 90 percent of the words stay."""
    total, kept = _words(paragraphs), 0
    share = desk.chance.uniform(0.4, 0.9)
    for number, paragraph in enumerate(paragraphs, start=1):
        kept += len(paragraph.split())
        if kept >= share * total:
            return paragraphs[:number]
    return paragraphs


def _own_lead(paragraphs: list[str], desk: _Desk) -> list[str]:
    return [*desk.own(50), *paragraphs[1:]]


def _insert(paragraphs: list[str], desk: _Desk) -> list[str]:
    """Add local paragraphs, up to a third of the words."""
    own = desk.own(int(_words(paragraphs) * desk.chance.uniform(0.1, 0.33)))
    place = desk.chance.randrange(1, len(paragraphs) + 1)
    return [*paragraphs[:place], *own, *paragraphs[place:]]


def _all_of_it(paragraphs: list[str], desk: _Desk) -> list[str]:
    for change in (_trim, _own_lead, _insert, _edit):
        paragraphs = change(paragraphs, desk)
    return paragraphs


CHANGES: dict[str, Callable[[list[str], _Desk], list[str]]] = {
    "whole": _whole,
    "words changed": _edit,
    "end trimmed": _trim,
    "own lead": _own_lead,
    "local paragraphs": _insert,
    "all of these": _all_of_it,
}
"""What an outlet may do to a report."""


def syndicate(texts: Sequence[str], *, reports: int, seed: int = 7) -> list[PrintedReport]:
    """Print reports at outlets: each report with each change, twice, and its rival.

    Args:
        texts: Articles that are no near copies of each other.
        reports: How many of them are reports. The others lend paragraphs.
        seed: Of chance.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    usable = [text for text in texts if LEAST_WORDS <= len(text.split()) <= MOST_WORDS]
    chance.shuffle(usable)
    chosen, others = usable[:reports], usable[reports:]
    spare = [paragraph for text in others for paragraph in _paragraphs(text)]
    desk = _Desk(chance, spare)
    printed: list[PrintedReport] = []
    for number, text in enumerate(chosen, start=1):
        paragraphs = _paragraphs(text)
        agency = chance.choice(AGENCIES)
        for name, change in CHANGES.items():
            for credited in (True, False):
                changed = _credit(change(paragraphs, desk), agency if credited else None)
                printed.append(PrintedReport(number, name, "\n\n".join(changed)))
        printed.append(PrintedReport(-number, RIVAL, _rival(text, desk, agency)))
    return printed


def _rival(text: str, desk: _Desk, agency: str) -> str:
    """Return another report on the same event: all quotations, and none of the other words."""
    quoted = [found.group() for found in _QUOTED.finditer(text)]
    own = desk.own(len(text.split()) - sum(len(words.split()) for words in quoted))
    paragraphs = [*own, *quoted]
    desk.chance.shuffle(paragraphs)
    return "\n\n".join(_credit(paragraphs, agency))


def _credit(paragraphs: list[str], agency: str | None) -> list[str]:
    if agency is None or not paragraphs:
        return paragraphs
    return [f"WEXCOMBE ({agency}) — {paragraphs[0]}", *paragraphs[1:]]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _words(paragraphs: Sequence[str]) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)
