"""Files of archives: what is read of them, and what is refused with which reason."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from service.backfill.parse_record import RecordOptions, parse_record
from service.backfill.sources.files import expand_paths, raw_records
from service.backfill.sources.raw_record import RawForm, RawRecord, digest_of_records
from service.errors import InvalidRequest
from service.ingest.article_in import ArticleInput
from tests.support.annotated_reader import AnnotatedReader
from tests.support.backfilled import read_archive

LINE = {
    "outlet": {"domain": "first.example", "name": "First"},
    "url": "https://first.example/1",
    "title": "One",
    "published_at": "2022-02-21T08:00:00Z",
    "text": "Ann Lee | direct | We knew.",
}
ARTICLE = ArticleInput(
    outlet_domain="first.example",
    outlet_name="First",
    url="https://first.example/1",
    title="One",
    published_at=datetime(2022, 2, 21, 8, tzinfo=UTC),
    text="Ann Lee | direct | We knew.",
)
PLAIN = RecordOptions()


def parsed(path: Path, options: RecordOptions = PLAIN) -> list[ArticleInput]:
    return [parse_record(record, options) for record in raw_records(path)]


@pytest.mark.parametrize("ending", [".jsonl", ".ndjson", ".jsonl.gz", ".jsonl.zst"])
def test_lines(ending: str, tmp_path: Path) -> None:
    content = f"{json.dumps(LINE)}\n\n{json.dumps(LINE)}".encode()
    path = tmp_path / f"articles{ending}"
    if ending.endswith(".gz"):
        content = gzip.compress(content)
    if ending.endswith(".zst"):
        content = pa.Codec("zstd").compress(content, asbytes=True)
    path.write_bytes(content)
    assert parsed(path) == [ARTICLE, ARTICLE]
    assert [record.place for record in raw_records(path)] == [
        f"{path}, line 1",
        f"{path}, line 3",
    ]


def test_columns_of_other_names(tmp_path: Path) -> None:
    path = tmp_path / "articles.parquet"
    rows = {"body": ["Words."], "day": [date(2022, 2, 21)], "id": [7]}
    pq.write_table(pa.table(rows), path)
    options = RecordOptions(
        columns={"text": "body", "published_at": "day"}, outlet_name="Star", naive_is_utc=True
    )
    [article] = parsed(path, options)
    assert article == ArticleInput(
        outlet_name="Star", published_at=datetime(2022, 2, 21, tzinfo=UTC), text="Words."
    )


@pytest.mark.parametrize(
    "values",
    [
        pa.array([2**60, 0], pa.timestamp("ms")),
        pa.array([10**9, 0], pa.date32()),
        pa.array([2**62, 0], pa.duration("ms")),
    ],
)
def test_a_value_that_python_does_not_have_costs_its_row(values: pa.Array, tmp_path: Path) -> None:
    path = tmp_path / "articles.parquet"
    pq.write_table(pa.table({"text": ["One.", "Two."], "when": values}), path)
    far, near = raw_records(path)
    assert (far.form, far.place) == (RawForm.UNREADABLE, f"{path}, row 1")
    assert parse_record(near, PLAIN).text == "Two."


def test_nanoseconds_are_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "articles.parquet"
    kinds = {
        "published_at": pa.timestamp("ns", "UTC"),
        "b": pa.time64("ns"),
        "c": pa.duration("ns"),
    }
    columns = {name: pa.array([1_001], kind) for name, kind in kinds.items()}
    pq.write_table(pa.table({"text": ["One."], **columns}), path)
    [article] = parsed(path)
    assert article.published_at == datetime(1970, 1, 1, microsecond=1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "The line is not JSON."),
        (b"[]", "The line is not a JSON object."),
        (b"\xff", "The line is not JSON."),
        (b'{"text": 1}', "`text` is not a string."),
        (b'{"published_at": "2022-02-21"}', "`published_at` is not a date and time"),
    ],
)
def test_a_bad_line_says_why(line: bytes, reason: str) -> None:
    with pytest.raises(InvalidRequest, match=reason):
        parse_record(RawRecord("here", RawForm.JSON, line), PLAIN)


def test_a_bad_record_costs_itself(tmp_path: Path) -> None:
    lines = [json.dumps(LINE), "{", json.dumps({**LINE, "outlet": None}), json.dumps(LINE)]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    [report] = read_archive(AnnotatedReader(), [path], tmp_path / "archive", size=9)
    assert report.articles == 2
    assert [(each.place, each.reason) for each in report.rejected] == [
        (f"{path}, line 2", "The line is not JSON."),
        (f"{path}, line 3", "The article names no outlet. Give its domain or its name."),
    ]


def test_a_damaged_file_ends_where_it_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl.gz"
    whole = gzip.compress(b"".join(json.dumps({**LINE, "n": n}).encode() + b"\n" for n in range(9)))
    path.write_bytes(whole[: len(whole) // 2])
    *_, last = raw_records(path)
    assert last.form is RawForm.UNREADABLE
    other = tmp_path / "articles.parquet"
    other.write_bytes(b"PAR1 it is not")
    assert [record.form for record in raw_records(other)] == [RawForm.UNREADABLE]
    with pytest.raises(InvalidRequest, match="damaged"):
        parse_record(last, PLAIN)


def test_a_line_without_end_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.backfill.sources.files._MOST_BYTES", 1_000)
    path = tmp_path / "articles.jsonl"
    line = json.dumps(LINE).encode()
    path.write_bytes(b"\n".join([line, b"x" * (3 << 20), line, b"y" * 1_001]))
    found = [(record.form, record.content) for record in raw_records(path)]
    long = (RawForm.UNREADABLE, b"The line is too long.")
    assert found == [(RawForm.JSON, line), long, (RawForm.JSON, line), long]


def test_folders_hold_files_of_known_endings(tmp_path: Path) -> None:
    inside = tmp_path / "2022" / "b.jsonl"
    inside.parent.mkdir()
    for path in (inside, tmp_path / "2022" / "a.parquet", tmp_path / "notes.txt"):
        path.write_text("")
    output = tmp_path / "archive"
    written = output / "read" / "chunk.parquet"
    written.parent.mkdir(parents=True)
    written.write_text("")
    assert expand_paths([tmp_path], output=output) == [inside.with_name("a.parquet"), inside]
    with pytest.raises(InvalidRequest, match="no known ending"):
        expand_paths([tmp_path / "notes.txt"], output=output)
    with pytest.raises(InvalidRequest, match="not there"):
        expand_paths([tmp_path / "none.jsonl"], output=output)


def test_a_digest_is_of_the_content() -> None:
    one = RawRecord("a", RawForm.JSON, b"x")
    assert digest_of_records([one]) == digest_of_records([RawRecord("b", RawForm.JSON, b"x")])
    assert digest_of_records([one]) != digest_of_records([one, one])
    assert digest_of_records([one], "a", "b") != digest_of_records([one], "ab")
    day = RawRecord("a", RawForm.COLUMNS, columns={"day": date(2022, 1, 1)})
    assert digest_of_records([day]) != digest_of_records([one])


def warc_record(kind: str, uri: str, body: bytes, content_type: str) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{len(body):012}>\r\n"
        f"WARC-Date: 2022-02-21T08:00:00Z\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def http_answer(status: str, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def test_pages_of_a_web_archive(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    pytest.importorskip("trafilatura")
    paragraph = "<p>The harbour board said on Monday that the seawall had to be built again. "
    page = (
        '<html><head><title>The wall</title><meta name="date" content="2022-02-21"></head>'
        f"<body><article><h1>The wall</h1>{paragraph * 6}</p>"
        "<p>“We knew,” Ann Lee said.</p></article></body></html>"
    ).encode()
    uri, kind = "https://first.example/wall", "application/http; msgtype=response"
    records = [
        warc_record("response", uri, http_answer("200 OK", "text/html; charset=utf-8", page), kind),
        warc_record("response", uri, http_answer("404 Not Found", "text/html", page), kind),
        warc_record("response", uri, http_answer("200 OK", "image/png", b"png"), kind),
        warc_record("response", uri, http_answer("200 OK", "text/html", b"<p>.</p>"), kind),
    ]
    path = tmp_path / "pages.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, records)))
    first, second = raw_records(path)
    article = parse_record(first, PLAIN)
    assert "“We knew,” Ann Lee said." in article.text
    assert (article.url, article.outlet_domain) == (uri, "first.example")
    assert article.published_at == datetime(2022, 2, 21, tzinfo=UTC)
    with pytest.raises(InvalidRequest, match="no text"):
        parse_record(second, PLAIN)


@pytest.mark.parametrize("cut", [20, 400])
@pytest.mark.parametrize("ending", [".warc", ".warc.gz"])
def test_a_web_archive_that_ends_within_a_page_says_so(
    cut: int, ending: str, tmp_path: Path
) -> None:
    pytest.importorskip("fastwarc")
    page = http_answer("200 OK", "text/html", hashlib.sha512(b"page").hexdigest().encode() * 4)
    kind = "application/http; msgtype=response"
    record = warc_record("response", "https://first.example/wall", page, kind)
    pack = gzip.compress if ending.endswith(".gz") else bytes
    path = tmp_path / f"pages{ending}"
    path.write_bytes(pack(record) + pack(record[:-cut]))
    whole, broken = raw_records(path)
    assert (whole.form, broken.form) == (RawForm.HTML, RawForm.UNREADABLE)


def test_texts_of_a_web_archive(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    uri = "https://first.example/wall"
    path = tmp_path / "texts.warc.wet.gz"
    text = "The wall\n“We knew,” Ann Lee said.".encode()
    path.write_bytes(gzip.compress(warc_record("conversion", uri, text, "text/plain")))
    [article] = parsed(path, RecordOptions(outlet_name="Star"))
    assert article.title == "The wall"
    assert article.text == "“We knew,” Ann Lee said."
    assert (article.outlet_domain, article.outlet_name) == (None, "Star")
