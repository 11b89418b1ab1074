"""Labelled pairs are read with their speakers."""

from pathlib import Path

import pytest

from service.errors import InvalidRequest
from service.evaluation.dedup.labelled_pairs import Labelled, read_labelled


def test_slogans_are_left_out_and_sources_spelt_fully(labelled: Labelled) -> None:
    assert [pair.same for pair in labelled.pairs] == [True, False]
    speakers = {each.id.split(":")[0]: set(each.speakers) for each in labelled.utterances.values()}
    assert speakers == {"one": {"ada quill"}, "two": {"ada quill"}, "three": set()}


def test_an_article_that_is_not_there_is_named(files: tuple[Path, Path]) -> None:
    pairs, articles = files
    articles.write_text(articles.read_text().splitlines()[0])
    with pytest.raises(InvalidRequest, match="2 articles are missing, such as three"):
        read_labelled(pairs, [articles])
