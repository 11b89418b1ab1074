"""Speakers whom the words of another name: "The Post quoted an official as saying"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from service.extraction.quotation import Kind, Quotation
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word, word_set
from service.speakers.names.organizations import is_outlet_name
from service.speakers.names.person_names import WORD
from service.text.spans import Span

_WHO = r"(?P<who>[^.;:?!()“”\"\n]{2,120}?)"
_SAYING = (
    r"(?:saying|telling|stating|writing|adding|claiming|arguing|warning|confirming|insisting|"
    r"declaring|explaining|describing|calling|acknowledging|having[ \u00a0]+(?:said|told|written))"
)
_AS_SAYING = re.compile(
    r",?\s+(?:\w+ly\s+)?(?:has\s+|have\s+|had\s+|also\s+|later\s+)*"
    rf"(?:quot|cit)(?:ed|es|e|ing)\s+{_WHO},?\s+as\s+{_SAYING}\b"
)
"""What follows whoever quotes another. An adverb or two may stand before the verb."""
_REPORTED = re.compile(
    r"\s+(?:\w+ly\s+)?(?:has\s+|have\s+|had\s+|also\s+|later\s+|first\s+)*"
    r"(?:reports?|reported|reporting|wrote|writes?|written|said|says?|reveal(?:s|ed)?)"
    r"(?:,?\s+(?:on|in|earlier|late|last|this)(?:\s+\w+){1,2},?|\s+(?:earlier|yesterday|today))?"
    r"\s+(?:that\s+)?"
)
"""What follows a news organisation that reports what another said, up to that other."""
_VERB = r"\s+(?:(?:has|have|had|also|later|then)\s+)*(?:{verbs})\b"
_MARKS = re.compile(r"(?P<rest>(?:[ \u00a0,:]+[^\s“”\".;:?!]+){0,8}?[ \u00a0,:]*)(?=[“\"])")
_BEHIND = r"[,.?!]*[”\"’']*,?[ \u00a0]+"
_NAME = r"(?P<who>[^\W\d_a-z][\w.’'-]*(?:[ \u00a0][^\W\d_a-z][\w.’'-]*){0,4})"
_ACCORDING_TO = re.compile(r"\baccording\s+to\s+(?:the\s+)?$", re.IGNORECASE)
_QUOTING = re.compile(r"\b(?:quoted|quotes|cited|cites)\s+$")
_AS = re.compile(rf",?\s+as\s+{_SAYING}\b")
_OPENING = re.compile(r"[^\W_a-z]|(?:an?|another|one|two|three|several|some|he|she|they)\b")
_REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves"])
_MARK = 2
"""How far words may be from where their opening mark stands."""
_TOKENS = 4
"""The most words of a news organisation's name that are looked at."""


def find_nested_source(
    layout: TextLayout, quotations: Sequence[Quotation], number: int
) -> Span | None:
    """A layout, quotations, the number of one -> where the one is named whom its source relays.

    Whoever is "quoted as saying" something said it, and whoever says it in what is told
    "according to" another. What a news organisation "reported that the minister said" is the
    minister's where the words between the marks follow his verb, and no other quotation was
    found in the clause: that one would be the minister's already.
    """
    own = quotations[number]
    if not own.source or not own.content:
        return None
    text, source = layout.text, own.source[-1]
    quoted = _AS_SAYING.match(text, source.end)
    if quoted and layout.sentence_at(quoted.start("who")) == layout.sentence_at(source.start):
        return None if quoted["who"] in _REFLEXIVE else Span(*quoted.span("who"))
    within = _said_within(text, own)
    if within:
        return within
    if (
        own.kind is Kind.INDIRECT
        or not is_press_source(text, source)
        or _holds_another(quotations, number)
    ):
        return None
    reported = _REPORTED.match(text, source.end)
    said = _said().match(text, reported.end()) if reported else None
    marks = _MARKS.match(text, said.end()) if said else None
    if said is None or marks is None or not _is_plain(said["who"]):
        return None
    if _speaks(marks["rest"]) or not _follows_all(text, own, marks.end()):
        return None
    return Span(*said.span("who"))


def quoting_verb_before(layout: TextLayout, source: Span) -> int | None:
    """A layout and a source -> where whoever quotes it ends: "the Post quoted [Roe] as saying"."""
    verb = _QUOTING.search(layout.text, max(0, source.start - 24), source.start)
    return verb.start() if verb and _AS.match(layout.text, source.end) else None


def is_press_source(text: str, source: Span) -> bool:
    """A text and a source -> whether it is a news organisation, by name or noun."""
    tokens = list(WORD.finditer(text, source.start, source.end))
    if not tokens:
        return False
    if fold_word(tokens[-1].group()) in word_set("press_nouns"):
        return True
    ends = tokens[-1].end()
    return any(is_outlet_name(text[token.start() : ends]) for token in tokens[-_TOKENS:])


@cache
def _said() -> re.Pattern[str]:
    verbs = "|".join(sorted(word_set("speech_verbs")))
    return re.compile(_WHO + _VERB.format(verbs=verbs))


def _said_within(text: str, own: Quotation) -> Span | None:
    """Who says the words in marks in what the source only vouches for.

    "“No,” Roe said in the hall, according to a transcript."
    """
    parts = [span for utterance in own.utterances for span in utterance]
    start = own.source[-1].start
    vouched = _ACCORDING_TO.search(text, max(0, start - 24), start)
    if own.kind is Kind.INDIRECT or not parts or not vouched:
        return None
    last = max(parts, key=lambda span: span.end)
    for pattern in _behind():
        found = pattern.match(text, last.end)
        if found and found.end() <= own.content[-1].end and _is_plain(found["who"]):
            return Span(*found.span("who"))
    return None


@cache
def _behind() -> tuple[re.Pattern[str], ...]:
    verbs = "|".join(sorted(word_set("speech_verbs")))
    subject = re.compile(_BEHIND + _WHO + _VERB.format(verbs=verbs))
    return subject, re.compile(rf"{_BEHIND}(?:{verbs})\s+{_NAME}")


def _is_plain(who: str) -> bool:
    """Whether words are one noun phrase, so that the verb behind them is its own."""
    found = [fold_word(word) for word in WORD.findall(who)]
    if not found or word_set("clause_words") & set(found) or found[-1] in _REFLEXIVE:
        return False
    return (
        bool(_OPENING.match(who))
        or found[0] in word_set("definite_determiners")
        or found[-1].endswith("s")
    )


def _speaks(between: str) -> bool:
    return any(fold_word(word) in word_set("speech_verbs") for word in WORD.findall(between))


def _follows_all(text: str, own: Quotation, start: int) -> bool:
    """Whether all words in marks stand behind an offset, without another's verb between them."""
    parts = sorted(span for utterance in own.utterances for span in utterance)
    near = bool(parts) and 0 <= parts[0].start - start <= _MARK
    return near and not any(_speaks(text[one.end : other.start]) for one, other in pairwise(parts))


def _holds_another(quotations: Sequence[Quotation], number: int) -> bool:
    content = quotations[number].content
    whole = Span(content[0].start, content[-1].end)
    return any(
        other != number and span.start >= whole.start and span.end <= whole.end
        for other in range(max(0, number - 4), min(len(quotations), number + 5))
        for span in quotations[other].source
    )
