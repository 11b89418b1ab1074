"""Wordings of one quote: which says most of what was said."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What an editor put in, with what another put into that, and where one cut.
_EDITED = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]|…|\.(?:\s?\.){2,}")


def fullest_first(wordings: Iterable[str]) -> list[str]:
    """Wordings of one utterance -> the fullest first: what has most of the speaker's own letters.

    Of equally full ones the least edited, then the longest, then by code points: the answer does
    not depend on the order in which they come.
    """
    return sorted(wordings, key=_rank)


def _rank(wording: str) -> tuple[int, int, int, str]:
    own, edits = _EDITED.subn("", wording)
    letters = sum(map(str.isalnum, own))
    return -letters, edits, -len(wording), wording
