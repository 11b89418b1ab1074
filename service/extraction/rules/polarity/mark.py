"""Decide whether the text says that the words were said, or that they were not.

The words around the cue and the source decide: negators and auxiliaries before the verb of speech,
verbs that govern it ("refused to call"), a subject that is no one, a condition, and a fabrication
that the source or the clause depends on ("a fake leaflet quoted her as saying").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from service.extraction.cues import forms_of, load_lines, load_verbs
from service.extraction.quotation import Attribution, Polarity, QuotedSpan
from service.extraction.rules.patterns import NO_SPEAKER
from service.extraction.rules.polarity.denial_patterns import (
    CONDITION_BEFORE,
    EXCEPTION,
    FRONTED_BEFORE,
    NEITHER_BEFORE,
    NO_WORDS_OF_HIS,
    NOT_WHAT_BEFORE,
    SUBJECT_OF_NONE,
    definite_carrier,
    denied_reports,
    false_carrier,
    false_carrier_before,
    false_report_before,
    introduced_as_false,
    words_never_spoken,
)
from service.extraction.rules.polarity.denials import find_governed_verb
from service.extraction.rules.polarity.verb_chain import (
    CHAIN_WORD,
    VerbChain,
    implicit_negatives,
    is_negator,
    quoting_verbs,
    read_chain,
)
from service.text.document import Document
from service.text.sentences import find_sentence_ends
from service.text.spans import Span

_REACH = 240
"""How many characters before the cue its sentence is read."""
_INTRODUCTION = 600
"""How many characters before a sentence a fabrication may be introduced."""
_ABBREVIATED = load_lines("abbreviations")
_LETTER = re.compile(r"\w")
_QUOTED = "·"
"""Stands for a letter of another quotation, which is no part of the sentence around it."""
_FIRST_PERSON = re.compile(r"(?:I|[Ww]e|you|You)\b")
_MISQUOTE = frozenset(forms_of("misquote") | forms_of("misattribute"))


def mark_polarity(
    document: Document, attributions: Sequence[Attribution], quoted_spans: Sequence[QuotedSpan]
) -> list[Attribution]:
    """Return the attributions, each with its polarity.

    An attribution to no one ("no one disputes that") is left out, unless it is denied.
    """
    text = document.text
    outermost = [quoted.inner for quoted in quoted_spans if not quoted.depth]
    sentences = _Sentences(text, outermost)
    marked = []
    # "He refuted reports that he had described it": the engine may find both verbs.
    governed = {
        verb.start()
        for each in attributions
        if (verb := find_governed_verb(text, each)) and _is_denied(sentences, each)
    }
    for each in attributions:
        inner = any(span.start <= verb < span.end for span in each.cue for verb in governed)
        if inner or _is_denied(sentences, each):
            marked.append(replace(each, polarity=Polarity.DENIED))
        elif not any(_is_no_one(span.of(text)) for span in each.source):
            marked.append(each)
    return marked


def _is_no_one(source: str) -> bool:
    return NO_SPEAKER.match(source) is not None and EXCEPTION.search(source) is None


def _is_denied(sentences: _Sentences, attribution: Attribution) -> bool:
    anchors = [*attribution.cue, *attribution.source] or list(attribution.content[:1])
    text, start = sentences.around(min(anchors))
    end = min(attribution.content[0].start, start + 2 * _REACH)
    before_content = Span(start, max(start, end))
    if words_never_spoken().search(text, before_content.start, before_content.end):
        return True
    subject = attribution.source[0] if attribution.source else None
    if subject is not None:
        begin = min(max(start, subject.start - _REACH), subject.start)
        before = text[begin : subject.start]
        if false_carrier().match(subject.of(text)) or false_carrier_before().search(before):
            return True
    head = _head(text, attribution)
    if subject is not None and _is_false_carrier(text, start, subject, head):
        return True
    if head is None:
        return subject is not None and NO_WORDS_OF_HIS.search(before) is not None
    chain = _chain(text, start, attribution, head)
    if is_negator(head.group().lower()):
        return True  # the engine took "not" alone for the cue
    if subject is None:
        return chain.hypothetical or _is_odd(chain.negations, head)
    negations = chain.negations + _subject_negates(subject.of(text), before)
    if find_governed_verb(text, attribution):
        # In "rubbished claims" the chain of "claims" holds the denial itself.
        denials = min(1, chain.negations) if head.group().lower() in denied_reports() else 0
        return (negations - denials) % 2 == 0
    if NOT_WHAT_BEFORE.search(before) or NO_WORDS_OF_HIS.search(before):
        negations += 1
    if false_report_before().search(before):
        negations += 1
    if _is_odd(negations, head):
        return True
    conditional = CONDITION_BEFORE.search(before) is not None
    speaks = _FIRST_PERSON.match(subject.of(text)) or before.rstrip().lower().endswith("as")
    return conditional or (chain.hypothetical and not speaks)


def _is_false_carrier(text: str, start: int, subject: Span, head: re.Match[str] | None) -> bool:
    """Return whether an earlier sentence says that the subject is a fabrication.

    Args:
        text: The text with other quotations blanked.
        start: Where the sentence begins.
        subject: The source.
        head: The verb that reports the words.
    """
    before = text[min(max(start, subject.start - _REACH), subject.start) : subject.start]
    carrier = definite_carrier().fullmatch(subject.of(text)) or definite_carrier().fullmatch(before)
    if carrier is None:
        return False
    quoting = head is not None and head.group().lower() in quoting_verbs()
    pattern = introduced_as_false(carrier["noun"].lower(), quoting=quoting)
    return pattern.search(text, max(0, start - _INTRODUCTION), start) is not None


def _chain(text: str, start: int, attribution: Attribution, head: re.Match[str]) -> VerbChain:
    """Return what the words before the verb say of it."""
    cue = attribution.cue[0]
    ends = [span.end for span in attribution.source if span.end <= cue.start]
    begin = max([start, head.start() - _REACH, *ends])
    after = max(head.end(), min(attribution.content[0].start, attribution.cue[-1].end + 40))
    return read_chain(text, begin, head, after=text[head.end() : after])


def _head(text: str, attribution: Attribution) -> re.Match[str] | None:
    """Return the verb of the cue that reports the words, or its last word; None if it has none."""
    words = [
        word for span in attribution.cue for word in CHAIN_WORD.finditer(text, span.start, span.end)
    ]
    known = [word for word in words if _may_report(word.group().lower())]
    if not known:
        known = [word for word in words if word.group().lower() not in load_lines("chain_words")]
    return known[-1] if known else words[-1] if words else None


def _may_report(word: str) -> bool:
    return word in load_verbs() or word in quoting_verbs() or word in _MISQUOTE


def _subject_negates(subject: str, before: str) -> bool:
    """Return whether the subject says that no one did it."""
    if SUBJECT_OF_NONE.match(subject):
        return EXCEPTION.search(subject) is None
    return NEITHER_BEFORE.search(before) is not None or FRONTED_BEFORE.search(before) is not None


def _is_odd(negations: int, head: re.Match[str]) -> bool:
    """Return whether the negations leave the verb negated. "Nobody denied that" is no denial."""
    word = head.group().lower()
    if word in _MISQUOTE:
        return negations % 2 == 0
    return negations % 2 == 1 and word not in implicit_negatives()


class _Sentences:
    """The text with other quotations blanked, and where the sentence of an offset begins."""

    def __init__(self, text: str, quoted: Sequence[Span]) -> None:
        self._text = text
        self._quoted = quoted
        self._starts = [span.start for span in quoted]
        parts, position = [], 0
        for span in quoted:
            parts += [text[position : span.start], _LETTER.sub(_QUOTED, span.of(text))]
            position = max(position, span.end)
        self._blanked = "".join([*parts, text[position:]])

    def around(self, anchor: Span) -> tuple[str, int]:
        """Return the text to read, and where the sentence of this span begins in it."""
        near = bisect_right(self._starts, anchor.start) - 1
        inside = near >= 0 and self._quoted[near].end > anchor.start
        text = self._text if inside else self._blanked
        low = max(0, anchor.start - _REACH, self._quoted[near].start if inside else 0)
        low = max(low, text.rfind("\n", low, anchor.start) + 1)
        ends = find_sentence_ends(text, Span(low, anchor.end), abbreviations=_ABBREVIATED)
        return text, max([low, *(end for end in ends if end <= anchor.start)])
