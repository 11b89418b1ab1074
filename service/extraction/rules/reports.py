"""Reports: the cue and the source that stand beside a quoted sentence."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from service.extraction.cues import load_lines
from service.extraction.rules.paragraph import Paragraph, is_cue, verb_of
from service.extraction.rules.sources import (
    find_name_after,
    find_neighbour,
    find_source,
    is_passive,
    says_nothing,
)
from service.text.spans import Span

_FAR = 30
"""Tokens between a quoted sentence and its cue at most."""
_CLOSING = " \xa0\"'’”»"
_NEW_SENTENCE = frozenset({"He", "She", "They", "We", "It"})
_DASHES = frozenset("-–—―~") | {"--"}


@dataclass(frozen=True, slots=True)
class Report:
    """A cue beside a quoted sentence, and who it says spoke."""

    tokens: tuple[int, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    confidence: float


def report_after(paragraph: Paragraph, number: int) -> Report | None:
    """The words behind a stretch -> "X said", "said X", "according to X", "— X", or None."""
    gap = paragraph.gap_after(number)
    inner = paragraph.stretches[number].inner.of(paragraph.text).rstrip(_CLOSING)
    if not gap or is_embedded(paragraph, number):
        return None
    first = paragraph.doc[gap.start]
    if first.text in _DASHES:
        return _signature(paragraph, gap)
    if inner[-1:] not in ",?!—–-…." and first.text != "," and not is_cue(first):
        return None
    if inner[-1:] in "?!" and first.text in _NEW_SENTENCE:
        return None
    end = min(paragraph.sentences[gap.start].stop, gap.stop, gap.start + _FAR)
    sentence = range(gap.start, end)
    for index in sentence:
        token = paragraph.doc[index]
        if token.lower_ == "according" and index + 1 < end:
            source = find_name_after(paragraph, range(index + 2, end))
            return Report((index,), (paragraph.place(index, index + 1),), source, 0.9)
        if not is_cue(token) or token.dep_ == "relcl":
            continue
        if inner.endswith(".") and not _closes_sentence(paragraph, index, sentence):
            return None
        return _report(paragraph, token, sentence, confidence=0.95)
    if inner.endswith(","):
        source = find_name_after(paragraph, sentence)
        place = paragraph.words(sentence.start, sentence.stop - 1)
        if source and place and source[0].end == place.end:
            return Report((), (), source, 0.6)
    return None


def report_before(paragraph: Paragraph, number: int, used: set[int]) -> Report | None:
    """The words before a stretch -> "X said:", "told the paper," or None."""
    gap = paragraph.gap_before(number)
    if not gap or not _is_worded(paragraph, number, least=2):
        return None
    last = paragraph.doc[gap[-1]]
    start = max(paragraph.sentences[gap[-1]].start, gap.start, gap.stop - _FAR)
    sentence = range(start, gap.stop)
    if last.text in (",", ":") or (last.is_alpha and not is_embedded(paragraph, number)):
        for index in reversed(sentence):
            token = paragraph.doc[index]
            if is_cue(token) and index not in used and _speaks(paragraph, token):
                return _report(paragraph, token, sentence, confidence=0.9)
    return _colon(paragraph, sentence) if last.text == ":" else None


def _colon(paragraph: Paragraph, gap: range) -> Report | None:
    """The words up to a colon -> a report, if a name stands right before it."""
    first = gap[-1]
    while first > gap.start and paragraph.doc[first - 1].pos_ in ("PROPN", "NOUN", "ADJ", "DET"):
        first -= 1
    source = find_name_after(paragraph, range(first, gap[-1]))
    return Report((), (paragraph.place(gap[-1], gap[-1]),), source, 0.8) if source else None


def _speaks(paragraph: Paragraph, cue: Token) -> bool:
    """A cue before a quoted sentence -> whether the words were said ("was asked" included)."""
    return is_passive(paragraph, cue) or not says_nothing(paragraph, cue)


def announcement(paragraph: Paragraph) -> Report | None:
    """A paragraph -> the report that its last words give of the next: "Lund added:" or None."""
    if not len(paragraph.doc) or paragraph.doc[-1].text != ":":
        return None
    sentence = paragraph.sentences[-1]
    for index in reversed(sentence):
        if is_cue(paragraph.doc[index]) and paragraph.is_outside(index):
            return _report(paragraph, paragraph.doc[index], sentence, confidence=0.8)
    return _colon(paragraph, sentence)


def _report(paragraph: Paragraph, cue: Token, gap: range, *, confidence: float) -> Report:
    here = Span(paragraph.place(gap.start, gap.start).start, paragraph.place(gap[-1], gap[-1]).end)
    source = find_source(paragraph, cue)
    if not source or not here.contains(source[-1]):
        source = find_neighbour(paragraph, cue, gap) or source
    return Report((cue.i,), (place_cue(paragraph, cue),), source, confidence)


def place_cue(paragraph: Paragraph, cue: Token) -> Span:
    """A cue verb -> where it stands, with the particle that belongs to it."""
    following = cue.i + 1
    if following < len(paragraph.doc):
        phrase = f"{verb_of(cue)} {paragraph.doc[following].lower_}"
        if phrase in load_lines("particles"):
            return paragraph.place(cue.i, following)
    return paragraph.place(cue.i, cue.i)


def _signature(paragraph: Paragraph, gap: range) -> Report | None:
    """The words behind a dash -> a report, if they are a name and no more."""
    if len(gap) > 12 or not any(paragraph.doc[i].pos_ == "PROPN" for i in gap):
        return None
    if any(paragraph.doc[i].pos_ in ("VERB", "AUX") for i in gap):
        return None
    source = paragraph.words(gap.start + 1, gap[-1])
    return Report((), (), (source,), 0.8) if source else None


def is_embedded(paragraph: Paragraph, number: int) -> bool:
    """A stretch -> whether it goes on the sentence of the word before it: the map is "a gift"."""
    gap = paragraph.gap_before(number)
    if not gap:
        return False
    last = paragraph.doc[gap[-1]]
    if not last.is_alpha or is_cue(last):
        return False
    inner = paragraph.stretches[number].inner.of(paragraph.text).lstrip()
    return not (_is_addressee(last) and inner[:1].isupper())


def _is_addressee(token: Token) -> bool:
    """Told *reporters*, told *the Times*: the last word of the object of a cue verb."""
    head = token.head
    return token.dep_ in ("dobj", "dative", "iobj") and is_cue(head) and verb_of(head) == "tell"


def _is_worded(paragraph: Paragraph, number: int, *, least: int) -> bool:
    return len(paragraph.stretches[number].inner.of(paragraph.text).split()) >= least


def _closes_sentence(paragraph: Paragraph, index: int, sentence: range) -> bool:
    rest = range(index + 1, sentence.stop)
    return all(not paragraph.doc[i].is_alpha for i in rest) or index == sentence.start
