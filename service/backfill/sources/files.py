"""Read the files of an archive, by their endings: JSON Lines, Parquet, WARC and WET."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from service.backfill.sources.raw_record import PURPOSE, RawForm, RawRecord
from service.backfill.sources.web_archives import read_warc, read_wet
from service.commands.inputs import shown_path
from service.errors import InvalidRequest
from service.extras import needs_extra

if TYPE_CHECKING:
    import pyarrow

Read = Callable[[Path], Iterator[RawRecord]]

_MOST_BYTES = 64 * 1024 * 1024
"""A line with more is no article."""
_COMPRESSION = {".gz": "gzip", ".zst": "zstd"}
_ROWS = 200


def expand_paths(paths: Iterable[Path], *, output: Path) -> list[Path]:
    """Return files, with those of folders in the order of their names.

    Args:
        paths: Files and folders.
        output: The directory of the archive. What it holds is no input of a folder around it.

    Raises:
        InvalidRequest: A path is not there, or no reader fits its ending.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file())
            written = output.resolve()
            found += [
                each
                for each in inside
                if _reader_of(each) and not each.resolve().is_relative_to(written)
            ]
        elif not path.exists():
            raise InvalidRequest(f"{shown_path(path)} is not there.")
        elif _reader_of(path) is None:
            raise InvalidRequest(
                f"{shown_path(path)} has no known ending. Known are .jsonl and .ndjson (also with"
                " .gz or .zst), .parquet, .warc, .warc.gz, .wet and .wet.gz."
            )
        else:
            found.append(path)
    return found


def raw_records(path: Path) -> Iterator[RawRecord]:
    """Yield the records of a file. What cannot be read ends the file, and no other one."""
    read = _reader_of(path)
    assert read is not None
    number = 0
    try:
        for record in read(path):
            number += 1
            yield record
    except (OSError, ValueError, ArithmeticError, LookupError, InvalidRequest) as error:
        place = f"{shown_path(path)}, record {number + 1}"
        detail = error.detail if isinstance(error, InvalidRequest) else "The file is damaged here."
        yield RawRecord(place, RawForm.UNREADABLE, detail.encode())


def _reader_of(path: Path) -> Read | None:
    suffixes: Sequence[str] = [suffix.lower() for suffix in path.suffixes]
    plain = [suffix for suffix in suffixes if suffix not in _COMPRESSION]
    readers: dict[str, Read] = {
        ".jsonl": _read_lines,
        ".ndjson": _read_lines,
        ".parquet": _read_parquet,
        ".warc": read_warc,
        ".wet": read_wet,
    }
    # Common Crawl names its texts "x.warc.wet.gz".
    return readers.get(plain[-1]) if plain else None


def _read_lines(path: Path) -> Iterator[RawRecord]:
    for number, line in enumerate(_lines(path), start=1):
        place = f"{shown_path(path)}, line {number}"
        if len(line) > _MOST_BYTES:
            yield RawRecord(place, RawForm.UNREADABLE, b"The line is too long.")
        elif line.strip():
            yield RawRecord(place, RawForm.JSON, line)


def _lines(path: Path) -> Iterator[bytes]:
    with needs_extra("parquet", purpose=PURPOSE):
        import pyarrow as pa
    compression = _COMPRESSION.get(path.suffix.lower())
    with pa.input_stream(str(path), compression=compression) as stream:
        line = bytearray()
        while part := stream.read(1 << 20):
            *ends, begun = part.split(b"\n")
            for end in ends:
                yield bytes(line + end)
                line.clear()
            line += begun
            del line[_MOST_BYTES + 1 :]  # It is too long already, so its end is of no use.
        yield bytes(line)


def _read_parquet(path: Path) -> Iterator[RawRecord]:
    with needs_extra("parquet", purpose=PURPOSE):
        import pyarrow.parquet as pq
    with pq.ParquetFile(path) as file:
        number = 0
        for batch in file.iter_batches(batch_size=_ROWS):
            exact = _in_microseconds(batch)
            for nth in range(batch.num_rows):
                number += 1
                place = f"{shown_path(path)}, row {number}"
                try:
                    [row] = exact.slice(nth, 1).to_pylist()
                except (ValueError, ArithmeticError, LookupError):
                    # It has a date in the year 300,000, for example, or an unknown time zone.
                    yield RawRecord(
                        place, RawForm.UNREADABLE, b"A value of this row cannot be read."
                    )
                else:
                    yield RawRecord(place, RawForm.COLUMNS, columns=row)


def _in_microseconds(batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """Cut moments, times and durations off after their microseconds, which is all Python has."""
    import pyarrow as pa

    for place, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type):
            kind = pa.timestamp("us", field.type.tz)
        elif pa.types.is_time64(field.type):
            kind = pa.time64("us")
        elif pa.types.is_duration(field.type):
            kind = pa.duration("us")
        else:
            continue
        if field.type.unit == "ns":
            column = batch.column(place).cast(kind, safe=False)
            batch = batch.set_column(place, field.name, column)
    return batch
