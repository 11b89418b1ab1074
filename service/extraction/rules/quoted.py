"""Quoted sentences: which stretches are direct speech, and who says them."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.extraction.quotation import Attribution
from service.extraction.rules.paragraph import Paragraph, is_cue
from service.extraction.rules.reports import (
    Report,
    announcement,
    is_embedded,
    report_after,
    report_before,
)
from service.text.spans import Span

_STOPS = ".?!…"


@dataclass(slots=True)
class _Speech:
    """One quotation as it grows, stretch by stretch."""

    report: Report
    content: list[Span] = field(default_factory=list)

    def finish(self) -> Attribution:
        report = self.report
        return Attribution(tuple(self.content), report.cue, report.source, report.confidence)


_UNKNOWN = Report(tokens=(), cue=(), source=(), confidence=0.3)


class QuotedReader:
    """Reads the quoted sentences of one document, a paragraph at a time."""

    def __init__(self) -> None:
        self._unclosed: _Speech | None = None
        self._announced: Report | None = None
        """What a paragraph that ends with a colon says of the next."""

    def read(self, paragraph: Paragraph) -> tuple[list[Attribution], set[int]]:
        """A paragraph -> its direct quotations, and the cue tokens that they use."""
        used: set[int] = set()
        speeches: list[_Speech] = []
        earlier, self._unclosed = self._unclosed, None
        announced, self._announced = self._announced, announcement(paragraph)
        before: _Speech | None = None
        for number, stretch in enumerate(paragraph.stretches):
            if _is_forgotten(paragraph, number):
                continue
            goes_on = earlier if number == 0 and stretch.continues else None
            speech = _read_one(paragraph, number, before=before, goes_on=goes_on, used=used)
            if announced and number == 0 and speech and not speech.report.cue:
                speech.report = announced
            before = speech
            if speech is None:
                continue
            speech.content.append(stretch.outer)
            used.update(speech.report.tokens)
            if speech not in speeches and speech is not earlier:
                speeches.append(speech)
            if not stretch.closed:
                self._unclosed = speech
        finished = [speech for speech in speeches if speech is not self._unclosed]
        if earlier is not None and earlier is not self._unclosed:
            finished.append(earlier)
        return [speech.finish() for speech in finished], used

    def rest(self) -> list[Attribution]:
        """Nothing -> what the last paragraph left unclosed."""
        return [self._unclosed.finish()] if self._unclosed else []


def _read_one(
    paragraph: Paragraph,
    number: int,
    *,
    before: _Speech | None,
    goes_on: _Speech | None,
    used: set[int],
) -> _Speech | None:
    """A stretch -> the quotation that it begins or goes on; None if nobody says it here."""
    leading = report_before(paragraph, number, used)
    following = report_after(paragraph, number)
    if leading and following:
        used.update(following.tokens)
    report = leading or following
    if goes_on is not None:
        if not goes_on.report.source and report is not None:
            goes_on.report = report
        elif report is not None:
            used.update(report.tokens)
        return goes_on
    if report is not None:
        return _Speech(report)
    if before is not None and _follows(paragraph, number, before):
        return before
    if _stands_alone(paragraph, number):
        return _Speech(_UNKNOWN)
    return None


def _follows(paragraph: Paragraph, number: int, before: _Speech) -> bool:
    """A stretch -> whether it goes on with the quotation before it ("A," she said. "B")."""
    gap = paragraph.gap_before(number)
    if not gap or is_embedded(paragraph, number) or not before.report.cue:
        return False
    return sum(paragraph.doc[index].text in _STOPS for index in gap) <= 1


def _stands_alone(paragraph: Paragraph, number: int) -> bool:
    """A stretch -> whether it is a sentence of its own, that nobody is said to speak."""
    inner = paragraph.stretches[number].inner.of(paragraph.text).strip()
    tokens = paragraph.tokens[number]
    begins = tokens.start == 0 or paragraph.sentences[tokens.start].start == tokens.start
    whole = inner[:1].isupper() and (inner[-1:] in _STOPS or not paragraph.stretches[number].closed)
    return begins and whole and not is_embedded(paragraph, number)


def _is_forgotten(paragraph: Paragraph, number: int) -> bool:
    """An unclosed stretch -> whether its cue stands in it: "We are done, coach Ray Pell said."""
    if paragraph.stretches[number].closed:
        return False
    tokens = paragraph.tokens[number]
    commas = [index for index in tokens if paragraph.doc[index].text == ","]
    tail = range(commas[-1], tokens.stop) if commas else range(0)
    words = [paragraph.doc[index] for index in tail if paragraph.doc[index].is_alpha]
    return 2 <= len(words) <= 8 and (is_cue(words[0]) or is_cue(words[-1]))
