"""Salience: how strongly the text is about each entity at an offset, as features for the ranker."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, Position
from service.speakers.coreference.patterns import (
    AS_AFTER,
    CLAUSE_END,
    QUOTING_BEFORE,
    SUBORDINATE_BEFORE,
)
from service.speakers.mentions.mention import EntityType
from service.text.spans import Span

MAX_POSITIONS = 40
"""How many positions before an offset are looked at."""
_LONGEST_CLAUSE = 300
"""How many code points after a pronoun belong to its clause at most."""
_HYPHENS = "-‑"


@dataclass(frozen=True, slots=True)
class AntecedentCandidate:
    """An entity that a pronoun may refer to, with its features."""

    entity: Entity
    features: dict[str, float]
    words: Span
    """The words that referred to the entity last."""


def antecedent_candidates(
    entities: Entities, agrees: Callable[[Entity], bool], *, offset: int, content: Sequence[Span]
) -> list[AntecedentCandidate]:
    """Return the entities that a pronoun may refer to, with their features.

    Args:
        entities: The entities read so far.
        agrees: Whether an entity agrees with the pronoun in gender and type.
        offset: The offset of the pronoun.
        content: What the pronoun's entity said, if the pronoun is a source.
    """
    layout = entities.layout
    sentence, paragraph = layout.sentence_at(offset), layout.paragraph_at(offset)
    latest = {
        number: position
        for number, position in _latest_positions(entities, offset).items()
        if agrees(position.entity)
    }
    inside = [position for span in content for position in entities.positions.within(span)]
    named = {position.entity.number for position in inside if not position.is_anaphor}
    speakers = entities.speakers_before(offset)
    nearest = sorted(latest.values(), key=lambda position: (position.quoted, -position.offset))
    order = [position.entity.number for position in nearest]
    counts = {number: entities.known[number].count_before(offset) for number in latest}
    top = max(counts, key=lambda number: (counts[number], -number), default=-1)
    after_quote = bool(content) and content[0].start < offset
    opens = sentence >= 0 and (
        layout.sentences[sentence].start == layout.paragraphs[paragraph].start
    )
    candidates = []
    for number, position in latest.items():
        away = sentence - position.sentence
        features = {
            "gap": float(min(away, 12)),
            f"sentence{min(away, 4)}": 1.0,
            f"paragraph{min(paragraph - position.paragraph, 3)}": 1.0,
            f"rank{min(order.index(number), 3)}": 1.0,
            "count": math.log1p(counts[number]),
            "top": float(number == top),
            "named": float(number in named),
        }
        _add_position_features(features, position, away)
        _add_speech_features(
            features, number, speakers, paragraph, after_quote=after_quote, opens=opens
        )
        present = {name: value for name, value in features.items() if value}
        candidates.append(AntecedentCandidate(entities.known[number], present, position.words))
    return candidates


def named_later_in_clause(entities: Entities, offset: int) -> frozenset[int]:
    """Return the numbers of the entities that are named after a pronoun in its clause.

    The pronoun means none of them: neither "she defended Roe" nor "she said Roe was late" refers
    to Roe twice. The clause ends before "that": after it, reporters do name the speaker again.
    """
    text = entities.layout.text
    if SUBORDINATE_BEFORE.search(text, max(0, offset - 24), offset):
        return frozenset()
    reach = offset + _LONGEST_CLAUSE
    mark = CLAUSE_END.search(text, offset, reach)
    end = mark.start() if mark else reach
    return frozenset(
        position.entity.number
        for position in entities.positions.within(Span(offset + 1, max(offset + 1, end)))
        if not position.is_anaphor and text[position.offset - 1] not in _HYPHENS
    )


def quoting_entities(entities: Entities, offset: int) -> frozenset[int]:
    """Return the numbers of the entities that quote a pronoun: "Roe quoted him as saying".

    The pronoun means none of them.
    """
    text = entities.layout.text
    before = QUOTING_BEFORE.search(text, max(0, offset - 24), offset)
    if not (before and AS_AFTER.match(text, offset)):
        return frozenset()
    sentence = entities.layout.sentence_at(offset)
    return frozenset(
        position.entity.number
        for position in entities.positions.before(offset, MAX_POSITIONS)
        if position.sentence == sentence and position.subject
    )


def most_salient_person(entities: Entities, offset: int) -> Entity | None:
    """Return the named person to whom the text before an offset refers most often.

    None where there is no such person, or where two have the same count.
    """
    people = [
        entity
        for entity in entities.known
        if entity.entity_type is EntityType.PERSON and entity.full_name
    ]
    counts = sorted((person.count_before(offset), -person.number) for person in people)
    if not counts or not counts[-1][0] or (len(counts) > 1 and counts[-2][0] == counts[-1][0]):
        return None
    return entities.known[-counts[-1][1]]


def _latest_positions(entities: Entities, offset: int) -> dict[int, Position]:
    """Return the latest position of each entity, outside quotation marks where there is one."""
    latest: dict[int, Position] = {}
    for position in entities.positions.before(offset, MAX_POSITIONS):
        number = position.entity.number
        if number not in latest or (latest[number].quoted and not position.quoted):
            latest[number] = position
    return latest


def _add_position_features(features: dict[str, float], position: Position, away: int) -> None:
    """Add the features of an entity's latest position, `away` sentences before the pronoun."""
    features["subject"] = float(position.subject)
    features["subject_near"] = float(position.subject and away <= 1)
    features["object"] = float(position.object)
    features["possessive"] = float(position.possessive)
    features["quoted"] = float(position.quoted)
    features["anaphor"] = float(position.is_anaphor)


def _add_speech_features(
    features: dict[str, float],
    number: int,
    speakers: Sequence[tuple[int, int]],
    paragraph: int,
    *,
    after_quote: bool,
    opens: bool,
) -> None:
    """Add the features that say when an entity spoke.

    Args:
        features: The features to add to.
        number: The number of the entity.
        speakers: Pairs of an entity's number and a paragraph's, the last speaker first.
        paragraph: The number of the pronoun's paragraph.
        after_quote: Whether the pronoun follows the words that it is the source of.
        opens: Whether the pronoun's sentence is the first of its paragraph.
    """
    turns_ago = [index for index, (speaker, _) in enumerate(speakers) if speaker == number]
    if not turns_ago:
        return
    features["spoke"] = 1.0
    turns = len(dict.fromkeys(speaker for speaker, _ in speakers[: turns_ago[0]]))
    features[f"turn{min(turns, 2)}"] = 1.0
    if turns == 0:
        features[f"spoke{min(paragraph - speakers[turns_ago[0]][1], 2)}"] = 1.0
        features["last_then_quote"] = float(after_quote)
        features["last_then_opens"] = float(opens)
