"""Render an evaluation as one HTML page: tables, plot, and the worst documents.

The page needs no other file. It holds the texts that were measured. Real articles belong to their
publishers: keep such a page to yourself.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from service.evaluation.attribution.counts import Measure
from service.evaluation.attribution.evaluation import Evaluation, worst_documents
from service.evaluation.attribution.highlight import (
    LabelledAttribution,
    Outcome,
    highlight,
    label_attributions,
)
from service.evaluation.attribution.scores import DocumentScore
from service.evaluation.attribution.tables import attribution_tables
from service.evaluation.plots import plot_reliability
from service.evaluation.tables import Table
from service.text.spans import Span


def render_report(evaluation: Evaluation, *, worst: int) -> str:
    """Return a page of HTML with the figures and the `worst` worst documents."""
    style = files("service.evaluation.attribution").joinpath("report.css").read_text("utf-8")
    shown = worst_documents(evaluation.scores, at_most=worst)
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>Attributions, gold and predicted</title><style>{style}</style></head><body>",
        f"<h1>Attributions of {len(evaluation.scores)} documents</h1>",
        *(_table(table) for table in attribution_tables(evaluation)),
    ]
    if evaluation.calibration:
        parts.append(plot_reliability(evaluation.calibration))
    parts.append(f"<h2>The {len(shown)} documents with most errors</h2>{_LEGEND}")
    parts += [_document(score) for score in shown]
    return "\n".join([*parts, "</body></html>\n"])


_LEGEND = (
    '<p>Content that is <span class="content right">right</span>, given to '
    '<span class="content other-source">another source</span>, or on '
    '<span class="content alone">one side alone</span>; <span class="source">source</span>; '
    '<span class="cue">cue</span>. The same number on both sides: the two answer each other.</p>'
)


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in table.head)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _document(score: DocumentScore) -> str:
    text = score.document.text
    gold, predicted = label_attributions(score)
    count = score.counts[Measure.ATTRIBUTION]
    errors = "".join(f"<li>{escape(error)}</li>" for error in _errors(text, gold, predicted))
    return (
        f"<section><h3>{escape(score.document.id)}</h3>"
        f"<p>{escape(score.document.outlet)}: {score.errors} errors, F1 {count.f1:.3f} "
        f"({count.gold} gold, {count.predicted} predicted)</p>"
        f"<ul>{errors}</ul>"
        f'<div class="sides">{_side("gold", text, gold)}{_side("predicted", text, predicted)}</div>'
        "</section>"
    )


def _side(name: str, text: str, labelled: list[LabelledAttribution]) -> str:
    return f'<div><h4>{name}</h4><div class="text">{highlight(text, labelled)}</div></div>'


def _errors(
    text: str, gold: list[LabelledAttribution], predicted: list[LabelledAttribution]
) -> Iterator[str]:
    """Yield each error of a document in words."""
    answers = {each.label: each for each in predicted}
    for each in gold:
        if each.outcome is Outcome.ALONE:
            yield f"{each.label} missed: {_words(text, each.attribution.marked.content)}"
        elif each.outcome is Outcome.OTHER_SOURCE:
            wanted = _words(text, each.attribution.marked.source)
            found = _words(text, answers[each.label].attribution.marked.source)
            yield f"{each.label} source: {found} instead of {wanted}"
    for each in predicted:
        if each.outcome is Outcome.ALONE:
            marked = each.attribution.marked
            sure = f" ({marked.confidence:.2f})" if marked.confidence is not None else ""
            yield f"{each.label} not in the gold{sure}: {_words(text, marked.content)}"


def _words(text: str, spans: tuple[Span, ...]) -> str:
    if not spans:
        return "(none)"
    return f"“{' … '.join(' '.join(span.of(text).split()) for span in spans)}”"
