"""Split content that holds the report of a second speaker.

"Lind said the vote was fair but Berg said it was rigged": two people, two reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from service.extraction.cues import forms_of, load_lines
from service.extraction.quotation import Attribution, QuotedSpan
from service.extraction.rules.content.outermost import OutermostSpans
from service.extraction.rules.noun_phrases import is_noun_phrase, read_tokens
from service.text.spans import Span

_GAP = 30
"""The engine may leave out a name between two parts of one clause, of this many characters."""
_SUBJECT = 60
_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "you", "who", "which"})
_FULL_NAME = re.compile(r"[A-Z][\w’'.-]+\s[A-Z]")
_EDGES = " \t\r\n\xa0,;"


def split_joined_reports(
    text: str, attributions: Sequence[Attribution], quoted_spans: Sequence[QuotedSpan]
) -> list[Attribution]:
    """Return the attributions, each with the content of its own speaker alone."""
    outermost = OutermostSpans(quoted_spans)
    cues = {span.start for each in attributions for span in each.cue}
    found: list[Attribution] = []
    for each in attributions:
        found.extend(_split(text, each, outermost, cues))
    return found


def _split(
    text: str, attribution: Attribution, outermost: OutermostSpans, cues: set[int]
) -> Iterator[Attribution]:
    if not attribution.cue or not attribution.content:
        yield attribution
        return
    first, last = attribution.content[0], attribution.content[-1]
    whole = Span(first.start, last.end)
    gaps = sum(len(span) for span in attribution.content) + _GAP >= len(whole)
    inner = any(whole.contains(span) for span in (*attribution.cue, *attribution.source))
    if not gaps or inner or outermost.starting_in(whole):
        yield attribution
        return
    second = _second_report(text, whole)
    if second is None or second.cue[0].start in cues - {attribution.cue[0].start}:
        yield attribution
        return
    own = Span(whole.start, _conjunction_before(text, whole, second.source[0])).trimmed(
        text, _EDGES
    )
    yield replace(attribution, content=(own,))
    yield replace(second, confidence=attribution.confidence)


def _second_report(text: str, whole: Span) -> Attribution | None:
    """Return the report of a second speaker in a clause that a conjunction joins, or None."""
    for joined in _conjunction().finditer(text, whole.start + 1, whole.end):
        verb = _verb().search(text, joined.end(), min(whole.end, joined.end() + _SUBJECT))
        if verb is None:
            continue
        subject = Span(joined.end(), verb.start()).trimmed(text)
        words = subject.of(text)
        if not words or words.lower() in _PRONOUNS:
            continue
        if joined["word"] == "and" and not _FULL_NAME.match(words):
            continue  # "and the doctor said" may be part of the first report
        if not is_noun_phrase(text, read_tokens(text, subject)):
            continue
        content = Span(verb.end(), whole.end).trimmed(text, _EDGES)
        if len(content.of(text).split()) < 2:
            continue
        return Attribution((content,), (Span(*verb.span("verb")),), (subject,), 0.0)
    return None


def _conjunction_before(text: str, whole: Span, source: Span) -> int:
    joined = [
        found
        for found in _conjunction().finditer(text, whole.start, source.start + 1)
        if found.end() <= source.start
    ]
    return joined[-1].start()


@cache
def _conjunction() -> re.Pattern[str]:
    return re.compile(r"(?<!\s),?\s+(?P<word>but|while|whereas|although|though|and|yet)\s+")


@cache
def _verb() -> re.Pattern[str]:
    verbs = load_lines("second_reports")
    forms = sorted(
        form for verb in verbs for form in forms_of(verb) - {verb} if not form.endswith("ing")
    )
    return re.compile(rf"\s(?P<verb>{'|'.join(forms)})\s")
