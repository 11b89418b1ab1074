"""Write records to files of any format that `onrecord convert` makes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Protocol

from service.errors import InvalidRequest
from service.formats.brat import ANNOTATION_CONF, EXPORTED, to_brat, to_file_name
from service.formats.csv_rows import CSV_COLUMNS, to_csv_rows
from service.formats.fields import JsonObject
from service.formats.gold import to_gold
from service.formats.jsonl import to_article_in, to_json_article
from service.formats.label_studio import to_label_studio
from service.formats.parquet import ParquetFileWriter
from service.formats.record import ArticleRecord
from service.formats.schema_org import to_linked_quotations
from service.formats.web_annotation import to_annotation_page


class OutputFormat(StrEnum):
    """What `onrecord convert` writes."""

    JSONL = "jsonl"
    ARTICLES = "articles"
    CSV = "csv"
    PARQUET = "parquet"
    WEB_ANNOTATION = "webannotation"
    QUOTATION = "quotation"
    BRAT = "brat"
    LABEL_STUDIO = "labelstudio"
    GOLD = "gold"
    JUDGEMENTS = "judgements"


_ENDINGS = {
    ".jsonl": OutputFormat.JSONL,
    ".ndjson": OutputFormat.JSONL,
    ".csv": OutputFormat.CSV,
    ".parquet": OutputFormat.PARQUET,
    ".jsonld": OutputFormat.QUOTATION,
    ".json": OutputFormat.LABEL_STUDIO,
    "": OutputFormat.BRAT,
}


class RecordWriter(Protocol):
    """Writes records one by one."""

    def write(self, record: ArticleRecord) -> None:
        """Write a record.

        Raises:
            InvalidRequest: The format cannot hold it. Nothing of it is written.
        """


def guess_output(path: Path | None) -> OutputFormat:
    """Return the format to write to a path, by its ending; a path without one is a folder.

    Raises:
        InvalidRequest: The ending says nothing.
    """
    if path is None:
        return OutputFormat.JSONL
    if path.suffix not in _ENDINGS:
        raise InvalidRequest("The ending of the output names no format. Name it with --to.")
    return _ENDINGS[path.suffix]


@contextmanager
def open_writer(
    form: OutputFormat, path: Path | None, sink: Callable[[], IO[str]]
) -> Iterator[RecordWriter]:
    """Open a writer of records.

    Args:
        form: The format. Judgements are no records: `convert` writes them itself.
        path: The file or folder, or None for standard output.
        sink: Opens the file of a format of text.
    """
    if form is OutputFormat.BRAT or form is OutputFormat.PARQUET:
        if path is None:
            raise InvalidRequest(f"The format {form} needs an output: give one with -o.")
        if form is OutputFormat.BRAT:
            yield _BratFolder(path)
            return
        with ParquetFileWriter(path) as rows:
            yield rows
        return
    file = sink()
    if form is OutputFormat.LABEL_STUDIO:
        array = _JsonArray(file, to_label_studio)
        yield array
        array.end()
    elif form is OutputFormat.CSV:
        file.write(f"{','.join(CSV_COLUMNS)}\r\n")
        yield _Lines(file, to_csv_rows)
    else:
        yield _Lines(file, lambda record: [_line(each) for each in _OBJECTS[form](record)])


class _Lines:
    """Writes each record as no, one or several lines."""

    def __init__(self, file: IO[str], to_lines: Callable[[ArticleRecord], list[str]]) -> None:
        self._file = file
        self._to_lines = to_lines

    def write(self, record: ArticleRecord) -> None:
        self._file.write("".join(self._to_lines(record)))


class _JsonArray:
    """Writes each record as an item of one array."""

    def __init__(self, file: IO[str], to_item: Callable[[ArticleRecord], JsonObject]) -> None:
        self._file = file
        self._to_item = to_item
        self._before = "[\n"

    def write(self, record: ArticleRecord) -> None:
        item = json.dumps(self._to_item(record), ensure_ascii=False)
        self._file.write(self._before + item)
        self._before = ",\n"

    def end(self) -> None:
        self._file.write("[]\n" if self._before == "[\n" else "\n]\n")


class _BratFolder:
    """Writes each record as three files of a folder, beside brat's configuration of it."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        (path / "annotation.conf").write_text(ANNOTATION_CONF, "utf-8")
        self._path = path
        self._names: set[str] = set()

    def write(self, record: ArticleRecord) -> None:
        if record.id is None:
            raise InvalidRequest("The record has no `id`.")
        name = to_file_name(record.id)
        # Some file systems do not tell capital from small letters.
        if name.casefold() in self._names:
            raise InvalidRequest("Another record has the same `id`.")
        self._names.add(name.casefold())
        document = to_brat(record)
        contents = {
            ".txt": document.text,
            ".ann": document.annotations,
            EXPORTED: _line(to_json_article(record)),
        }
        for ending, content in contents.items():
            (self._path / f"{name}{ending}").write_bytes(content.encode())


_OBJECTS: dict[OutputFormat, Callable[[ArticleRecord], list[JsonObject]]] = {
    OutputFormat.JSONL: lambda record: [to_json_article(record)],
    OutputFormat.ARTICLES: lambda record: [to_article_in(record)],
    OutputFormat.GOLD: lambda record: [to_gold(record)],
    OutputFormat.WEB_ANNOTATION: lambda record: [to_annotation_page(record)],
    OutputFormat.QUOTATION: to_linked_quotations,
}


def _line(value: JsonObject) -> str:
    return f"{json.dumps(value, ensure_ascii=False)}\n"
