"""Detach gestures from the quoted sentence before them: "“It is over.” Jane Roe nodded."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.extraction.cues import is_cue_word
from service.extraction.quotation import Attribution

_WORD = re.compile(r"[^\W\d_]+")
_STOP_INSIDE = re.compile(r"\.[”\"’']+\s*$")
_LONGEST_END = 8


def detach_gestures(text: str, attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield the attributions; a quoted sentence loses the gesture of a listener after it.

    The full stop inside the marks ends the sentence, so the next one is about its own subject. It
    reports the words before it only where its verb reports speech.

    Args:
        text: The whole text.
        attributions: The attributions of the text.
    """
    for attribution in attributions:
        if _is_gesture(text, attribution):
            yield replace(attribution, source=(), cue=())
        else:
            yield attribution


def _is_gesture(text: str, attribution: Attribution) -> bool:
    if not (attribution.content and attribution.cue and attribution.source):
        return False
    end, source, cue = attribution.content[-1].end, attribution.source[0], attribution.cue[0]
    if not end <= source.start < cue.start or text[end : source.start].strip(" \u00a0\n”\"’'"):
        return False
    if not _STOP_INSIDE.search(text, max(0, source.start - _LONGEST_END), source.start):
        return False
    words = _WORD.findall(" ".join(span.of(text) for span in attribution.cue))
    return not any(is_cue_word(word) for word in words)
