"""Questions and answers under "Q:" and "A:" -> who answers."""

from __future__ import annotations

import re

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.pronouns import Choice
from service.speakers.mentions.mention import EntityType
from service.text.spans import Span

_FIRST = re.compile(r"^[\"“]?[QA](?=:)", re.MULTILINE)
_SURE = 0.7


def is_answer(text: str, source: Span) -> bool:
    """A text and a source -> whether it is the label of an answer."""
    return source.of(text) == "A" and text[source.end : source.end + 1] == ":"


def who_answers(entities: Entities) -> Choice | None:
    """A cast -> the person most spoken of before the first question, where one stands out."""
    first = _FIRST.search(entities.layout.text)
    if first is None:
        return None
    people = [
        entity
        for entity in entities.known
        if entity.entity_type is EntityType.PERSON and entity.full_name
    ]
    counts = sorted((entity.count_before(first.start()), -entity.number) for entity in people)
    if not counts or not counts[-1][0] or (len(counts) > 1 and counts[-2][0] == counts[-1][0]):
        return None
    return Choice(entities.known[-counts[-1][1]], _SURE)
