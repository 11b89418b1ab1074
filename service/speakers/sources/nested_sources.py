"""Find nested sources: speakers whom another source quotes.

"The Post quoted an official as saying ...": the words are the official's, the Post is the relay.
"""

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
from service.speakers.sources.patterns import (
    ACCORDING_TO_BEFORE,
    AS_SAYING,
    BEFORE_MARK,
    NOUN_PHRASE_START,
    QUOTED_AS_SAYING,
    QUOTED_BEFORE,
    REFLEXIVES,
    REPORTED,
    speakers_after_words,
    subject_and_verb,
)
from service.text.spans import Span

_UNTIL_MARK = re.compile(r"(?P<rest>(?:[ \u00a0,:]+[^\s“”\".;:?!]+){0,8}?[ \u00a0,:]*)(?=[“\"])")
"""At most eight words up to an opening quotation mark."""
_MARK_WIDTH = 2
"""The largest distance between an opening mark and the first quoted word, in code points."""
_OUTLET_WORDS = 4
"""The largest number of words of a news outlet's name that are looked at."""
_NEAR_QUOTATIONS = 4
"""How many quotations before and after are searched for a source in the same clause."""


def find_nested_source(
    layout: TextLayout, quotations: Sequence[Quotation], number: int
) -> Span | None:
    """Return the span of the source that a quotation's own source quotes, None if there is none.

    A source that is "quoted as saying" something said it. So did a source that says it in words
    "according to" another. In "the Post reported that the minister said", the words are the
    minister's where two conditions hold: the quoted words follow the minister's verb, and no other
    quotation was found in the clause, since that one would be the minister's already.

    Args:
        layout: The text.
        quotations: All quotations of the article.
        number: The number of the quotation.
    """
    own = quotations[number]
    if not own.source or not own.content:
        return None
    text, source = layout.text, own.source[-1]
    quoted = QUOTED_AS_SAYING.match(text, source.end)
    if quoted and layout.sentence_at(quoted.start("who")) == layout.sentence_at(source.start):
        return None if quoted["who"] in REFLEXIVES else Span(*quoted.span("who"))
    within = _speaker_within(text, own)
    if within:
        return within
    indirect = own.kind is Kind.INDIRECT
    if indirect or not is_press_source(text, source) or _has_another_source(quotations, number):
        return None
    reported = REPORTED.match(text, source.end)
    said = _subject_and_verb().match(text, reported.end()) if reported else None
    before_mark = _UNTIL_MARK.match(text, said.end()) if said else None
    if said is None or before_mark is None or not _is_noun_phrase(said["who"]):
        return None
    if _has_speech_verb(before_mark["rest"]) or not _quotes_follow(text, own, before_mark.end()):
        return None
    return Span(*said.span("who"))


def quoting_verb_before(layout: TextLayout, source: Span) -> int | None:
    """Return the start of the verb that quotes a source: "[quoted] Roe as saying", or a colon."""
    verb = QUOTED_BEFORE.search(layout.text, max(0, source.start - 24), source.start)
    quotes = AS_SAYING.match(layout.text, source.end) or BEFORE_MARK.match(layout.text, source.end)
    return verb.start() if verb and quotes else None


def is_press_source(text: str, source: Span) -> bool:
    """Return whether a source is a news outlet, by its name or by a noun such as "paper"."""
    tokens = list(WORD.finditer(text, source.start, source.end))
    if not tokens:
        return False
    if fold_word(tokens[-1].group()) in word_set("press_nouns"):
        return True
    end = tokens[-1].end()
    return any(is_outlet_name(text[token.start() : end]) for token in tokens[-_OUTLET_WORDS:])


@cache
def _subject_and_verb() -> re.Pattern[str]:
    return subject_and_verb("|".join(sorted(word_set("speech_verbs"))))


@cache
def _speakers_after_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return speakers_after_words("|".join(sorted(word_set("speech_verbs"))))


def _speaker_within(text: str, own: Quotation) -> Span | None:
    """Return the speaker inside the content, where the source only vouches for the words.

    "“No,” Roe said in the hall, according to a transcript."
    """
    parts = [span for utterance in own.utterances for span in utterance]
    start = own.source[-1].start
    vouched = ACCORDING_TO_BEFORE.search(text, max(0, start - 24), start)
    if own.kind is Kind.INDIRECT or not parts or not vouched:
        return None
    last = max(parts, key=lambda span: span.end)
    for pattern in _speakers_after_words():
        said = pattern.match(text, last.end)
        if said and said.end() <= own.content[-1].end and _is_noun_phrase(said["who"]):
            return Span(*said.span("who"))
    return None


def _is_noun_phrase(words: str) -> bool:
    """Return whether words are one noun phrase, and so the subject of the verb after them."""
    tokens = [fold_word(word) for word in WORD.findall(words)]
    if not tokens or word_set("clause_words") & set(tokens) or tokens[-1] in REFLEXIVES:
        return False
    definite = tokens[0] in word_set("definite_determiners")
    return bool(NOUN_PHRASE_START.match(words)) or definite or tokens[-1].endswith("s")


def _has_speech_verb(words: str) -> bool:
    return any(fold_word(word) in word_set("speech_verbs") for word in WORD.findall(words))


def _quotes_follow(text: str, own: Quotation, start: int) -> bool:
    """Return whether all quoted words come after an offset, with no other verb between them."""
    parts = sorted(span for utterance in own.utterances for span in utterance)
    near = bool(parts) and 0 <= parts[0].start - start <= _MARK_WIDTH
    gaps = (text[part.end : after.start] for part, after in pairwise(parts))
    return near and not any(_has_speech_verb(gap) for gap in gaps)


def _has_another_source(quotations: Sequence[Quotation], number: int) -> bool:
    """Return whether the source of another quotation lies in the content of this one."""
    content = quotations[number].content
    whole = Span(content[0].start, content[-1].end)
    first = max(0, number - _NEAR_QUOTATIONS)
    last = min(len(quotations), number + _NEAR_QUOTATIONS + 1)
    return any(
        other != number and span.start >= whole.start and span.end <= whole.end
        for other in range(first, last)
        for span in quotations[other].source
    )
