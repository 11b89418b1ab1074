"""Labels of a source: who speaks in a transcript, and when.

A client says that a text is a source, so more is read as a label here than in any article
(`service.extraction.quoted_text.transcripts`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.extraction.cues import load_lines
from service.extraction.quoted_text.bylines import find_timed_line
from service.extraction.quoted_text.patterns import NAME_WITH_PARTICLES
from service.text.document import Document
from service.text.sentences import ends_in_stop
from service.text.spans import Span

_STAMP = r"[\[(<]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])>]?"
_BOLD = r"(?:\*\*|__|\*)?"
_PLAIN_NAME = (
    r"(?:[Ss]peaker|SPEAKER)[ _]?[\dA-Z]{1,3}|[QA]\d{0,3}|"
    rf"{NAME_WITH_PARTICLES}(?: \d{{1,2}})?"
)
_LABEL = re.compile(
    rf"(?:>>+\s*|[-–•]\s+)?{_BOLD}(?:{_STAMP}\s*[-–—|]?\s*)?{_BOLD}(?P<name>{_PLAIN_NAME})"
    r"(?P<role>(?:\s?[(\[][^()\[\]\n]{1,60}[)\]]){0,2}|,\s[A-Z][^:\n]{1,60})"
    rf"{_BOLD}\s?(?P<colon>:){_BOLD}(?=\s|\Z)"
)
_QUESTION = re.compile(r"(?P<name>[QA])(?P<colon>[.)])(?=\s)")
_BARE_QUESTION = re.compile(r"(?P<name>Q)[ \t\u00a0]+(?=\S)")
_VOICE_TAG = re.compile(r"<v(?:\.[\w.]+)? (?P<name>[^<>\n]{1,60})>")
_TIMES = re.compile(
    rf"^[ \t]*(?P<cue>{_STAMP}\s*-->\s*{_STAMP}[^\n]*)$|^[ \t]*(?P<number>\d{{1,5}})[ \t]*$|"
    rf"^[ \t]*(?:>>+[ \t]*)?{_BOLD}(?P<line>{_STAMP})|"
    rf"(?P<inside>[\[(<]\d{{1,2}}:\d\d(?::\d\d)?(?:[.,]\d{{1,3}})?[\])>])|"
    rf"(?P<after>(?<=[^\W\d_]) {{1,4}}{_STAMP}(?=[ \t]*$))",
    re.MULTILINE,
)
_HEAD = re.compile(r"WEBVTT[^\n]*|[\d\s:.,>\[\]()-]+")
"""A line before the first words of subtitles: a number, a time."""
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?")
_FEWEST = 2
_FEWEST_WORDS = 5
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class TurnLabel:
    """The label of a turn: the name in it, and the whole label with its time and colon."""

    name: Span
    whole: Span
    is_bare: bool = False
    """Whether no mark follows the name: the "Q" of a transcript in capitals."""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A time that a transcript prints, and where."""

    span: Span
    clock: str


def find_labels(document: Document) -> tuple[TurnLabel, ...]:
    """Return the labels of a transcript, in order, or none where the text is no transcript.

    Two sentences after labels in capitals are enough. Labels in ordinary case look like headings:
    the text begins with one, or a third of the paragraphs between them have one.
    """
    text, lines = document.text, document.paragraphs
    found = [(n, label) for n, line in enumerate(lines) if (label := _find(document, line))]
    capital = [(n, label) for n, label in found if label.name.of(text).isupper()]
    named = [(n, label) for n, label in capital if len(label.name) > 1]
    if sum(_introduces_sentence(text, label, lines[n]) for n, label in named) >= _FEWEST:
        return tuple(label for _, label in capital)
    found = [(n, label) for n, label in found if not label.is_bare]
    if not found:
        return ()
    first, last = found[0][0], found[-1][0]
    dense = len(found) >= _FEWEST and 3 * len(found) >= last + 1 - first
    opens = all(_HEAD.fullmatch(line.of(text)) for line in lines[:first])
    return tuple(label for _, label in found) if dense or opens else ()


def turns_of(document: Document, labels: Sequence[TurnLabel]) -> list[Span]:
    """Return the span from each label to the next one, in order."""
    ends = [*(label.whole.start for label in labels[1:]), len(document.text)]
    return [
        Span(label.whole.end, end).trimmed(document.text)
        for label, end in zip(labels, ends, strict=True)
    ]


def find_timestamps(text: str) -> tuple[Timestamp, ...]:
    """Return the times that stand at the beginning of a line, in brackets, or alone after a name.

    A line that only numbers a subtitle counts as one, without a clock.
    """
    found = []
    for match in _TIMES.finditer(text):
        clock = _CLOCK.search(match[0])
        group = match.lastgroup or 0
        found.append(Timestamp(Span(*match.span(group)), clock[0] if clock else ""))
    return tuple(found) if any(each.clock for each in found) else ()


def _find(document: Document, paragraph: Span) -> TurnLabel | None:
    text = document.text
    for pattern in (_VOICE_TAG, _QUESTION, _LABEL, _BARE_QUESTION):
        match = pattern.match(text, paragraph.start, paragraph.end)
        if match and not _is_heading(match["name"]):
            whole = Span(paragraph.start, match.end())
            return TurnLabel(Span(*match.span("name")), whole, pattern is _BARE_QUESTION)
    name = find_timed_line(text, paragraph)
    return TurnLabel(name, paragraph) if name else None


def _is_heading(name: str) -> bool:
    return len(name) > _LONGEST_NAME or name.casefold() in load_lines("no_labels")


def _introduces_sentence(text: str, label: TurnLabel, paragraph: Span) -> bool:
    words = Span(label.whole.end, paragraph.end).of(text)
    return len(words.split()) >= _FEWEST_WORDS and ends_in_stop(words.rstrip("\"”’')] "))
