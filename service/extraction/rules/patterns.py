"""Patterns of this folder that hold English words."""

from __future__ import annotations

import re
from functools import cache

from service.extraction.cues import forms_of, load_lines

_GAP = r"[ \u00a0]"

NO_SPEAKER = re.compile(rf"(?:{'|'.join(sorted(load_lines('no_speakers')))})\b", re.IGNORECASE)
"""A source that is no speaker: "no one said"."""

DETERMINER_BEFORE = re.compile(r"\b(?:an?|the|its|his|her|their|this|so-called)\s+$", re.IGNORECASE)
"""The word before a scare quote: 'a "free" lunch'."""

NOUN_AFTER = re.compile(r"\s+[a-z]{3,}")
"""The word after a scare quote."""

REPORTER = re.compile(
    r"[ \t\u00a0”\"’']*(?P<source>I|[Ww]e)(?:['’]d| had)?(?: [a-z]+ly)? (?P<cue>[a-z]+)\b"
)
"""The interviewer's own clause after a question: "I asked her"."""

PASSED_ON = re.compile(
    rf",?{_GAP}(?:had{_GAP}|has{_GAP}|once{_GAP}|then{_GAP})?(?P<cue>[a-z]+)"
    rf"(?:{_GAP}(?:her|him|them|me|us|it|reporters|police|[A-Z]\w+(?:{_GAP}[A-Z]\w+)?))?"
    rf"(?:{_GAP}that)?[,:]?{_GAP}"
)
"""The words between a name and a quoted span: "then assured her that"."""

CLAUSE_BEGINS = re.compile(rf"(?:^|[,;]|\bthat|\bwhen){_GAP}*(?:[A-Z][a-z]+\.?{_GAP}){{0,2}}$")
"""The words before that name: the clause begins with it, perhaps after a title."""

THAT = re.compile(r"that\b[\s,]*", re.IGNORECASE)
"""The conjunction that opens an indirect quotation."""

PRONOUN_BEFORE = re.compile(r"\b(?:he|she|they)$", re.IGNORECASE)

OWNER_BEFORE = re.compile(
    r"(?:\b(?P<pronoun>his|her|their)|['’]s?)(?:\s(?:own|latest|recent|\w+ly|\w+ous))*\s+$",
    re.IGNORECASE,
)
"""The owner of a quoted span: 'her latest "sinking ship" remark'."""

WORD_AFTER = re.compile(r"\s(?P<cue>[A-Za-z]+)\b")


@cache
def description_before() -> re.Pattern[str]:
    """Return the pattern of "described the sale as a" between a name and a quoted span."""
    # "The brand pitched as" has a noun, so only forms that are a verb's alone count.
    verbs = load_lines("describing")
    forms = "|".join(sorted({form for verb in verbs for form in forms_of(verb)} - verbs))
    return re.compile(
        rf"(?:\s(?:has|had|have|once|also|later|\w+ly))*\s(?P<cue>{forms})"
        r"(?:\s(?!as\b)[\w’'-]+){0,5}?\sas(?:\s(?:an?|the|his|her|their|its|being|\w+ly))*\s*$"
    )


@cache
def statement_before() -> re.Pattern[str]:
    """Return the pattern of "'s conclusion that the pier was" before a quoted span."""
    nouns = "|".join(sorted(load_lines("that_nouns")))
    return re.compile(rf"['’]s?\s(?:\w+\s){{0,2}}?(?P<cue>{nouns})\sthat(?:\s[\w’'-]+){{1,8}}?\s*$")
