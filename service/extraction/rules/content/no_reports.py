"""Drop attributions that report nothing: scare quotes, titles, questions put to the speaker, calls.

Ben Okri "called his mother", and who is "asked why he left" has not said why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from service.extraction.cues import find_stance, forms_of, is_cue_word, load_lines
from service.extraction.quotation import Attribution, QuotedSpan, Stance
from service.extraction.rules.content.outermost import OutermostSpans
from service.extraction.rules.content.titles import names_a_title
from service.extraction.rules.patterns import DETERMINER_BEFORE, NOUN_AFTER
from service.text.spans import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHORT = 3
"""A scare quote has at most this many words."""
_MARK = 10
"""More characters than a mark has: `&#8220;` has seven."""
_LONGEST_OBJECT = 100
_LONGEST_DETERMINER = 20
"""More characters than the word before a scare quote has."""
_INTRODUCED = re.compile(r"[,:]\s*$")
_FUNCTION_WORDS = ("clause_breaks", "noun_links", "auxiliaries", "determiners", "pronouns")
_REASON = re.compile(r"for\s\w+ing\b", re.IGNORECASE)
"""What somebody is known or praised for is no report: "for highlighting"."""
_BE = re.compile(r"\b(?:was|were|is|are|be|been|being|when|if|while)\s+$", re.IGNORECASE)
_CLAUSE_START = re.compile(r"(?:^|[.!?:;,\n”\"]\s*)$")
_ONE_OBJECT = re.compile(
    r"(?:(?:an?|the|his|her|their|my|our|its)\s[\w’'-]+|[A-Z][\w’'.-]*(?:\s[A-Z][\w’'.-]*){0,3}\s?"
    r"|him|her|them|me|us|police|emergency services|reporters)"
    r"(?:\s(?:at|on|from|after|before|about|immediately|again|back|to\s(?!be\b))\b.*)?",
    re.DOTALL,
)
"""One object and no name for it: "the police", "Lisa Marsh from the station"."""


def drop_no_reports(
    text: str, attributions: Sequence[Attribution], quoted_spans: Sequence[QuotedSpan]
) -> list[Attribution]:
    """Return the attributions without those that report nothing."""
    outermost = OutermostSpans(quoted_spans)
    return [
        each
        for each in attributions
        if not each.cue
        or not (
            _is_question_to_speaker(text, each)
            or _is_call(text, each, _held(each, outermost))
            or _is_scare_quote(text, each, _held(each, outermost))
        )
    ]


def _held(attribution: Attribution, outermost: OutermostSpans) -> list[QuotedSpan]:
    return [
        quoted
        for span in attribution.content
        for quoted in outermost.starting_in(Span(span.start - _MARK, span.end))
        if span.contains(quoted.inner)
    ]


def _is_question_to_speaker(text: str, attribution: Attribution) -> bool:
    """Return whether the source was asked the content: "asked why he left, Berg said"."""
    cue, content = attribution.cue[0], attribution.content[0]
    words = _cue_words(text, attribution)
    if not words or not words & _forms("asking"):
        return False
    after = attribution.source and attribution.source[0].start > content.end
    before = text[max(0, cue.start - 20) : cue.start]
    if not after or not content.start > cue.start:
        return False
    return _BE.search(before) is not None or _CLAUSE_START.search(before) is not None


def _is_call(text: str, attribution: Attribution, held: Sequence[QuotedSpan]) -> bool:
    """Return whether the source telephoned: one object, and no name for it."""
    last = _WORD.findall(text[attribution.cue[-1].start : attribution.cue[-1].end])
    if held or len(attribution.content) != 1 or not last:
        return False
    words = attribution.content[0].of(text).strip(" .,;")
    if len(words) > _LONGEST_OBJECT or last[-1].lower() not in _forms("telephoning"):
        return False
    return _ONE_OBJECT.fullmatch(words) is not None


def _is_scare_quote(text: str, attribution: Attribution, held: Sequence[QuotedSpan]) -> bool:
    """Return whether only a title or a few words are verbatim, and the cue reports nothing."""
    words = _cue_words(text, attribution)
    reports = any(is_cue_word(word) for word in words)
    if not held or not words or (reports and not _is_attitude(text, attribution)):
        return False
    if all(names_a_title(text, quoted.inner) for quoted in held):
        return True
    if not all(_is_short(text, quoted) for quoted in held):
        return False
    if _has_no_source(text, attribution) or _REASON.match(attribution.cue[0].of(text)):
        return True
    return not reports and all(_is_before_noun(text, quoted) for quoted in held)


def _is_before_noun(text: str, quoted: QuotedSpan) -> bool:
    """Return whether words in marks describe the noun after them: '“captivating” content'."""
    noun = NOUN_AFTER.match(text, quoted.outer.end)
    if noun is None:
        return False
    before = text[max(0, quoted.outer.start - _LONGEST_DETERMINER) : quoted.outer.start]
    if DETERMINER_BEFORE.search(before):
        return True
    if len(quoted.inner.of(text).split()) == _SHORT:
        return False
    word = noun.group().strip()
    return not any(word in load_lines(name) for name in _FUNCTION_WORDS)


def _is_attitude(text: str, attribution: Attribution) -> bool:
    cue = " ".join(span.of(text) for span in attribution.cue)
    return find_stance(cue) is not Stance.SPEECH


def _is_short(text: str, quoted: QuotedSpan) -> bool:
    words = quoted.inner.of(text).split()
    before = text[max(0, quoted.outer.start - 3) : quoted.outer.start]
    return (
        len(words) <= _SHORT
        and quoted.inner.of(text)[:1].islower()
        and _INTRODUCED.search(before) is None
    )


def _has_no_source(text: str, attribution: Attribution) -> bool:
    """Return whether the source is an article alone: "The [hope] was that"."""
    words = {word.lower() for span in attribution.source for word in _WORD.findall(span.of(text))}
    return words <= {"the", "a", "an"}


def _cue_words(text: str, attribution: Attribution) -> set[str]:
    return {word.lower() for span in attribution.cue for word in _WORD.findall(span.of(text))}


@cache
def _forms(name: str) -> frozenset[str]:
    return frozenset(form for verb in load_lines(name) for form in forms_of(verb))
