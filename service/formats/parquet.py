"""Apache Parquet: the fields of JSON Lines as columns. It needs pyarrow, the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from service.errors import InvalidRequest
from service.extras import needs_extra
from service.formats.fields import JsonObject
from service.formats.jsonl import to_json_article
from service.formats.record import ArticleRecord

if TYPE_CHECKING:
    import pyarrow

_ROWS = 200
"""Rows that are read or written at once: they bound the memory."""

_PURPOSE = "Parquet files"


def to_parquet_row(record: ArticleRecord) -> JsonObject:
    """Return the record as a row. Its date is a moment, and not a string as in JSON."""
    return {**to_json_article(record), "published_at": record.published_at}


def parquet_schema() -> pyarrow.Schema:
    """Return the columns of a file, which are the fields of an article as the API answers it."""
    with needs_extra("parquet", purpose=_PURPOSE):
        import pyarrow as pa

    text = pa.string()
    span = pa.struct([("start", pa.int32()), ("end", pa.int32())])
    part = pa.struct([("text", text), ("spans", pa.list_(span))])
    attribution = pa.struct(
        [
            ("content", part),
            ("cue", part),
            ("source", part),
            ("stance", text),
            ("polarity", text),
            ("confidence", pa.float64()),
        ]
    )
    speaker = pa.struct([("id", text), ("name", text), ("kind", text)])
    quotation = pa.struct(
        [
            ("id", text),
            ("quote_id", text),
            ("kind", text),
            ("text", text),
            ("spans", pa.list_(span)),
            ("attribution", attribution),
            ("speakers", pa.list_(speaker)),
        ]
    )
    return pa.schema(
        [
            ("id", text),
            ("outlet", pa.struct([("domain", text), ("name", text)])),
            ("url", text),
            ("title", text),
            ("published_at", pa.timestamp("us", tz="UTC")),
            ("text", text),
            ("quotations", pa.list_(quotation)),
        ]
    )


def read_parquet_rows(path: Path) -> Iterator[JsonObject]:
    """Yield the rows of a file, a batch at a time, for `from_json_article`.

    Raises:
        InvalidRequest: The file is not Parquet.
    """
    with needs_extra("parquet", purpose=_PURPOSE):
        import pyarrow as pa
        import pyarrow.parquet as pq
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_ROWS):
                yield from batch.to_pylist()
    except pa.ArrowException:
        raise InvalidRequest("The file is not Parquet, or it is damaged.") from None


class ParquetFileWriter:
    """Writes records to a file, a batch at a time. It is a context manager."""

    def __init__(self, path: Path) -> None:
        with needs_extra("parquet", purpose=_PURPOSE):
            import pyarrow.parquet as pq

        self._schema = parquet_schema()
        self._writer = pq.ParquetWriter(path, self._schema)
        self._rows: list[JsonObject] = []

    def write(self, record: ArticleRecord) -> None:
        """Write a record."""
        self._rows.append(to_parquet_row(record))
        if len(self._rows) >= _ROWS:
            self._flush(self._rows)

    def __enter__(self) -> ParquetFileWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._rows and kind is None:
                self._flush(self._rows)
        finally:
            self._writer.close()

    def _flush(self, rows: Sequence[JsonObject]) -> None:
        import pyarrow as pa

        table: Any = pa.Table.from_pylist(list(rows), schema=self._schema)
        self._writer.write_table(table)
        self._rows = []
