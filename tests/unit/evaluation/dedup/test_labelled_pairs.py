"""Labelled pairs are read with their speakers."""

import json
from pathlib import Path

import pytest

from service.errors import InvalidRequest
from service.evaluation.dedup.labelled_pairs import Labelled, read_labelled


def test_slogans_are_left_out_and_sources_spelt_fully(labelled: Labelled) -> None:
    assert [pair.same for pair in labelled.pairs] == [True, False]
    speakers = {each.id.split(":")[0]: set(each.speakers) for each in labelled.utterances.values()}
    assert speakers == {"one": {"ada quill"}, "two": {"ada quill"}, "three": set()}


def test_clusters_of_two_files_are_apart(files: tuple[Path, Path], tmp_path: Path) -> None:
    pairs, articles = files
    more = tmp_path / "more"
    for path in (pairs, more):
        lines = [{**json.loads(line), "cluster": 7} for line in pairs.read_text().splitlines()]
        path.write_text("\n".join(map(json.dumps, lines)))
    labelled = read_labelled([pairs, more], [articles])
    assert [pair.file for pair in labelled.pairs] == ["pairs", "pairs", "more", "more"]
    assert len({pair.cluster for pair in labelled.pairs}) == 2


def test_an_article_that_is_not_there_is_named(files: tuple[Path, Path]) -> None:
    pairs, articles = files
    articles.write_text(articles.read_text().splitlines()[0])
    with pytest.raises(InvalidRequest, match="2 articles are missing, such as three"):
        read_labelled([pairs], [articles])
