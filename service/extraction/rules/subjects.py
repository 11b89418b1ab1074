"""Subjects: a name between commas that a preposition governs is only the end of the subject.

“...,” a tired Roe, flanked by Bo and [Moe], said. One letter, sent to [Roe], said “...”. The engine
took the name nearest to the verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.extraction.cues import load_lines, load_verbs
from service.extraction.quotation import Attribution, QuotedSpan
from service.extraction.rules.noun_phrases import (
    ClauseToken,
    hull_of,
    is_noun_phrase,
    read_tokens,
)
from service.extraction.rules.patterns import CONJUNCTIONS, LAST_SENTENCE
from service.text.spans import Span

_REACH = 160
"""More characters than a subject has before its last name."""
_LONGEST_TAIL = 40
"""More characters than stand between the last name of a subject and its closing comma."""


def widen_source(text: str, attribution: Attribution, held: Sequence[QuotedSpan]) -> Attribution:
    """Return the attribution with its whole subject as its source.

    The subject begins after quoted words that go on to it, or with its sentence: a noun phrase,
    then between commas what describes it.

    Args:
        text: The whole text.
        attribution: The attribution.
        held: The quoted spans in its content.
    """
    if len(attribution.source) != 1 or not attribution.cue:
        return attribution
    (source,) = attribution.source
    tail = text[source.end : attribution.cue[0].start].rstrip()
    if not tail.endswith(",") or len(tail) > _LONGEST_TAIL:
        return attribution
    source = Span(source.start, source.end + len(tail) - 1)
    low = max(0, source.start - _REACH)
    low = max(low, text.rfind("\n", low, source.start) + 1)
    sentence = LAST_SENTENCE.match(text, low, source.start)
    start = sentence.end() if sentence else low
    subject = read_tokens(text, Span(start, source.end))
    before = [token for token in subject if token.span.end <= attribution.source[0].start]
    if not _is_governed(text, before) or not _is_subject(text, subject):
        return attribution
    after = [quoted.outer for quoted in held if quoted.outer.end <= start]
    content = attribution.content
    if any(span.overlaps(Span(start, source.end)) for span in content):
        if not after:
            return attribution
        content = tuple(after)
    return replace(attribution, content=content, source=(hull_of(subject),))


def _is_governed(text: str, before: Sequence[ClauseToken]) -> bool:
    """Return whether a preposition or "and" stands before a name, perhaps with a part of it."""
    words = list(before)
    while words and words[-1].is_word and text[words[-1].span.start].isupper():
        words.pop()
    while words and words[-1].word in load_lines("determiners"):
        words.pop()
    return len(words) > 1 and words[-1].word in load_lines("noun_links") | CONJUNCTIONS


def _is_subject(text: str, tokens: Sequence[ClauseToken]) -> bool:
    """Return whether tokens are one subject: a noun phrase, a comma and what describes it."""
    end = next((i for i, token in enumerate(tokens) if token.word == ","), 0)
    head, rest = tokens[:end], tokens[end:]
    if any(not token.is_word and token.word != "," for token in tokens):
        return False
    if any(token.word in load_lines("noun_links") for token in head):
        return False
    if any(_reports(text, token) for token in rest):
        return False
    return is_noun_phrase(text, head)


def _reports(text: str, token: ClauseToken) -> bool:
    """Return whether a token is a verb of speech, and so another clause's: not "read to them"."""
    verb, _ = load_verbs().get(token.word, ("", None))
    return (
        bool(verb) and verb not in load_lines("other_actions") and text[token.span.start].islower()
    )
