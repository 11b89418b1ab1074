"""Bulk filling leaves the rows that assigning would, and generated text repeats like real text."""

from pathlib import Path

from sqlalchemy import Engine

from service.evaluation.scale.check import compare_bulk_filling, compare_skew
from service.evaluation.scale.rows import batch_rows
from service.evaluation.scale.text_generator import TextGenerator
from service.storage.db.engine import open_engine
from service.storage.db.migrate import upgrade


def test_bulk_filling_agrees_with_assigning(generator: TextGenerator, tmp_path: Path) -> None:
    def empty(name: str) -> Engine:
        url = f"sqlite:///{tmp_path / name}"
        upgrade(url)
        return open_engine(url)

    bulk, assigning = empty("bulk.db"), empty("assigning.db")
    found = compare_bulk_filling(bulk, assigning, batch_rows(generator, 0, 60))
    bulk.dispose()
    assigning.dispose()
    assert (found.utterances, found.keys, found.stop_keys) == (0, 0, 0)
    assert found.apart >= 0
    assert found.quotes > 0


def test_real_and_generated_text_are_compared_at_two_sizes(train: Path) -> None:
    lines = list(compare_skew(train))
    assert [line.split(":")[0] for line in lines] == ["real", "made"] * 2
