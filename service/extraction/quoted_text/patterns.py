"""Patterns of this folder that hold English words or follow English-language newsrooms."""

from __future__ import annotations

import re

ELISION = re.compile(
    r"(?:\d0s|em|tis|twas|til|till|cause|cuz|bout|round|er|im|n|nuff|neath)\b", re.IGNORECASE
)
"""The rest of a word that begins with an apostrophe: decades, "'em", "'tis", "'cause"."""

_AGENCY = r"Getty Images|AFP|AP|Reuters|Shutterstock|EPA"
AGENCY_CREDIT = re.compile(rf"\b(?:via )?(?:{_AGENCY})(?: via [A-Z][\w ]+)?$")
"""The agency at the end of a photo caption."""

APOSTROPHE_AFTER = "sSnN"
"""The letters before an apostrophe at the end of a word: "the owners' view", "goin' home"."""

QUESTION_AND_ANSWER = r"[QA]"
"""The labels of an interview in which the newsroom asks."""

_NAME_WORD = r"[^\W\d_a-z][\w.’'-]*?"
_PARTICLE = r"of|the|de|van|von"
NAME_WITH_PARTICLES = rf"{_NAME_WORD}(?: (?:{_PARTICLE}|{_NAME_WORD})){{0,5}}"
"""A name of capitalised words, such as "Ada von Quill" or "Duke of Holm"."""

COLUMN = re.compile(r"(?:[^\n]{0,40}:\s*)?(?:Column|Col\.|Page) \d{1,5}[A-Z]{0,3}")
"""A line that numbers a column or a page of a printed report, in the midst of a turn."""
