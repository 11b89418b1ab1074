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
from service.backfill.backfill import make_tables
from service.backfill.engine import Engine, LocalEngine
from service.backfill.files import TABLES
from service.backfill.parse_record import RecordOptions
from service.backfill.read_chunks import ReadingOptions
from service.backfill.read_file import ChunkReport, articles_in_chunk
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
    return ["\n".join(lines[start::150]) for start in range(24)]


def tables_of(archive: Archive) -> dict[str, list[str]]:
    found = {}
    for table in TABLES:
        if files := list(archive.tables.glob(f"{table}/*.parquet")):
            rows = duckdb.read_parquet([str(file) for file in files]).fetchall()
            found[table] = sorted(map(repr, rows))
    return found


def make_on_spark(spark: Any, archive: Archive) -> None:
    with archive.making_tables() as tables:
        make_tables(SparkRunner(spark, archive.rows, partitions=2), archive, tables)


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
    sources[0].write_text("\n".join([*lines[:3], "{no article}"]), "utf-8")
    sources[1].write_text("\n".join(lines[3:5]), "utf-8")
    local, cluster = Archive(tmp_path / "local"), Archive(tmp_path / "spark")
    read(local, sources, LocalEngine(1))
    reports = read(cluster, sources, SparkEngine(spark))
    assert [each.articles for each in reports] == [3, 2]
    assert [len(each.rejected) for each in reports] == [1, 0]
    assert cluster.numbers() == local.numbers()
    for one, other in zip(cluster.files(), local.files(), strict=True):
        assert list(articles_in_chunk(one)) == list(articles_in_chunk(other))
    before = {file: file.stat().st_mtime_ns for file in cluster.files()}
    assert read(cluster, sources, SparkEngine(spark)) == reports
    assert {file: file.stat().st_mtime_ns for file in cluster.files()} == before


def read(archive: Archive, sources: list[Path], engine: Engine) -> list[ChunkReport]:
    options = ReadingOptions(Settings(_env_file=None), RecordOptions(), archive.directory)
    came: set[str] = set()
    with archive.locked():
        assert sum(engine.read(archive, sources, options, came=came.add)) == 6
        return list(archive.reports(came))


def test_numbers_and_components_are_those_of_one_process(spark: Any, tmp_path: Path) -> None:
    chance = random.Random(3)
    nodes = [f"{chance.getrandbits(40):010x}" for _ in range(200)]
    edges = [(chance.choice(nodes), chance.choice(nodes)) for _ in range(120)]
    edges += pairwise(nodes[:20])  # A long chain.
    runner = SparkRunner(spark, tmp_path, partitions=2)
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


def _same(row: Any) -> list[Any]:
    return [row]


def _itself(row: str) -> str:
    return row
