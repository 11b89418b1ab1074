"""Focus: whom the text is about at one place, as features of each member of the cast."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.speakers.coreference.entities import Cast
from service.speakers.coreference.entity import Member, Trace
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
REACH = 40
"""How many traces before a place are looked at."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member that a pronoun may stand for, and what speaks for and against it."""

    member: Member
    features: dict[str, float]


def candidates(
    cast: Cast, agrees: Callable[[Member], bool], *, at: int, content: Sequence[Span]
) -> list[Candidate]:
    """A cast, what agrees with a pronoun and its place -> the candidates and their features."""
    layout = cast.layout
    own, paragraph = layout.sentence_at(at), layout.paragraph_at(at)
    recent = cast.traces.before(at, REACH)
    main: dict[int, Trace] = {}
    for trace in recent:
        number = trace.member.number
        if number not in main or (main[number].quoted and not trace.quoted):
            main[number] = trace
    main = {number: trace for number, trace in main.items() if agrees(trace.member)}
    inside = [trace for span in content for trace in cast.traces.within(span)]
    named = {trace.member.number for trace in inside if not trace.echo}
    speakers = cast.speakers_before(at)
    order = [t.member.number for t in sorted(main.values(), key=lambda t: (t.quoted, -t.at))]
    counts = {number: cast.members[number].count_before(at) for number in main}
    top = max(counts, key=lambda number: (counts[number], -number), default=-1)
    after_quote = bool(content) and content[0].start < at
    opens = own >= 0 and layout.sentences[own].start == layout.paragraphs[paragraph].start
    found = []
    for number, trace in main.items():
        away = own - trace.sentence
        features = {
            "gap": float(min(away, 12)),
            f"sentence{min(away, 4)}": 1.0,
            f"paragraph{min(paragraph - trace.paragraph, 3)}": 1.0,
            f"rank{min(order.index(number), 3)}": 1.0,
            "count": math.log1p(counts[number]),
            "top": float(number == top),
            "named": float(number in named),
        }
        _add_place(features, trace, away)
        _add_speech(features, number, speakers, paragraph, after_quote=after_quote, opens=opens)
        found.append(Candidate(cast.members[number], {k: v for k, v in features.items() if v}))
    return found


def named_ahead(cast: Cast, at: int) -> frozenset[int]:
    """Who is named after a pronoun in its own clause, by number: neither "she defended Roe" nor
    "she said Roe was late" is about Roe twice. Past "that" reporters do name the speaker again.
    """
    text = cast.layout.text
    if _SUBORDINATE.search(text, max(0, at - 24), at):
        return frozenset()
    clause = _CLAUSE.match(text, at)
    end = clause.end() if clause else at
    return frozenset(
        trace.member.number
        for trace in cast.traces.within(Span(at + 1, max(at + 1, end)))
        if not trace.echo and text[trace.at - 1] not in "-‑"
    )


def quoting(cast: Cast, at: int) -> frozenset[int]:
    """Who quotes whom a pronoun stands for, by number: in "Roe quoted him" he is not Roe."""
    text = cast.layout.text
    if not (_QUOTING.search(text, max(0, at - 24), at) and _AS.match(text, at)):
        return frozenset()
    sentence = cast.layout.sentence_at(at)
    before = (trace for trace in cast.traces.before(at, REACH) if trace.sentence == sentence)
    return frozenset(trace.member.number for trace in before if trace.subject)


def _add_place(features: dict[str, float], trace: Trace, away: int) -> None:
    features["subject"] = float(trace.subject)
    features["subject_near"] = float(trace.subject and away <= 1)
    features["object"] = float(trace.object)
    features["possessive"] = float(trace.possessive)
    features["quoted"] = float(trace.quoted)
    features["echo"] = float(trace.echo)


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
    places = [at for at, (who, _) in enumerate(speakers) if who == number]
    if not places:
        return
    features["spoke"] = 1.0
    turns = len(dict.fromkeys(who for who, _ in speakers[: places[0]]))
    features[f"turn{min(turns, 2)}"] = 1.0
    if turns == 0:
        features[f"spoke{min(paragraph - speakers[places[0]][1], 2)}"] = 1.0
        features["last_then_quote"] = float(after_quote)
        features["last_then_opens"] = float(opens)
