"""Measure what `POST /v1/articles` costs beside `onrecord extract`, in processor time.

The same texts go through both, on one core. The first of them are not measured. All processes of
the server count: the one that answers, and its engines. PostgreSQL is counted apart.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from service.errors import OnRecordError
from service.evaluation.process_tree import tree_processor_seconds
from service.evaluation.scale.measure import database_url
from service.evaluation.speed.latency import make_articles, post_texts, serving
from service.evaluation.speed.peer_readers import read_texts
from service.evaluation.speed.peers import ONRECORD_EXTRACT, run_command

_WORDS = range(500, 701)
_WARM_UP = 20


@dataclass(frozen=True, slots=True)
class PostCost:
    """Milliseconds of processor time for one article."""

    extract: float
    post: float
    database: float
    """PostgreSQL's own processes; 0 for SQLite, which works in the server."""

    def __str__(self) -> str:
        line = (
            f"extract {self.extract:.1f} ms, POST {self.post:.1f} ms: "
            f"{self.post / self.extract:.2f} times"
        )
        if self.database:
            whole = (self.post + self.database) / self.extract
            line += f"; PostgreSQL {self.database:.1f} ms more: {whole:.2f} times"
        return line


def measure_post_cost(path: Path | None, *, articles: int, database: str) -> PostCost:
    """Extract texts, and post them to a server with an empty store.

    Args:
        path: JSONL of texts, of which those of 500 to 700 words are taken; None makes some of the
            seeds, whose paragraphs repeat.
        articles: How many are measured.
        database: "sqlite" or "postgresql".

    Raises:
        OnRecordError: There are not enough texts, or the server did not start.
    """
    texts = _choose(path, articles + _WARM_UP)
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        extract = _extract_seconds(texts, directory) - _extract_seconds(texts[:_WARM_UP], directory)
        with database_url(database, directory) as url:
            post, own = _post_seconds(texts, url=url, postmaster=_postmaster(directory))
    share = 1000 / articles
    return PostCost(extract=extract * share, post=post * share, database=own * share)


def _choose(path: Path | None, count: int) -> list[str]:
    if path is None:
        return make_articles(count)
    texts = [text for text in read_texts(path) if len(text.split()) in _WORDS][:count]
    if len(texts) < count:
        raise OnRecordError(f"{path} has {len(texts)} texts of 500 to 700 words, not {count}.")
    return texts


def _extract_seconds(texts: Sequence[str], directory: Path) -> float:
    path = directory / "texts.jsonl"
    lines = (json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts))
    path.write_text("\n".join(lines), "utf-8")
    output = str(directory / "out.jsonl")
    command = [*ONRECORD_EXTRACT, "-o", output, "--workers", "1", str(path)]
    return run_command(command, cores=1).elapsed.processor


def _post_seconds(texts: Sequence[str], *, url: str, postmaster: int | None) -> tuple[float, float]:
    """Return the processor seconds of the server, and those of the database's processes."""
    with serving(url) as (address, pid), httpx.Client(base_url=address, timeout=120) as client:
        post_texts(client, texts[:_WARM_UP])
        before = tree_processor_seconds(pid)
        database = tree_processor_seconds(postmaster) if postmaster else 0.0
        post_texts(client, texts[_WARM_UP:])
        own = tree_processor_seconds(postmaster) - database if postmaster else 0.0
        return tree_processor_seconds(pid) - before, own


def _postmaster(directory: Path) -> int | None:
    """Return the id of PostgreSQL's first process, if it runs in a directory."""
    path = directory / "postgresql" / "postmaster.pid"
    return int(path.read_text("ascii").split()[0]) if path.exists() else None
