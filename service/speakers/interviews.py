"""Questions and answers under "Q:" and "A:" -> who answers."""

from __future__ import annotations

import re

from service.speakers.coreference.entities import Cast
from service.speakers.coreference.pronouns import Choice
from service.speakers.mentions.mention import Sort
from service.text.spans import Span

_FIRST = re.compile(r"^[\"“]?[QA](?=:)", re.MULTILINE)
_SURE = 0.7


def is_answer(text: str, source: Span) -> bool:
    """A text and a source -> whether it is the label of an answer."""
    return source.of(text) == "A" and text[source.end : source.end + 1] == ":"


def who_answers(cast: Cast) -> Choice | None:
    """A cast -> the person most spoken of before the first question, where one stands out."""
    first = _FIRST.search(cast.layout.text)
    if first is None:
        return None
    people = [member for member in cast.members if member.sort is Sort.PERSON and member.printed]
    counts = sorted((member.count_before(first.start()), -member.number) for member in people)
    if not counts or not counts[-1][0] or (len(counts) > 1 and counts[-2][0] == counts[-1][0]):
        return None
    return Choice(cast.members[-counts[-1][1]], _SURE)
