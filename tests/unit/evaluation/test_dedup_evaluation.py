"""The figures of deduplication are counted right, from files made for the purpose."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service import cli
from service.errors import InvalidRequest
from service.evaluation.dedup import command
from service.evaluation.dedup.folds import (
    best_of,
    by_regression,
    by_rules,
    compared,
    cross_validated,
    folds,
)
from service.evaluation.dedup.labelled_pairs import Labelled, Pair, read_labelled
from service.evaluation.dedup.losses import missed_by_stage, wrong_by_stage
from service.evaluation.dedup.scores import (
    Prediction,
    Score,
    as_labelled,
    baseline_rows,
    clustered,
    in_one_cluster,
    row,
    score,
)
from service.speakers.article_reader import ReadArticle, load_article_reader

LINE = "the harbour belongs to every one of us and not to a handful of wealthy yacht owners"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
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
    return tmp_path / "pairs", tmp_path / "articles"


@pytest.fixture
def labelled(files: tuple[Path, Path]) -> Labelled:
    pairs, articles = files
    return read_labelled(pairs, [articles])


def test_slogans_are_left_out_and_sources_spelt_fully(labelled: Labelled) -> None:
    assert [pair.same for pair in labelled.pairs] == [True, False]
    speakers = {each.id.split(":")[0]: set(each.speakers) for each in labelled.utterances.values()}
    assert speakers == {"one": {"ada quill"}, "two": {"ada quill"}, "three": set()}


def test_an_article_that_is_not_there_is_named(files: tuple[Path, Path]) -> None:
    pairs, articles = files
    articles.write_text(articles.read_text().splitlines()[0])
    with pytest.raises(InvalidRequest, match="2 articles are missing, such as three"):
        read_labelled(pairs, [articles])


def test_the_rules_and_every_baseline_have_a_row(labelled: Labelled) -> None:
    right = Score(1, 0, 0)
    ours = row("ours", labelled.pairs, clustered(as_labelled(labelled)))
    assert (ours.overall, ours.longer) == (right, right)
    others = {each.method: each.overall for each in baseline_rows(labelled)}
    assert len(others) == 5
    assert others["run of 8 words (Quootstrap)"] == right


def test_a_stretch_that_was_not_found_is_like_nothing(labelled: Labelled) -> None:
    found = score(labelled.pairs, in_one_cluster({}, {}))
    assert found == Score(right=0, wrong=0, missed=1)


def always(pair: Pair) -> bool:
    return True


def never(pair: Pair) -> bool:
    return False


@pytest.mark.parametrize(
    ("extracted", "named", "gold_joins", "stage"),
    [
        (False, False, True, "not extracted"),
        (True, True, False, "rule"),
        (True, False, True, "speaker unknown"),
        (True, True, True, "other speaker"),
    ],
)
def test_a_missed_pair_is_counted_where_it_was_lost(
    labelled: Labelled, extracted: bool, named: bool, gold_joins: bool, stage: str
) -> None:
    counts = missed_by_stage(
        labelled.pairs,
        never,
        extracted=lambda _: extracted,
        named=lambda _: named,
        with_gold_speakers=always if gold_joins else never,
    )
    assert {name for name, count in counts.items() if count} == {stage}
    assert counts[stage] == 1


@pytest.mark.parametrize(
    ("gold", "speakers", "stage"),
    [(always, always, "rule"), (never, always, "words"), (never, never, "speaker")],
)
def test_a_pair_joined_wrongly_is_counted_by_what_joined_it(
    labelled: Labelled, gold: Prediction, speakers: Prediction, stage: str
) -> None:
    counts = wrong_by_stage(labelled.pairs, always, with_gold=gold, with_gold_speakers=speakers)
    assert {name for name, count in counts.items() if count} == {stage}


def test_the_command_ingests_the_articles_and_prints_every_stage(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(texts: Sequence[str], **_: object) -> Iterator[tuple[str, ReadArticle]]:
        reader = load_article_reader()
        return ((text, reader.read(text)) for text in texts)

    monkeypatch.setattr(command, "read_accounts", read)
    words = ["evaluate", "dedup", *map(str, files), "--json", "--folds"]
    done = CliRunner().invoke(cli.app, words)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["articles"], found["pairs"]) == (3, 2)
    assert found["methods"]["end to end, rules alone"]["all"]["f1"] == 1.0
    assert found["methods"]["our words, gold speakers"]["all"]["right"] == 1
    assert set(found["folds"]) == {"gold words and speakers", "end to end"}
    text = CliRunner().invoke(cli.app, words[:-2]).stdout
    assert text.startswith("3 articles, 2 pairs")
    assert "not extracted" in text


def test_a_database_that_holds_articles_is_refused(
    files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = load_article_reader().read("")

    def read(texts: Sequence[str], **_: object) -> Iterator[tuple[str, ReadArticle]]:
        return ((text, account) for text in texts)

    monkeypatch.setattr(command, "read_accounts", read)
    url = f"sqlite:///{tmp_path / 'used.db'}"
    words = ["evaluate", "dedup", *map(str, files), "--database-url", url]
    assert CliRunner().invoke(cli.app, words).exit_code == 0
    again = CliRunner().invoke(cli.app, words)
    assert isinstance(again.exception, InvalidRequest)


def test_figures() -> None:
    figures = Score(right=6, wrong=2, missed=4)
    assert (figures.precision, figures.recall) == (0.75, 0.6)
    assert figures.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)


def test_pairs_that_share_an_article_share_a_fold(labelled: Labelled) -> None:
    assert sorted(map(len, folds(labelled.pairs))) == [0, 0, 0, 0, 2]


def test_each_fold_is_predicted_by_a_choice_on_the_others(labelled: Labelled) -> None:
    told = as_labelled(labelled)
    predictions = by_rules(compared(told.utterances), told, labelled.pairs)
    predicted = cross_validated(labelled.pairs, best_of(predictions))
    assert score(labelled.pairs, predicted.__getitem__) == Score(1, 0, 0)


def test_a_regression_learns_what_it_is_shown(labelled: Labelled) -> None:
    told = as_labelled(labelled)
    learn = by_regression(compared(told.utterances), told, labelled.pairs)
    predicted = learn(frozenset(labelled.pairs))
    assert [predicted[pair] for pair in labelled.pairs] == [True, False]
