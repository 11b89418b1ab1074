"""Patterns of this folder that hold English words."""

from __future__ import annotations

import re
from functools import cache

from service.extraction.cues import forms_of, load_lines

CUE_WORD = re.compile(r"[^\W\d_]+")

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

CONJUNCTIONS = frozenset(["and", "or", "nor"])
PLURAL_END = ("s", "people", "they", "we")
PROGRESSIVE_END = "ing"
AGENT = "by"
PASSIVE_LINKS = frozenset(["to", "that", "not", "as"])
"""Words that end the agent of a passive: "told by Roe [to]"."""
FRAME = "as"
REPROACH = "for"
"""The preposition in "fined Roe [for] calling"."""
GOVERNING = frozenset(["to", "by", "from", "with"])
"""Prepositions before a name that is not blamed: "apologised [to] Roe for calling"."""
LAST_SENTENCE = re.compile(r".*[.!?][”\"’']*\s+(?=[^\W\d_a-z])|.*[“”\"]", re.DOTALL)
"""All that comes before the last sentence of a region, or before its last words in marks."""
QUOTING = re.compile(
    r"\b(?P<cue>quot(?:ed|es|ing)|cit(?:ed|es|ing))\s(?P<who>[^.;:“”\"\n]{2,100}?)[:,]\s*$"
)
"""A verb of quoting and whom it quotes, right before the mark."""
IN_WORDS_OF = re.compile(
    r"\b(?:in|to\suse|to\sborrow)\s(?:an?|the)\s(?:own\s)?"
    r"(?P<cue>(?:words?|phrase|line)\s(?:of|from))\s",
    re.IGNORECASE,
)
WORDS_LINK = re.compile(r",\s")
WAS_QUOTED_AS_SAYING = re.compile(
    r"\b(?P<cue>(?:is|are|was|were|(?:has|have|had)\sbeen)\s(?:\w+ly\s)?(?:quoted|cited)"
    r"(?:\s(?:by|in|on)\s[^.;:“”\"\n]{2,60}?)?,?\sas\s(?:saying|telling|stating|claiming|writing|"
    r"arguing|adding|warning|insisting))(?:\s(?:reporters|police|him|her|them))?(?=[,:\s])"
    r"(?!\s(?:by|in|on|to)\b)"
)
"""The passive of quoting, up to the words that are quoted."""
HEADLINE_LABEL = re.compile(
    r"[^:“”\"\n]{2,60}\s[a-z]+(?P<colon>:)\s(?P<source>[A-Z][^:,;.“”\"\n]{1,60}?)\s(?P<cue>[a-z]+s)\s"
    r"(?P<content>[^“”\"\n]{3,160}[^\s.!?…“”\"])\s*"
)
"""A headline with a topic before a colon: "Quill inquest[:] [Clerk] [admits] [files were lost]"."""
SPEAKER_AT_END = re.compile(
    r"(?P<between>[^.;:?!“”\"\n]{0,120}?)(?P<comma>,)\s(?P<cue>[a-z]+)\s"
    r"(?P<source>[^.;:?!“”\"\n]{2,100})(?:\.(?=\s)|\.?\s*$)"
)
"""What follows words in marks up to the end: "since May, [adds] [the Anchor]."."""
RELATIVE = "who"
COMPLEMENTIZER = "that"

THAT = re.compile(r"that\b[\s,]*", re.IGNORECASE)
"""The conjunction that opens an indirect quotation."""

PERSONAL_PRONOUNS = frozenset(["he", "she", "it", "they"])
WHAT_BEFORE = re.compile(r"\bwhat\s$", re.IGNORECASE)

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


CUE_BEFORE_COLON = re.compile(
    r"(?<!['’]s[ \u00a0])(?<!\bthe[ \u00a0])\b(?P<cue>[A-Za-z]+)"
    r"(?=(?:[ \u00a0](?:(?:on|in|to|via|at|from)[ \u00a0][^.:;“”\"\n]{1,60}|this|later|earlier"
    r"|today|yesterday|back|too|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))?:$)"
)
"""A cue before the colon that ends a paragraph: "posted on Friday:"."""

HANDED_ON = re.compile(
    r"\b(?:(?:This|That|More|These|Now)(?:['’]s)?"
    r"(?:[ \u00a0](?:is|was|are|just|in|comes|came|more|now|reaction|update))*[ \u00a0](?:from|by)"
    r"|Here(?:['’]s|[ \u00a0]is|[ \u00a0]are))[ \u00a0]"
    r"(?!(?:how|that|wh\w+)\b)(?P<who>[^.:;!?“”\"\n]{2,60})[.:]$"
)
"""A sentence that hands on what someone posted: "This is from Ada Quill."."""
