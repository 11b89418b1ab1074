"""The figures of deduplication are counted right, from files made for the purpose."""

import json
from pathlib import Path

import pytest

from service.evaluation.dedup import Score, in_one_cluster, render, score, table
from service.evaluation.dedup_folds import (
    best_of,
    by_regression,
    by_rules,
    cross_validated,
    folds,
    meetings,
)
from service.evaluation.same_quote import Labelled, read_labelled

LINE = "the harbour belongs to every one of us and not to a handful of wealthy yacht owners"


@pytest.fixture
def labelled(tmp_path: Path) -> Labelled:
    texts = {
        "one": ("Ada Quill", f'said: "{LINE}." Ada Quill said.'),
        "two": ("Quill", f'"{LINE}," Mayor Ada Quill said. Quill said.'),
        "three": ("he", '"the harbour is for sale," he said.'),
    }
    articles = []
    for name, (source, text) in texts.items():
        start, end = text.index('"') + 1, text.rindex('"')
        at = text.rindex(source)
        content, spans = [[start, end]], [[at, at + len(source)]]
        attribution = {"id": "E1", "content": content, "source": spans, "cue": []}
        articles.append(
            {"id": name, "date": "2031-05-04", "text": text, "attributions": [attribution]}
        )
    ends = {each["id"]: each["attributions"][0]["content"][0] for each in articles}

    def pair(a: str, b: str, relation: str) -> dict[str, object]:
        sides = {"a": a, "b": b}
        places = {x: {"id": n, "start": ends[n][0], "end": ends[n][1]} for x, n in sides.items()}
        words = {f"{x}_text": texts[n][1][ends[n][0] : ends[n][1]] for x, n in sides.items()}
        return {**places, **words, "relation": relation, "same_speaker": None, "speaker": None}

    lines = [pair("one", "two", "identical"), pair("one", "three", "different")]
    lines.append(pair("two", "three", "slogan"))
    for name, rows in (("articles", articles), ("pairs", lines)):
        (tmp_path / name).write_text("\n".join(json.dumps(row) for row in rows))
    return read_labelled(tmp_path / "pairs", [tmp_path / "articles"])


def test_slogans_are_left_out_and_sources_spelt_fully(labelled: Labelled) -> None:
    assert [pair.same for pair in labelled.pairs] == [True, False]
    speakers = {each.id.split(":")[0]: set(each.speakers) for each in labelled.utterances.values()}
    assert speakers == {"one": {"ada quill"}, "two": {"ada quill"}, "three": set()}


def test_every_method_has_a_row(labelled: Labelled) -> None:
    rows = {name: (overall, longer) for name, overall, longer in table(labelled)}
    assert rows["ours"] == (Score(1, 0, 0), Score(1, 0, 0))
    assert rows["run of 8 words"] == (Score(1, 0, 0), Score(1, 0, 0))
    text = render(table(labelled))
    assert text.count("\n") == len(rows) + 1
    assert "| ours | 1.000 | 1.000 | 1.000 |" in text


def test_a_stretch_that_was_not_found_is_like_nothing(labelled: Labelled) -> None:
    assert score(labelled.pairs, in_one_cluster({})) == Score(right=0, wrong=0, missed=1)


def test_figures() -> None:
    figures = Score(right=6, wrong=2, missed=4)
    assert (figures.precision, figures.recall) == (0.75, 0.6)
    assert figures.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)


def test_pairs_that_share_an_article_share_a_fold(labelled: Labelled) -> None:
    assert sorted(map(len, folds(labelled.pairs))) == [0, 0, 0, 0, 2]


def test_each_fold_is_predicted_by_a_choice_on_the_others(labelled: Labelled) -> None:
    utterances = list(labelled.utterances.values())
    predictions = by_rules(meetings(utterances), labelled.pairs)
    predicted = cross_validated(labelled.pairs, best_of(predictions))
    assert score(labelled.pairs, predicted.__getitem__) == Score(1, 0, 0)


def test_a_regression_learns_what_it_is_shown(labelled: Labelled) -> None:
    met = meetings(list(labelled.utterances.values()))
    predicted = by_regression(met, labelled.pairs)(frozenset(labelled.pairs))
    assert [predicted[pair] for pair in labelled.pairs] == [True, False]
