"""Words that anybody says on any day: "Thank you very much" twice are two utterances."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from service.dedup.normalise import normal_text, tokens_of
from service.text.lexicon import read_lines

# What may stand around a formula: "And thank you all, everybody, so very much."
_FILLERS = "again|all|and|but|everybody|everyone|folks|indeed|just|much|now|oh|really|so|very|well"
_LONGEST = 16
"""Words from which on nobody speaks in formulas alone."""


def is_formula(words: Sequence[str]) -> bool:
    """Normal words -> whether formulas are all that they say."""
    return len(words) <= _LONGEST and _pattern().fullmatch(" ".join(words)) is not None


@cache
def _pattern() -> re.Pattern[str]:
    lines = read_lines("service.dedup", "formulas.txt")
    formulas = {normal_text(tokens_of(line)) for line in lines}
    # Longer ones first, and possessive: one way alone to read any words.
    known = "|".join(sorted(map(re.escape, formulas), key=lambda each: (-len(each), each)))
    return re.compile(rf"(?:(?:{_FILLERS}) )*+(?:(?:{known})(?: (?:{_FILLERS}))*+(?: |$))++")
