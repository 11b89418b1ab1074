"""Focus: whom the text is about at one place, as features of each member of the cast."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, Position
from service.text.spans import Span

_CLAUSE = re.compile(
    r"(?:(?!\s(?:that|which|who|whose|whether|if|how|what|why|because|when|where|as|and|but)\b)"
    r"[^,;:.?!()“”\"–—\n])*"
)
_SUBORDINATE = re.compile(
    r"\b(?:while|when|as|after|before|since|because|if|although|though|until|once)[ \u00a0]$",
    re.IGNORECASE,
)
"""Before a pronoun that may well stand for somebody named after it: "while she ran, Roe spoke"."""
_QUOTING = re.compile(r"\b(?:quoted|quotes|quoting|cited|cites|citing)\s+$")
_AS = re.compile(r"\w+,?\s+as\b")
MAX_POSITIONS = 40
"""How many traces before a place are looked at."""


@dataclass(frozen=True, slots=True)
class AntecedentCandidate:
    """A member that a pronoun may stand for, and what speaks for and against it."""

    entity: Entity
    features: dict[str, float]


def antecedent_candidates(
    entities: Entities, agrees: Callable[[Entity], bool], *, offset: int, content: Sequence[Span]
) -> list[AntecedentCandidate]:
    """A cast, what agrees with a pronoun and its place -> the candidates and their features."""
    layout = entities.layout
    own, paragraph = layout.sentence_at(offset), layout.paragraph_at(offset)
    recent = entities.positions.before(offset, MAX_POSITIONS)
    main: dict[int, Position] = {}
    for position in recent:
        number = position.entity.number
        if number not in main or (main[number].quoted and not position.quoted):
            main[number] = position
    main = {number: position for number, position in main.items() if agrees(position.entity)}
    inside = [position for span in content for position in entities.positions.within(span)]
    named = {position.entity.number for position in inside if not position.is_anaphor}
    speakers = entities.speakers_before(offset)
    order = [t.entity.number for t in sorted(main.values(), key=lambda t: (t.quoted, -t.offset))]
    counts = {number: entities.known[number].count_before(offset) for number in main}
    top = max(counts, key=lambda number: (counts[number], -number), default=-1)
    after_quote = bool(content) and content[0].start < offset
    opens = own >= 0 and layout.sentences[own].start == layout.paragraphs[paragraph].start
    found = []
    for number, position in main.items():
        away = own - position.sentence
        features = {
            "gap": float(min(away, 12)),
            f"sentence{min(away, 4)}": 1.0,
            f"paragraph{min(paragraph - position.paragraph, 3)}": 1.0,
            f"rank{min(order.index(number), 3)}": 1.0,
            "count": math.log1p(counts[number]),
            "top": float(number == top),
            "named": float(number in named),
        }
        _add_place(features, position, away)
        _add_speech(features, number, speakers, paragraph, after_quote=after_quote, opens=opens)
        found.append(
            AntecedentCandidate(entities.known[number], {k: v for k, v in features.items() if v})
        )
    return found


def named_later_in_clause(entities: Entities, offset: int) -> frozenset[int]:
    """Who is named after a pronoun in its own clause, by number: neither "she defended Roe" nor
    "she said Roe was late" is about Roe twice. Past "that" reporters do name the speaker again.
    """
    text = entities.layout.text
    if _SUBORDINATE.search(text, max(0, offset - 24), offset):
        return frozenset()
    clause = _CLAUSE.match(text, offset)
    end = clause.end() if clause else offset
    return frozenset(
        position.entity.number
        for position in entities.positions.within(Span(offset + 1, max(offset + 1, end)))
        if not position.is_anaphor and text[position.offset - 1] not in "-‑"
    )


def quoting_entities(entities: Entities, offset: int) -> frozenset[int]:
    """Who quotes whom a pronoun stands for, by number: in "Roe quoted him" he is not Roe."""
    text = entities.layout.text
    if not (_QUOTING.search(text, max(0, offset - 24), offset) and _AS.match(text, offset)):
        return frozenset()
    sentence = entities.layout.sentence_at(offset)
    before = (
        position
        for position in entities.positions.before(offset, MAX_POSITIONS)
        if position.sentence == sentence
    )
    return frozenset(position.entity.number for position in before if position.subject)


def _add_place(features: dict[str, float], position: Position, away: int) -> None:
    features["subject"] = float(position.subject)
    features["subject_near"] = float(position.subject and away <= 1)
    features["object"] = float(position.object)
    features["possessive"] = float(position.possessive)
    features["quoted"] = float(position.quoted)
    features["anaphor"] = float(position.is_anaphor)


def _add_speech(
    features: dict[str, float],
    number: int,
    speakers: Sequence[tuple[int, int]],
    paragraph: int,
    *,
    after_quote: bool,
    opens: bool,
) -> None:
    """Adds who spoke when; speakers are pairs of number and paragraph, the last one first."""
    offsets = [offset for offset, (who, _) in enumerate(speakers) if who == number]
    if not offsets:
        return
    features["spoke"] = 1.0
    turns = len(dict.fromkeys(who for who, _ in speakers[: offsets[0]]))
    features[f"turn{min(turns, 2)}"] = 1.0
    if turns == 0:
        features[f"spoke{min(paragraph - speakers[offsets[0]][1], 2)}"] = 1.0
        features["last_then_quote"] = float(after_quote)
        features["last_then_opens"] = float(opens)
