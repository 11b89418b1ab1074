"""Correct what the engine takes into the content beside the quoted words, or in their place.

- "Rejecting the claim, she said, “No.”": what comes before her clause is no part of her words.
- "thanking the fans, “You stayed.”": the object of the cue is none either, nor is "on Monday".
- "The gate was open. That is what they said.": the sentence before is what they said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from service.extraction.cues import load_lines, load_verbs
from service.extraction.quotation import Attribution, QuotedSpan
from service.extraction.rules.content.outermost import OutermostSpans
from service.text.document import Document
from service.text.sentences import find_sentence_ends
from service.text.spans import Span

_REACH = 1000
"""How many characters before "that is what they said" the sentence before it may begin."""
_ABBREVIATED = load_lines("abbreviations")
_ADJUNCT = re.compile(
    r"(?:(?:[\w’'-]+\s){0,2}?[A-Za-z]+ing\b|(?:asked|when|while|after|before|as|with|in|on|at|having"
    r"|since|despite|during|faced|shown)\b)",
    re.IGNORECASE,
)
"""How a phrase before the speaker's clause begins: "Countering", "When asked"."""
_OBJECT = re.compile(
    r"\s*(?:(?:the|an?|his|her|their|its|my|our)\s(?:[\w’'-]+\s){0,3}?|(?:[\w’'-]+\s)?)"
    r"[\w’'-]+\s*[,:]\s*"
)
"""The object of a cue before a quoted sentence: "acknowledging [the groans,]"."""
_CLAUSE_WORD = re.compile(
    r"\b(?:that|is|was|are|were|be|been|has|had|have|will|would|can|could|do|does|did|if|it|he|she|they|who|which|as)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\s*(?:(?:late|early|earlier|later|last|this|that|on|in|at|during|after|before|tonight"
    r"|again|an?|the|his|her|their|news|press|post|statement|interview|briefing|conference"
    r"|meeting|speech|hearing|rally|tweet|email|letter|week|month|year|night|morning|afternoon"
    r"|evening|[\w’']+day(?:’s|'s)?|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|\d{1,4})(?:\s+|$))+\s*",
)
"""When or where it was said: "on Monday", "in a statement"."""
_WHAT = re.compile(
    r"(?:at least,?\s|or so,?\s)?(?:(?:that|this|it|which)\s)?(?:is|was|[’']s)\s"
    r"(?:\w+ly\s|just\s)?what",
    re.IGNORECASE,
)


def correct_extents(
    document: Document, attributions: Sequence[Attribution], quoted_spans: Sequence[QuotedSpan]
) -> list[Attribution]:
    """Return the attributions with their own content alone."""
    outermost = OutermostSpans(quoted_spans)
    corrected = (_corrected(document, each, outermost) for each in attributions)
    return [each for each in corrected if each is not None]


def _corrected(
    document: Document, attribution: Attribution, outermost: OutermostSpans
) -> Attribution | None:
    """Return the attribution corrected, or None where nothing is left of it."""
    text = document.text
    if not attribution.cue or not attribution.content:
        return attribution
    first = attribution.content[0]
    if _WHAT.fullmatch(first.of(text).strip(" ,")):
        return _sentence_before(document, attribution)
    attribution = _without_adjunct(text, attribution, outermost)
    if len(attribution.content) != 1:
        return attribution
    (whole,) = attribution.content
    quoted = [each.outer for each in outermost.starting_in(whole)]
    if len(quoted) != 1 or not whole.contains(quoted[0]):
        return attribution
    (words,) = quoted
    before, after = text[whole.start : words.start], text[words.end : whole.end]
    if before.strip() and not after.strip() and _is_object(text, attribution, before):
        return replace(attribution, content=(words,))
    if after.strip(" .") and not before.strip() and _TIME.fullmatch(after.strip(" .,")):
        return replace(attribution, content=(words,))
    return attribution


def _without_adjunct(text: str, attribution: Attribution, outermost: OutermostSpans) -> Attribution:
    """Return the attribution without a phrase before its clause, if a quoted sentence follows."""
    cue = attribution.cue[-1]
    quoted = tuple(span for span in attribution.content if outermost.starts_at(span.start))
    rest = [span for span in attribution.content if not outermost.starts_at(span.start)]
    if not quoted or not rest or not attribution.source:
        return attribution
    between = text[cue.end : quoted[0].start]
    introduced = quoted[0].start >= cue.end and between.rstrip()[-1:] in (",", ":")
    upper = quoted[0].of(text).lstrip("“\"'‘«")[:1].isupper()
    early = all(span.end <= attribution.source[0].start for span in rest)
    if (
        introduced
        and upper
        and early
        and all(_ADJUNCT.match(span.of(text)) or _is_cut(text, span) for span in rest)
    ):
        return replace(attribution, content=quoted)
    return attribution


def _is_cut(text: str, span: Span) -> bool:
    """Return whether a span begins within a clause: a word right before it belongs to it."""
    before = text[max(0, span.start - 2) : span.start]
    return bool(before) and before[-1:] == " " and before[0].isalnum()


def _is_object(text: str, attribution: Attribution, before: str) -> bool:
    cue = attribution.cue[-1]
    gap = text[cue.end : attribution.content[0].start]
    # An article right after the cue may be left out of both.
    follows = cue.end <= attribution.content[0].start and len(gap.split()) <= 1 and "," not in gap
    if not follows or not _OBJECT.fullmatch(before) or _CLAUSE_WORD.search(before):
        return False
    # "her father warning her:" is the clause of another speaker.
    return not any(word.endswith("ing") and word in load_verbs() for word in before.split())


def _sentence_before(document: Document, attribution: Attribution) -> Attribution | None:
    """Return the attribution with the sentence before it as its content, None if there is none."""
    text, first = document.text, attribution.content[0]
    number = bisect_right(document.paragraphs, first.start, key=lambda each: each.start) - 1
    if number < 0 or not document.paragraphs[number].contains(first):
        return None
    begin = document.paragraphs[number].start
    low = max(begin, first.start - _REACH)
    ends = find_sentence_ends(text, Span(low, first.end), abbreviations=_ABBREVIATED)
    starts = [*([low] if low == begin else []), *(end for end in ends if end <= first.start)]
    if len(starts) < 2:
        return None
    content = Span(starts[-2], starts[-1]).trimmed(text, " \t\n.")
    return replace(attribution, content=(content,))
