"""Describe an indirect quotation by numbers that show whether it is a statement.

"uploads videos" and "was praised by the mayor" are none: their cues are no verbs of speech, and
their contents no clauses.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from service.extraction.cues import is_cue_word, load_lines, load_verbs
from service.extraction.quotation import Quotation, Stance
from service.text.spans import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_EDGE = 1e-4
_FIRST_PERSON = frozenset({"i", "we", "you"})
_PREPOSITIONS = frozenset({"as", "over", "upon"})
"""Beside those that link two nouns."""

STATEMENT_FEATURES = (
    "odds",
    "speech",
    "unknown",
    "according",
    "that",
    "to",
    "question",
    "clause",
    "preposition",
    "passive",
    "length",
    "sourceless",
    "person",
)
"""The names of the features, in their order."""


def describe_statement(text: str, quotation: Quotation) -> tuple[float, ...]:
    """Return the features of an indirect quotation, in the order of `STATEMENT_FEATURES`."""
    cue, content, source = (
        _words(text, spans) for spans in (quotation.cue, quotation.content, quotation.source)
    )
    verbs = load_verbs()
    stances = [verbs[word][1] for word in cue if word in verbs]
    first, last = (content or [""])[0], (cue or [""])[-1]
    prepositions = load_lines("noun_links") | _PREPOSITIONS
    return (
        _log_odds(quotation.confidence),
        float(Stance.SPEECH in stances),
        float(bool(cue) and not any(is_cue_word(word) for word in cue)),
        float("according" in cue),
        float(first == "that"),
        float(first == "to"),
        float(first in load_lines("question_words")),
        float(any(word in load_lines("finite_verbs") for word in content)),
        float(last in prepositions),
        float(last == "by" or (last.endswith("ed") and any(w in _be_forms() for w in cue))),
        math.log1p(len(content)),
        float(not source),
        float(any(word in _FIRST_PERSON for word in source)),
    )


def _words(text: str, spans: Sequence[Span]) -> list[str]:
    return [word.lower() for span in spans for word in _WORD.findall(span.of(text))]


def _be_forms() -> frozenset[str]:
    return load_lines("be_forms")


def _log_odds(chance: float) -> float:
    bounded = min(1.0 - _EDGE, max(_EDGE, chance))
    return math.log(bounded / (1.0 - bounded))
