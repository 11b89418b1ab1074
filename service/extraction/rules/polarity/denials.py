"""Correct the extent of attributions whose cue denies, refuses or attributes in the passive voice.

In "Sand denied telling the board that ..." the cue is "denied", and what he denied is the content.
In "Oakes refused to call it “theft”" the cue is "refused to call".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise

from service.extraction.cues import forms_of, load_lines, load_verbs
from service.extraction.quotation import Attribution, QuotedSpan
from service.extraction.rules.content.outermost import OutermostSpans
from service.extraction.rules.polarity.denial_patterns import denied_reports
from service.extraction.rules.polarity.verb_chain import (
    CHAIN_WORD,
    implicit_negatives,
    quoting_verbs,
)
from service.text.spans import Span

_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we"})
_FURTHEST = 8
"""The verb of speech that a denial governs is within this many words."""
_TO = re.compile(r"\bto\s*$")
_NOT_WHAT = re.compile(
    r"[\s,]*(?:is|was|are|were|[’']s)?(?:n[o'’]t|\snot)?(?:\s\w+ly)?"
    r"\s(?:what|something|a phrase)\s*$"
)


def correct_denials(
    text: str, attributions: Sequence[Attribution], quoted_spans: Sequence[QuotedSpan]
) -> list[Attribution]:
    """Return the attributions with the extents that their cues ask for."""
    outermost = OutermostSpans(quoted_spans)
    return [
        _corrected(text, each, outermost) if each.cue and each.content else each
        for each in attributions
    ]


def find_governed_verb(text: str, attribution: Attribution) -> re.Match[str] | None:
    """Return the verb of speech at the head of the content that the cue denies or refuses.

    "denied [ever having told staff ...]", "denied [claims that she had said ...]".
    """
    if not attribution.cue or not attribution.content:
        return None
    cue = attribution.cue[-1]
    words = [word.group().lower() for word in CHAIN_WORD.finditer(text, cue.start, cue.end)]
    first = attribution.content[0]
    if not any(word in implicit_negatives() for word in words[-3:]) or first.start < cue.end:
        return None
    following = list(islice(CHAIN_WORD.finditer(text, first.start, first.end), _FURTHEST + 1))
    for word, after in pairwise(following):
        lower = word.group().lower()
        if "“" in text[first.start : word.start()]:
            return None
        # "denied [media reports] that she had said": a noun before the report is part of it.
        if lower in denied_reports() or after.group().lower() in denied_reports():
            continue
        if lower in load_verbs() and not _is_noun(text, first.start, word):
            return word
        if not _may_stand_between(lower):
            return None
    return None


def _corrected(text: str, attribution: Attribution, outermost: OutermostSpans) -> Attribution:
    first = attribution.content[0]
    cue = attribution.cue[-1]
    words = list(CHAIN_WORD.finditer(text, cue.start, cue.end))
    denial = next((word for word in words if word.group().lower() in _denying()), None)
    if denial and denial is not words[-1] and words[-1].group().lower() in load_verbs():
        # "denied saying": what follows the denial is what was denied.
        content = Span(words[words.index(denial) + 1].start(), first.end)
        if cue.end <= first.start:
            return replace(
                attribution,
                cue=(*attribution.cue[:-1], Span(cue.start, denial.end())),
                content=(content, *attribution.content[1:]),
            )
    verb = find_governed_verb(text, attribution)
    if verb and _TO.search(text, first.start, verb.start()) and denial is None:
        rest = Span(verb.end(), first.end).trimmed(text)
        if rest:
            extended = Span(cue.start, verb.end())
            return replace(
                attribution,
                cue=(*attribution.cue[:-1], extended),
                content=(rest, *attribution.content[1:]),
            )
    if attribution.source == () and len(attribution.content) == 2 and _is_passive(text, cue):
        # "The words “A” were attributed to Omar Field": he is the source.
        before, after = attribution.content
        if before.end <= cue.start and cue.end <= after.start:
            quoted = [each.outer for each in outermost.starting_in(before)]
            return replace(attribution, content=tuple(quoted) or (before,), source=(after,))
    if _is_passive(text, cue) and first.end <= cue.start:
        quoted = [each.outer for each in outermost.starting_in(first)]
        if quoted:
            return replace(attribution, content=(*quoted, *attribution.content[1:]))
    opening = outermost.starting_in(Span(first.start, first.start + 1))
    if opening and _NOT_WHAT.fullmatch(text, opening[0].outer.end, first.end):
        return replace(attribution, content=(opening[0].outer, *attribution.content[1:]))
    return attribution


def _is_passive(text: str, cue: Span) -> bool:
    words = [word.group().lower() for word in CHAIN_WORD.finditer(text, cue.start, cue.end)]
    return len(words) > 1 and words[-1] == "to" and words[-2] in quoting_verbs()


def _is_noun(text: str, start: int, word: re.Match[str]) -> bool:
    """Return whether a word that may be a verb follows an article: "denied the claim"."""
    before = text[start : word.start()].split()
    return bool(before) and before[-1].lower() in {"the", "a", "an", "any", "all", "such"}


def _may_stand_between(word: str) -> bool:
    return word in load_lines("chain_words") or word in _PRONOUNS or word.endswith("ly")


@cache
def _denying() -> frozenset[str]:
    return frozenset(forms_of("deny") | forms_of("dispute"))
