"""Report on deduplication: the table of methods and the losses, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.evaluation.dedup.labelled_pairs import LONG_WORDS, LabelledPair
from service.evaluation.dedup.losses import missed_by_stage, wrong_by_stage
from service.evaluation.dedup.scores import (
    MethodRow,
    PairScore,
    Prediction,
    baseline_predictions,
    gold_utterances,
    predict_by_clusters,
    predict_by_rules,
    score_method,
)
from service.evaluation.dedup.stored import StoredArticles
from service.evaluation.tables import Table, as_text


@dataclass(frozen=True, slots=True)
class DedupReport:
    """How well deduplication finds quotes, and at which stage pairs are lost."""

    articles: int
    pairs: int
    rows: tuple[MethodRow, ...]
    """Over the pairs of all files."""
    by_file: Mapping[str, tuple[MethodRow, ...]]
    """The same for each file, where there are several."""
    missed: Mapping[str, int]
    wrong: Mapping[str, int]


def report_on(stored: StoredArticles) -> DedupReport:
    """Compare the store's quotes with the rules alone, gold parts and other methods."""
    labelled, by_span = stored.labelled, stored.by_span
    pairs = labelled.pairs
    same = predict_by_clusters(
        stored.quotes, {name: str(found.id) for name, found in by_span.items()}
    )
    gold = predict_by_rules(gold_utterances(labelled))
    gold_speakers = predict_by_rules(stored.utterances(own_words=True, own_speakers=False))
    methods = {
        "end to end, stored": same,
        "end to end, rules alone": predict_by_rules(
            stored.utterances(own_words=True, own_speakers=True)
        ),
        "our words, gold speakers": gold_speakers,
        "gold words, our speakers": predict_by_rules(
            stored.utterances(own_words=False, own_speakers=True)
        ),
        "gold words and speakers": gold,
        **baseline_predictions(labelled),
    }
    files = pairs_by_file(pairs)
    return DedupReport(
        articles=len(labelled.articles),
        pairs=len(pairs),
        rows=score_methods(methods, pairs),
        by_file={file: score_methods(methods, of_file) for file, of_file in files.items()}
        if len(files) > 1
        else {},
        missed=missed_by_stage(
            pairs,
            same,
            extracted=by_span.__contains__,
            named=lambda name: any(each.id for each in by_span[name].speakers),
            with_gold_speakers=gold_speakers,
        ),
        wrong=wrong_by_stage(pairs, same, with_gold=gold, with_gold_speakers=gold_speakers),
    )


def pairs_by_file(pairs: Iterable[LabelledPair]) -> dict[str, list[LabelledPair]]:
    """Return the pairs of each file by its name."""
    files: dict[str, list[LabelledPair]] = {}
    for pair in pairs:
        files.setdefault(pair.file, []).append(pair)
    return files


def score_methods(
    methods: Mapping[str, Prediction], pairs: Sequence[LabelledPair]
) -> tuple[MethodRow, ...]:
    """Methods by their names, and pairs -> a row for each method."""
    return tuple(score_method(name, pairs, same) for name, same in methods.items())


def report_text(report: DedupReport) -> str:
    """A report -> its tables."""
    return "\n\n".join(
        (
            f"{report.articles} articles, {report.pairs} pairs",
            rows_text(report.rows),
            *(f"{file}\n{rows_text(rows)}" for file, rows in report.by_file.items()),
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
        "files": {file: rows_json(rows) for file, rows in report.by_file.items()},
        "missed": dict(report.missed),
        "wrong": dict(report.wrong),
    }


def rows_text(rows: Sequence[MethodRow]) -> str:
    """Rows -> a table."""
    long = f"{LONG_WORDS}+ words: P"
    return as_text(
        Table(
            ("", "P", "R", "F1", long, "R", "F1", "macro: P", "R", "F1"),
            tuple(
                (each.method, *_shares(each.overall), *_shares(each.longer), *_shares(each.macro))
                for each in rows
            ),
        )
    )


def rows_json(rows: Sequence[MethodRow]) -> dict[str, object]:
    """Rows -> an object with one object a method."""
    return {
        each.method: {
            "all": _numbers(each.overall),
            "longer": _numbers(each.longer),
            "macro": _numbers(each.macro),
        }
        for each in rows
    }


def _losses(title: str, counts: Mapping[str, int]) -> str:
    return as_text(Table((title, ""), tuple((name, str(n)) for name, n in counts.items())))


def _shares(score: PairScore) -> tuple[str, ...]:
    return tuple(f"{share:.3f}" for share in (score.precision, score.recall, score.f1))


def _numbers(score: PairScore) -> dict[str, float]:
    return {
        "p": score.precision,
        "r": score.recall,
        "f1": score.f1,
        "right": score.right,
        "wrong": score.wrong,
        "missed": score.missed,
    }
