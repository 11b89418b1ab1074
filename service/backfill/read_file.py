"""The files of articles that were read: one for each chunk of an archive, written at once.

They are what is expensive. So they stay, and a later run reads only what is new.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from service.backfill.core.articles import ArrivedArticle
from service.backfill.sources.raw_record import PURPOSE
from service.errors import Conflict
from service.extras import needs_extra
from service.storage.inputs import ArticleToStore, ArticleWrite, OutletWrite, QuotationWrite

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

PARTIAL = ".partial"
"""The ending of a file that is being written."""
_REPORT = b"onrecord"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that holds no article, or one that cannot be read."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChunkReport:
    """What became of the records of one chunk."""

    articles: int
    rejected: tuple[Rejected, ...] = ()


def write_read_file(
    path: Path, read: Sequence[tuple[int, ArticleToStore]], rejected: Iterable[Rejected]
) -> None:
    """Write the articles of a chunk, each with its place in it. The file is there at once."""
    with needs_extra("parquet", purpose=PURPOSE):
        import pyarrow as pa
        import pyarrow.parquet as pq

    rows = [_row(place, one) for place, one in read]
    report = json.dumps([[each.place, each.reason] for each in rejected])
    schema = _schema().with_metadata({_REPORT: report.encode("utf-8", "replace")})
    # Two tasks of a cluster may write the same chunk.
    partial = path.with_suffix(f".{token_hex(8)}{PARTIAL}")
    with partial.open("wb") as file:
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())  # or a power cut could leave a name without its content
    os.replace(partial, path)


def chunk_report(path: Path) -> ChunkReport:
    """Return what became of the records of a chunk, from its file."""
    with _opened(path) as file:
        rejected = json.loads(file.schema_arrow.metadata[_REPORT])
        return ChunkReport(file.metadata.num_rows, tuple(Rejected(*each) for each in rejected))


def articles_in_chunk(path: Path) -> Iterator[tuple[int, ArticleToStore]]:
    """Yield the articles of a chunk, each with its place in it."""
    with _opened(path) as file:
        for batch in file.iter_batches(batch_size=200):
            for row in batch.to_pylist():
                yield row["place"], _article(row)


def article_keys(path: Path) -> Iterator[tuple[int, str, str, str]]:
    """Yield the place, the outlet's key, the key and the text's hash of each article of a chunk."""
    with _opened(path) as file:
        columns = file.read(columns=["place", "outlet_key", "key", "text_hash"])
    yield from zip(*(column.to_pylist() for column in columns.columns), strict=True)


def arrived_articles(chunk: tuple[int, Path]) -> Iterator[ArrivedArticle]:
    """Yield the articles of a chunk, given its number and its file, as they arrived."""
    number, path = chunk
    for place, read in articles_in_chunk(path):
        yield ArrivedArticle((number, place), read)


@contextmanager
def _opened(path: Path) -> Iterator[pyarrow.parquet.ParquetFile]:
    """Open a file that was read.

    Raises:
        Conflict: It is damaged.
    """
    with needs_extra("parquet", purpose=PURPOSE):
        import pyarrow.parquet as pq
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except (OSError, ValueError):
        raise Conflict(
            f"{path} is damaged. Delete it, and run `onrecord backfill` with its archive again."
        ) from None


def _row(place: int, one: ArticleToStore) -> dict[str, Any]:
    outlet, article = one.outlet, one.article
    return {
        "place": place,
        "outlet_key": outlet.key,
        "outlet_domain": outlet.domain,
        "outlet_name": outlet.name,
        "key": article.key,
        "url": article.url,
        "title": article.title,
        "published_at": article.published_at,
        "text": article.text,
        "text_hash": article.text_hash,
        "quotations": _quotations().dump_json(one.quotations).decode(),
    }


def _article(row: Mapping[str, Any]) -> ArticleToStore:
    return ArticleToStore(
        OutletWrite(row["outlet_key"], row["outlet_domain"], row["outlet_name"]),
        ArticleWrite(
            key=row["key"],
            url=row["url"],
            title=row["title"],
            published_at=row["published_at"],
            text=row["text"],
            text_hash=row["text_hash"],
        ),
        _quotations().validate_json(row["quotations"]),
    )


@cache
def _quotations() -> TypeAdapter[tuple[QuotationWrite, ...]]:
    return TypeAdapter(tuple[QuotationWrite, ...])


def _schema() -> pyarrow.Schema:
    import pyarrow as pa

    texts = [
        "outlet_key",
        "outlet_domain",
        "outlet_name",
        "key",
        "url",
        "title",
        "text",
        "text_hash",
        "quotations",
    ]
    moment = ("published_at", pa.timestamp("us", tz="UTC"))
    return pa.schema([("place", pa.int32()), *((name, pa.string()) for name in texts), moment])
