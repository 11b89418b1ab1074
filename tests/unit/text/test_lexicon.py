"""Word lists: every file of every step can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

import service
from service.text.lexicon import read_lines, read_table, read_words

FILES = sorted(Path(service.__path__[0]).glob("*/lexicon/en/*"))


def test_there_are_word_lists():
    assert {file.parents[2].name for file in FILES} == {"extraction", "speakers", "dedup"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parents[2].name}/{file.name}")
def test_each_file_has_lines_and_no_comment_among_them(file):
    lines = read_lines(f"service.{file.parents[2].name}", file.name)

    assert lines
    assert len(lines) == len(set(lines))
    assert not any(line.startswith("#") or line != line.strip("\r\n") or not line for line in lines)


def test_words_are_the_lines():
    assert "said" not in read_words("service.extraction", "speech.txt")
    assert "say" in read_words("service.extraction", "speech.txt")


def test_rows_are_split_at_tabs():
    assert ("one", "1") in read_table("service.dedup", "numerals.tsv")
