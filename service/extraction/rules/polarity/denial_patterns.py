"""Patterns of the words around a subject that say that nothing was said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from service.extraction.cues import forms_of, load_lines, load_verbs

SUBJECT_OF_NONE = re.compile(
    r"\W*(?:no|none|nobody|no[- ]one|neither|nor|not (?:an?|one|any|even)|hardly any(?:one|body)?)"
    r"\b(?!\.? ?\d|(?:,? (?:doubt|sooner|longer|wonder))\b)",
    re.IGNORECASE,
)
"""A subject that says that no one did it: "no minister", "neither she nor he"."""

EXCEPTION = re.compile(r"\b(?:but|except|other than|apart from|save)\b", re.IGNORECASE)
"""Words by which somebody did it after all: "no one but Orr said"."""

NEITHER_BEFORE = re.compile(
    r"(?:^|\W)(?:neither|nor|no|not (?:one|even|a single))\s+(?:the|an?)?\s*$", re.IGNORECASE
)
"""The words right before a subject that does not include them: "neither" Marta Hale."""

CONDITION_BEFORE = re.compile(
    r"(?:^|\W)(?:(?:if|unless|suppose|supposing|imagine|lest|whether|as though)"
    r"(?:\s(?:ever|even|only))?|(?:^|[,;.]\s)\s*(?:had|should))\s+(?:[A-Z]\w*\.?\s+){0,2}(?:the\s+)?$",
    re.IGNORECASE,
)
"""The words right before the subject of a condition: "if" she says, "had" she said."""

FRONTED_BEFORE = re.compile(
    r"(?:^|\W)(?:never|nor|neither|nowhere|not once|in no way|at no (?:point|time|stage)"
    r"|under no circumstances)\b[^,;:·]{0,60}?"
    r"\b(?:did|does|do|has|have|had|would|could|will|was|is)\s*$",
    re.IGNORECASE,
)
"""The words before the subject of an inverted clause: "at no point did" she say."""

NOT_WHAT_BEFORE = re.compile(
    r"(?:n['’]t|\bnot|\bnever)\s(?:\w+ly\s|quite\s|at all\s)?(?:what|the words|something|anything)"
    r"(?:\sthat)?\s*$",
    re.IGNORECASE,
)
"""The words before the subject in '“A” is not what she said'."""

NO_WORDS_OF_HIS = re.compile(
    r"(?:n['’]t|\bnot|\bnever)\s(?:in fact\s|actually\s|ever\s)?(?:the words?|a quotation|a quote)"
    r"\s(?:of|by|from)\s*$",
    re.IGNORECASE,
)
"""The words before the subject in '“A” were never the words of Nora Vint'."""

_NAME = r"(?:he|she|they|it|(?:[A-Z][\w’'-]*\s){0,2}[A-Z][\w’'-]*)"


@cache
def words_never_spoken() -> re.Pattern[str]:
    """Return the pattern of "words she never spoke"."""
    carriers = _one_of(f"{each}s?" for each in load_lines("carriers"))
    return re.compile(
        rf"\b(?:words?|phrase|comments?|lines?|{carriers})\s(?:that\s|which\s)?{_NAME}\s"
        r"(?:had\s|has\s|have\s)?(?:never|not)\s(?:in fact\s|actually\s|once\s)?"
        r"(?:said|say|spoke|spoken|speak|uttered|utter|used|wrote|written|made|posted|sent)\b"
    )


@cache
def false_carrier() -> re.Pattern[str]:
    """Return the pattern of a source that is a fabrication: "A fake leaflet"."""
    return re.compile(
        rf"\W*(?:(?:an?|the|one|this|that|another|several|some|two|three|\w+ly)\s){{0,2}}"
        rf"(?:{_false()})(?:\s[\w’'-]+){{0,2}}?\s(?:{_carriers()})\b(?!['’]s)"
        r"|\W*(?:(?:an?|the|one|this|that|another|several)\s)?(?:deepfake|hoax|forgery|parody)s?\b"
        r"(?!\s(?:caller|victim|expert))",
        re.IGNORECASE,
    )


@cache
def false_carrier_before() -> re.Pattern[str]:
    """Return the pattern of "a doctored video shows" right before a subject."""
    shows = _one_of(form for verb in load_lines("showing_verbs") for form in forms_of(verb))
    title = r"(?:\s(?!said\b|says\b)[\w’'.-]+){0,3}?"
    link = rf"(?:{shows}|in which|where|of|with|featuring|that|shown|has|had)"
    return re.compile(
        rf"(?:(?:{_false()})(?:\s[\w’'-]+){{0,2}}?\s(?:{_carriers()})|\b(?:deepfake|forgery|hoax)s?)"
        rf"\b(?:,?\s[\w’'-]+){{0,8}}?,?\s{link}{title}\s*$"
        # "In a doctored video," and "The video, which was doctored, shows"
        rf"|\bin\s(?:an?|the|one|this)\s(?:{_false()})(?:\s[\w’'-]+){{0,2}}?\s(?:{_carriers()}),"
        rf"{title}\s*$"
        rf"|\b(?:{_carriers()}),?\s(?:which|that)\s(?:is|was|were|has been|had been)\s(?:\w+ly\s)?"
        rf"(?:{_false()}),?\s{link}{title}\s*$",
        re.IGNORECASE,
    )


@cache
def definite_carrier() -> re.Pattern[str]:
    """Return the pattern of a source that the text introduced before: "The leaflet".

    The source may be its object, too: "The video showed" Ana Roe.
    """
    shows = _one_of(form for verb in load_lines("showing_verbs") for form in forms_of(verb))
    return re.compile(
        rf"\W*(?:the|this|that)\s(?P<noun>{_carriers()})"
        rf"(?:\s(?:\w+ly\s)?(?:{shows})(?:\s[\w’'.-]+){{0,2}}?\s*)?",
        re.IGNORECASE,
    )


def introduced_as_false(noun: str, *, quoting: bool) -> re.Pattern[str]:
    """Return the pattern of an earlier sentence that calls a carrier false.

    Args:
        noun: The carrier: "leaflet".
        quoting: Whether it quotes somebody. Then "a leaflet that falsely claimed" is enough.
    """
    carrier = re.escape(noun)
    lies = rf"|\b{carrier},?\s(?:that|which)\s(?:{_one_of(load_lines('false_adverbs'))})\s"
    return re.compile(
        rf"\b(?:{_false()})(?:\s[\w’'-]+){{0,2}}?\s{carrier}\b"
        rf"|\b{carrier},?\s(?:which\s|that\s)?(?:is|was|has been|had been)\s(?:\w+ly\s)?"
        rf"(?:{_false()})\b" + (lies if quoting else ""),
        re.IGNORECASE,
    )


@cache
def false_report_before() -> re.Pattern[str]:
    """Return the pattern of "falsely claimed that" or "denied reports that" before a subject."""
    reports = _one_of(denied_reports())
    adverbs = _one_of(load_lines("false_adverbs"))
    verbs = _one_of(load_verbs())
    deny = _one_of({*forms_of("deny"), *forms_of("dispute"), *forms_of("reject")})
    return re.compile(
        rf"\b(?:(?:{adverbs})\s(?:{verbs})"
        rf"|(?:{deny}|false|untrue|unfounded)(?:\s(?:the|any|all|online|media|press))*(?:\s(?:{reports}))?"
        rf"|no (?:evidence|record|proof|suggestion|indication|trace)|not true|isn['’]t true|untrue)"
        rf"\s(?:that|of)(?:\s(?:the|an?|[A-Z]\w*\.?)){{0,3}}\s*$",
        re.IGNORECASE,
    )


@cache
def denied_reports() -> frozenset[str]:
    """Return singulars and plurals of what may be denied in place of the words: "reports"."""
    return frozenset(
        form for noun in load_lines("denied_reports") for form in (noun, _plural(noun))
    )


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") else noun + "s"


def _false() -> str:
    return _one_of(load_lines("false_words"))


def _carriers() -> str:
    return _one_of(f"{each}s?" for each in load_lines("carriers"))


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))
