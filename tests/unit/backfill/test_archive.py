"""The directory of an archive: what a killed run, another version or a bad disk leaves in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from service.backfill.archive import Archive
from service.backfill.read_file import articles_in_chunk
from service.errors import Conflict, NotFound
from service.ingest.article_in import ArticleInput
from tests.support.annotated_reader import AnnotatedReader
from tests.support.backfilled import finish_archive, make_archive

ARTICLES = [ArticleInput(outlet_domain="first.example", text="Ann Lee | direct | We knew.")]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_archive(AnnotatedReader(), ARTICLES, tmp_path / "archive")


def test_tables_of_another_version_are_refused_and_made_again(archive: Archive) -> None:
    mark = archive.tables / "made_of.json"
    made_of = json.loads(mark.read_text("ascii"))
    mark.write_text(json.dumps(made_of | {"form": "another one"}), "ascii")
    with pytest.raises(Conflict, match="another version"), archive.reading_tables():
        pass
    assert not archive.are_tables_current()
    finish_archive(archive.directory)
    assert archive.are_tables_current()


def test_old_tables_that_are_half_deleted_are_no_tables(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = shutil.rmtree

    def kill(path: Path, **options: bool) -> None:
        if path == archive.tables:
            raise KeyboardInterrupt
        remove(path, **options)

    monkeypatch.setattr(shutil, "rmtree", kill)
    with pytest.raises(KeyboardInterrupt):
        finish_archive(archive.directory)
    with pytest.raises(NotFound, match="no finished tables"), archive.reading_tables():
        pass


def test_tables_are_not_replaced_while_they_are_read(archive: Archive) -> None:
    (archive.directory / "lock").unlink()  # As in a copy by a tool that leaves out empty files.
    reading = archive.reading_tables
    with reading(), reading(), pytest.raises(Conflict, match="Another run"), archive.locked():
        pass
    with archive.locked(), pytest.raises(Conflict), archive.reading_tables():
        pass


def test_a_damaged_file_of_a_chunk_is_named(archive: Archive) -> None:
    [file] = archive.files()
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(Conflict, match=f"{file.name} is damaged"):
        list(articles_in_chunk(file))
    with pytest.raises(Conflict, match="is damaged"):
        list(archive.reports([file.stem]))
