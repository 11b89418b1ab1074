"""A listener's gesture after a quoted sentence is no report of it."""

from __future__ import annotations

import pytest

from service.extraction.quotation import Attribution
from service.extraction.rules.gestures import detach_gestures
from service.text.spans import Span

CASES = [
    ("“It is over.” Jane Roe nodded.", "nodded", False),
    ("“It is over.” Jane Roe applauded.", "applauded", False),
    ("“It is over.” Jane Roe said.", "said", True),
    # A comma or a question mark joins the words to what follows.
    ("“It is over,” Jane Roe smiled.", "smiled", True),
    ("“Is it over?” Jane Roe smiled.", "smiled", True),
]


@pytest.mark.parametrize(("text", "verb", "kept"), CASES)
def test_a_gesture_after_a_full_stop_reports_nothing(text, verb, kept):
    source, cue = (Span(text.index(w), text.index(w) + len(w)) for w in ("Jane Roe", verb))
    content = Span(0, text.index("”") + 1)
    found = Attribution(content=(content,), cue=(cue,), source=(source,), confidence=0.9)
    (detached,) = detach_gestures(text, [found])
    assert detached.content == found.content
    assert (detached.source, detached.cue) == (((source,), (cue,)) if kept else ((), ()))
