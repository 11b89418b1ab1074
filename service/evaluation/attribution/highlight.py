"""Mark up the attributions of a text as HTML; the text itself is escaped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import pairwise

from service.evaluation.attribution.scores import DocumentScore
from service.gold.pairing import CoveredAttribution
from service.text.spans import Span


class Outcome(StrEnum):
    """Whether the other side has an attribution too."""

    RIGHT = "right"
    OTHER_SOURCE = "other-source"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class LabelledAttribution:
    """An attribution, its label, which both sides share, and its outcome."""

    attribution: CoveredAttribution
    label: str
    outcome: Outcome


def label_attributions(
    score: DocumentScore,
) -> tuple[list[LabelledAttribution], list[LabelledAttribution]]:
    """A scored document -> its gold and its predicted attributions; a pair has one label."""
    outcomes = {
        pair.gold: Outcome.RIGHT if pair.same_source else Outcome.OTHER_SOURCE
        for pair in score.pairs
    }
    partners = {pair.predicted: pair.gold for pair in score.pairs}
    gold = [
        LabelledAttribution(each, str(index + 1), outcomes.get(index, Outcome.ALONE))
        for index, each in enumerate(score.gold)
    ]
    predicted = [
        LabelledAttribution(each, gold[partners[index]].label, gold[partners[index]].outcome)
        if index in partners
        else LabelledAttribution(each, f"+{index + 1}", Outcome.ALONE)
        for index, each in enumerate(score.predicted)
    ]
    return gold, predicted


def highlight(text: str, labelled: Sequence[LabelledAttribution]) -> str:
    """A text and its attributions -> HTML in which each span shows its role and its outcome."""
    classes: dict[Span, set[str]] = defaultdict(set)
    labels: dict[int, list[str]] = defaultdict(list)
    for each in labelled:
        marked = each.attribution.marked
        for role, spans in (
            (f"content {each.outcome}", marked.content),
            ("source", marked.source),
            ("cue", marked.cue),
        ):
            for span in spans:
                classes[span].update(role.split())
                labels[span.start].append(each.label)
    edges = sorted({0, len(text)} | {edge for span in classes for edge in (span.start, span.end)})
    return "".join(
        _label(labels.get(start, ())) + _piece(text, Span(start, end), classes)
        for start, end in pairwise(edges)
    )


def _piece(text: str, piece: Span, classes: dict[Span, set[str]]) -> str:
    """A piece without an edge of a span inside -> its words, with the classes of its spans."""
    names = sorted({name for span, own in classes.items() if span.contains(piece) for name in own})
    words = escape(piece.of(text))
    return f'<span class="{" ".join(names)}">{words}</span>' if names else words


def _label(labels: Sequence[str]) -> str:
    """Labels -> a superscript that lists each label once."""
    if not labels:
        return ""
    return f"<sup>{escape(' '.join(dict.fromkeys(labels)))}</sup>"
