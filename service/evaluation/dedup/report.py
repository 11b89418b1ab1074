"""Stored articles and labelled pairs -> the table of methods, the losses, both as text and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.evaluation.attribution.tables import Table, as_text
from service.evaluation.dedup.labelled_pairs import LONG_WORDS
from service.evaluation.dedup.losses import missed_by_stage, wrong_by_stage
from service.evaluation.dedup.scores import (
    Row,
    Score,
    as_labelled,
    baseline_rows,
    clustered,
    in_one_cluster,
    row,
)
from service.evaluation.dedup.stored import Stored


@dataclass(frozen=True, slots=True)
class DedupReport:
    """How well quotes are told apart, and where pairs are lost."""

    articles: int
    pairs: int
    rows: tuple[Row, ...]
    missed: Mapping[str, int]
    wrong: Mapping[str, int]


def report_on(stored: Stored) -> DedupReport:
    """What the store made of the labelled articles -> the report."""
    labelled, of = stored.labelled, stored.of
    pairs = labelled.pairs
    same = in_one_cluster(stored.quotes, {name: str(found.id) for name, found in of.items()})
    gold = clustered(as_labelled(labelled))
    gold_speakers = clustered(stored.told(own_words=True, own_speakers=False))
    ours = {
        "end to end, stored": same,
        "end to end, rules alone": clustered(stored.told(own_words=True, own_speakers=True)),
        "our words, gold speakers": gold_speakers,
        "gold words, our speakers": clustered(stored.told(own_words=False, own_speakers=True)),
        "gold words and speakers": gold,
    }
    return DedupReport(
        articles=len(labelled.articles),
        pairs=len(pairs),
        rows=(
            *(row(name, pairs, prediction) for name, prediction in ours.items()),
            *baseline_rows(labelled),
        ),
        missed=missed_by_stage(
            pairs,
            same,
            extracted=of.__contains__,
            named=lambda name: any(each.id for each in of[name].speakers),
            with_gold_speakers=gold_speakers,
        ),
        wrong=wrong_by_stage(pairs, same, with_gold=gold, with_gold_speakers=gold_speakers),
    )


def report_text(report: DedupReport) -> str:
    """A report -> its tables."""
    return "\n\n".join(
        (
            f"{report.articles} articles, {report.pairs} pairs",
            rows_text(report.rows),
            _losses("pairs missed", report.missed),
            _losses("pairs joined wrongly", report.wrong),
        )
    )


def report_json(report: DedupReport) -> dict[str, object]:
    """A report -> an object for programs."""
    return {
        "articles": report.articles,
        "pairs": report.pairs,
        "methods": rows_json(report.rows),
        "missed": dict(report.missed),
        "wrong": dict(report.wrong),
    }


def rows_text(rows: Sequence[Row]) -> str:
    """Rows -> a table."""
    long = f"{LONG_WORDS}+ words: P"
    return as_text(
        Table(
            ("", "P", "R", "F1", long, "R", "F1"),
            tuple((each.method, *_shares(each.overall), *_shares(each.longer)) for each in rows),
        )
    )


def rows_json(rows: Sequence[Row]) -> dict[str, object]:
    """Rows -> an object with one object a method."""
    return {
        each.method: {"all": _numbers(each.overall), "longer": _numbers(each.longer)}
        for each in rows
    }


def _losses(title: str, counts: Mapping[str, int]) -> str:
    return as_text(Table((title, ""), tuple((name, str(n)) for name, n in counts.items())))


def _shares(score: Score) -> tuple[str, ...]:
    return tuple(f"{share:.3f}" for share in (score.precision, score.recall, score.f1))


def _numbers(score: Score) -> dict[str, float]:
    return {
        "p": score.precision,
        "r": score.recall,
        "f1": score.f1,
        "right": score.right,
        "wrong": score.wrong,
        "missed": score.missed,
    }
