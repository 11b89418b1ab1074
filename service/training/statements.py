"""Fit the model that says whether an indirect quotation is a statement.

The labels belong to stretches of text. Today's engine reads the texts, and each indirect quotation
that it finds takes the label of the stretch that it overlaps most. So new weights of the network
need no new labels.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.extraction.model.model_reader import load_reader
from service.extraction.pipeline import QuotationPipeline
from service.extraction.quotation import Kind, Quotation, Stance
from service.extraction.statements.features import describe_statement
from service.extraction.statements.judge import (
    StatementModel,
    load_statement_model,
    write_statement_model,
)
from service.gold.articles import AnnotatedArticle, load_annotated
from service.gold.documents import MarkedAttribution
from service.gold.pairing import cover_attributions, pair_attributions
from service.optional.regression import fit_logistic
from service.text.document import read_document
from service.text.spans import Span

_Matrix = NDArray[np.float64]

_FOLDS = 10
_RIDGE = 3.0
_SAME = 0.5
"""The least share of shared characters, of all that either has, for a label to count."""
_HELD_OUT = 21
"""Every such article of the annotated ones is held out, as in `engine.assemble`."""
_FLOORS = tuple(number / 100 for number in range(31))
_SLACK = 0.002
"""How much F1 to give away for answering more."""
_SHOWN = (0.0, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class JudgedQuotations:
    """Indirect quotations with their labels; row by row."""

    features: _Matrix
    statements: _Matrix
    articles: NDArray[np.int64]
    shown: NDArray[np.bool_]
    """Whether it is speech in the news. Interviews are trained on alone, since few print labels."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What the engine finds in annotated articles, to choose the floor."""

    features: _Matrix
    """Of the indirect quotations."""
    right: _Matrix
    others: tuple[int, int]
    """How many other quotations are right, and how many there are."""
    gold: int


def train_statements(judged: Path, articles: Path, out: Path) -> Iterator[str]:
    """Fit the model and write its weights, with lines of figures.

    Args:
        judged: JSONL of texts with stretches, each labelled as a statement or none.
        articles: JSONL of annotated articles, of which every 21st is held out.
        out: The JSON file to write.
    """
    everything = replace(load_statement_model(), least=0.0)
    pipeline = QuotationPipeline(reader=load_reader(threads=2), statements=everything)
    labelled = gather_judged(judged, pipeline)
    count, good = len(labelled.statements), int(labelled.statements.sum())
    yield f"{count} indirect quotations, {good} of them statements"
    chances = judge_in_folds(labelled)
    yield "threshold  precision  kept  answered   (in folds, speech in the news)"
    yield from _threshold_lines(chances[labelled.shown], labelled.statements[labelled.shown])
    fitted = fit_logistic(labelled.features, labelled.statements, ridge=_RIDGE)
    held_out = gather_held_out(load_annotated(articles)[::_HELD_OUT], pipeline)
    scores = score_floors(held_out, fitted.probabilities(held_out.features))
    floor = min(each for each in _FLOORS if scores[each] >= max(scores.values()) - _SLACK)
    yield f"attribution F1, held out: {scores[0.0]:.4f} for all, {scores[floor]:.4f} from {floor}"
    model = StatementModel(tuple(float(w) for w in fitted.weights), fitted.bias, floor)
    out.write_text(write_statement_model(model), encoding="utf-8")


def gather_judged(judged: Path, pipeline: QuotationPipeline) -> JudgedQuotations:
    """Read the texts and label the indirect quotations that are found."""
    rows: list[tuple[float, ...]] = []
    labels: list[float] = []
    owners: list[int] = []
    shown: list[bool] = []
    for number, line in enumerate(judged.read_text(encoding="utf-8").splitlines()):
        record = json.loads(line)
        text, is_news = record["text"], record["genre"] == "news"
        marked = [
            (_characters(Span(*pair) for pair in each["content"]), bool(each["statement"]))
            for each in record["judged"]
        ]
        for quotation in pipeline.extract(read_document(text)).quotations:
            label = label_overlapped(quotation, marked)
            if quotation.kind is Kind.INDIRECT and label is not None:
                rows.append(describe_statement(text, quotation))
                labels.append(float(label))
                owners.append(number)
                shown.append(is_news and quotation.stance is Stance.SPEECH)
    return JudgedQuotations(
        np.array(rows), np.array(labels), np.array(owners), np.array(shown, dtype=np.bool_)
    )


def label_overlapped(quotation: Quotation, marked: Sequence[tuple[set[int], bool]]) -> bool | None:
    """Return the label of the stretch that a quotation overlaps most, or None."""
    own = _characters(quotation.content)
    shares = [(len(own & each) / len(own | each), label) for each, label in marked]
    best = max(shares, default=(0.0, False))
    return best[1] if best[0] >= _SAME else None


def judge_in_folds(labelled: JudgedQuotations) -> _Matrix:
    """Return each quotation's probability from a model that has not seen its article."""
    chances = np.zeros(len(labelled.statements))
    for fold in range(_FOLDS):
        test = labelled.articles % _FOLDS == fold
        if test.any():
            others = fit_logistic(
                labelled.features[~test], labelled.statements[~test], ridge=_RIDGE
            )
            chances[test] = others.probabilities(labelled.features[test])
    return chances


def gather_held_out(articles: Sequence[AnnotatedArticle], pipeline: QuotationPipeline) -> HeldOut:
    """Read annotated articles, and note which quotations people agree with."""
    rows: list[tuple[float, ...]] = []
    right: list[float] = []
    hits = others = gold_count = 0
    for article in articles:
        reading = article.readings[0]
        quotations = pipeline.extract(read_document(reading.text)).quotations
        gold = cover_attributions(
            MarkedAttribution(content=each.content, cue=each.cue, source=each.source)
            for each in reading.attributions
        )
        predicted = cover_attributions(
            MarkedAttribution(content=each.content, cue=each.cue, source=each.source)
            for each in quotations
        )
        agreed = {pair.predicted for pair in pair_attributions(gold, predicted) if pair.same_source}
        gold_count += len(gold)
        for index, quotation in enumerate(quotations):
            if quotation.kind is Kind.INDIRECT:
                rows.append(describe_statement(reading.text, quotation))
                right.append(float(index in agreed))
            else:
                others += 1
                hits += index in agreed
    return HeldOut(np.array(rows), np.array(right), (hits, others), gold_count)


def score_floors(held_out: HeldOut, chances: _Matrix) -> dict[float, float]:
    """Return the F1 of attribution for each floor below which a quotation is left out."""
    scores = {}
    for floor in _FLOORS:
        kept = chances >= floor
        hits = held_out.right[kept].sum() + held_out.others[0]
        found = kept.sum() + held_out.others[1]
        scores[floor] = float(2 * hits / (found + held_out.gold))
    return scores


def _threshold_lines(chances: _Matrix, statements: _Matrix) -> Iterator[str]:
    for least in _SHOWN:
        kept = chances >= least
        good, count = statements[kept].sum(), kept.sum()
        yield f"{least:9.2f}  {good / count:9.3f}  {good / statements.sum():4.2f}  {count:8d}"


def _characters(spans: Iterator[Span] | Sequence[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}
