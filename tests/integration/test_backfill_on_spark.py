"""Spark makes the same of an archive as HTTP and as the processes of one machine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from seeds import __file__ as seeds_file
from service.backfill.archive import Archive
from service.backfill.backfill import BackfillOptions, make_tables, run_backfill
from service.backfill.engine import Engine, LocalEngine
from service.backfill.files import TABLES
from service.backfill.parse_record import RecordOptions
from service.backfill.spark.engine import SparkEngine
from service.backfill.spark.runner import SparkRunner
from service.dedup.clusters import DisjointSets
from service.settings import Settings
from service.storage.store import Store
from tests.integration.test_backfill import KINDS, SOURCES, WORDS, articles_of, held, send
from tests.support.annotated_reader import AnnotatedReader
from tests.support.backfilled import fill_store, make_archive
from tests.support.spark import small_session

SEEDS = Path(seeds_file).with_name("articles.jsonl")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with small_session("local[2]") as session:
        yield session


def hard_texts() -> list[str]:
    """Texts in which every speaker says every sentence, whole, in part or changed."""
    lines = [f"{name} | {kind} | {said}" for name in SOURCES for kind in KINDS for said in WORDS]
    random.Random(7).shuffle(lines)
    return ["\n".join(lines[start::150]) for start in range(30)]


def tables_of(archive: Archive) -> dict[str, list[str]]:
    found = {}
    for table in TABLES:
        if files := list(archive.tables.glob(f"{table}/*.parquet")):
            rows = duckdb.read_parquet([str(file) for file in files]).fetchall()
            found[table] = sorted(map(repr, rows))
    return found


def make_on_spark(spark: Any, archive: Archive) -> None:
    with archive.making_tables() as tables:
        make_tables(SparkRunner(spark, archive.rows, partitions=3), archive, tables)


def test_http_and_both_runners_end_in_the_same(spark: Any, tmp_path: Path) -> None:
    articles = articles_of(hard_texts())
    archive = make_archive(AnnotatedReader(), articles, tmp_path / "archive")
    by_processes = tables_of(archive)
    make_on_spark(spark, archive)
    assert tables_of(archive) == by_processes
    assert len(by_processes["quotes"]) > 30
    assert by_processes["fragment_hosts"]
    sent, loaded = (f"sqlite:///{tmp_path / name}.db" for name in ("sent", "loaded"))
    for url in (sent, loaded):
        Store.migrate(url)
    with closing(Store.open(sent)) as one, closing(fill_store(loaded, archive)) as other:
        send(one, articles)
        assert held(other) == held(one)


def test_spark_reads_what_processes_read(spark: Any, tmp_path: Path) -> None:
    lines = SEEDS.read_text("utf-8").splitlines()
    sources = [tmp_path / "1.jsonl", tmp_path / "2.jsonl"]
    sources[0].write_text("\n".join([*lines[:5], "{no article}"]), "utf-8")
    sources[1].write_text("\n".join(lines[5:8]), "utf-8")
    options = BackfillOptions(Settings(_env_file=None), RecordOptions())
    archives, reports = [], []
    for name, engine in (("local", LocalEngine(1)), ("spark", SparkEngine(spark))):
        archives.append(Archive(tmp_path / name))
        reports.append(_run(sources, archives[-1], options, engine))
    assert archives[0].numbers() == archives[1].numbers()
    assert [each.articles for each in reports[1]] == [5, 3]
    assert [len(each.rejected) for each in reports[1]] == [1, 0]
    assert tables_of(archives[0]) == tables_of(archives[1])
    before = {file: file.stat().st_mtime_ns for file in archives[1].files()}
    assert _run(sources, archives[1], options, SparkEngine(spark)) == reports[1]
    assert {file: file.stat().st_mtime_ns for file in archives[1].files()} == before


def test_numbers_and_components_are_those_of_one_process(spark: Any, tmp_path: Path) -> None:
    chance = random.Random(3)
    nodes = [f"{chance.getrandbits(40):010x}" for _ in range(400)]
    edges = [(chance.choice(nodes), chance.choice(nodes)) for _ in range(250)]
    edges += pairwise(nodes[:60])  # A long chain.
    runner = SparkRunner(spark, tmp_path, partitions=3)
    sets = DisjointSets({node: None for edge in edges for node in edge})
    for a, b in edges:
        sets.union(a, b)
    found = collected(runner, runner.components(runner.load(edges, _same)), tmp_path / "nodes")
    assert sorted(found) == sorted(sets.representatives().items())
    numbered = runner.number(runner.load(nodes, _same), _itself)
    assert sorted(collected(runner, numbered, tmp_path / "numbers")) == list(
        enumerate(sorted(nodes), start=1)
    )


def collected(runner: SparkRunner, rows: Any, directory: Path) -> list[Any]:
    """All rows, by way of files."""
    import pickle

    directory.mkdir()

    def write(part: str, some: Iterator[Any]) -> None:
        (directory / part).write_bytes(pickle.dumps(list(some)))

    runner.save(rows, write)
    return [row for file in directory.iterdir() for row in pickle.loads(file.read_bytes())]


def _run(
    sources: list[Path], archive: Archive, options: BackfillOptions, engine: Engine
) -> list[Any]:
    return run_backfill(sources, archive.directory, options, engine, report=lambda *_: None)


def _same(row: Any) -> list[Any]:
    return [row]


def _itself(row: str) -> str:
    return row
