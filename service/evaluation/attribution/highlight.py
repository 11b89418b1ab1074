"""A text with its attributions marked up as HTML: nothing in it is read as markup."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import pairwise

from service.evaluation.attribution.cover import Covered
from service.evaluation.attribution.scores import DocumentScore
from service.text.spans import Span


class Verdict(StrEnum):
    """What the other side has for an attribution."""

    RIGHT = "right"
    OTHER_SOURCE = "other-source"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Judged:
    """An attribution, the label under which both sides show it, and the verdict on it."""

    attribution: Covered
    label: str
    verdict: Verdict


def judge(score: DocumentScore) -> tuple[list[Judged], list[Judged]]:
    """A scored document -> its gold and its predicted attributions, paired ones under one label."""
    verdicts = {
        pair.gold: Verdict.RIGHT if pair.same_source else Verdict.OTHER_SOURCE
        for pair in score.pairs
    }
    partners = {pair.predicted: pair.gold for pair in score.pairs}
    gold = [
        Judged(each, str(index + 1), verdicts.get(index, Verdict.ALONE))
        for index, each in enumerate(score.gold)
    ]
    predicted = [
        Judged(each, gold[partners[index]].label, gold[partners[index]].verdict)
        if index in partners
        else Judged(each, f"+{index + 1}", Verdict.ALONE)
        for index, each in enumerate(score.predicted)
    ]
    return gold, predicted


def highlight(text: str, judged: Sequence[Judged]) -> str:
    """A text and its attributions -> HTML in which every span shows its role and its verdict."""
    classes: dict[Span, set[str]] = defaultdict(set)
    labels: dict[int, list[str]] = defaultdict(list)
    for each in judged:
        marked = each.attribution.marked
        for role, spans in (
            (f"content {each.verdict}", marked.content),
            ("source", marked.source),
            ("cue", marked.cue),
        ):
            for span in spans:
                classes[span].update(role.split())
                labels[span.start].append(each.label)
    places = {0, len(text)} | {place for span in classes for place in (span.start, span.end)}
    edges = sorted(places)
    return "".join(
        _label(labels.get(start, ())) + _piece(text, Span(start, end), classes)
        for start, end in pairwise(edges)
    )


def _piece(text: str, piece: Span, classes: dict[Span, set[str]]) -> str:
    """A piece that no span begins or ends within -> its words, with the classes of all spans."""
    names = sorted({name for span, own in classes.items() if span.contains(piece) for name in own})
    words = escape(piece.of(text))
    return f'<span class="{" ".join(names)}">{words}</span>' if names else words


def _label(labels: Sequence[str]) -> str:
    """Labels -> a raised list of them, each once."""
    if not labels:
        return ""
    return f"<sup>{escape(' '.join(dict.fromkeys(labels)))}</sup>"
