"""`onrecord convert`: formats are guessed, records stream, and faults name their place."""

from __future__ import annotations

import csv
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.formats.brat import ANNOTATION_CONF

ARTICLE: dict[str, Any] = {
    "id": "a/1",
    "outlet": {"domain": "post.example"},
    "url": "https://post.example/1",
    "title": "It works",
    "published_at": "2024-02-07T10:37:00Z",
    "text": "“It works,” Ada Lind said.",
    "quotations": [
        {
            "id": "o-1",
            "quote_id": "q-1",
            "kind": "direct",
            "text": "It works,",
            "spans": [{"start": 1, "end": 10}],
            "attribution": {
                "content": {"text": "“It works,”", "spans": [{"start": 0, "end": 11}]},
                "cue": {"text": "said", "spans": [{"start": 21, "end": 25}]},
                "source": {"text": "Ada Lind", "spans": [{"start": 12, "end": 20}]},
                "stance": "speech",
                "polarity": "asserted",
                "confidence": 0.5,
            },
            "speakers": [{"id": "s-1", "name": "Ada Lind", "kind": "person"}],
        }
    ],
}


def onrecord(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(ARTICLE) + "\n", "utf-8")
    return path


def lines_of(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", ["out.parquet", "brat", "tasks.json", "out.ndjson"])
def test_what_is_written_is_read_again(articles: Path, tmp_path: Path, name: str) -> None:
    between, back = tmp_path / name, tmp_path / "back.jsonl"
    assert onrecord("convert", articles, "-o", between).exit_code == 0
    assert onrecord("convert", between, "-o", back).exit_code == 0

    expected = json.loads(json.dumps(ARTICLE))
    if name == "brat":  # It holds neither a confidence nor what is known of the article.
        expected["quotations"][0]["attribution"]["confidence"] = None
        expected |= dict.fromkeys(("outlet", "url", "title", "published_at"))
    assert lines_of(back) == [expected]


def test_brat_is_a_folder_with_its_configuration(articles: Path, tmp_path: Path) -> None:
    onrecord("convert", articles, "-o", tmp_path / "brat")

    names = sorted(path.name for path in (tmp_path / "brat").iterdir())
    assert names == ["a%2F1.ann", "a%2F1.exported.json", "a%2F1.txt", "annotation.conf"]
    assert (tmp_path / "brat" / "annotation.conf").read_text("utf-8") == ANNOTATION_CONF


def test_csv_has_one_row_for_each_quotation(articles: Path, tmp_path: Path) -> None:
    onrecord("convert", articles, "-o", tmp_path / "out.csv")

    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["article_id"], row["text"], row["speaker"]) == ("a/1", "It works,", "Ada Lind")


@pytest.mark.parametrize(
    ("target", "key", "value"),
    [
        ("webannotation", "type", "AnnotationPage"),
        ("quotation", "@type", "Quotation"),
        ("gold", "outlet", "post.example"),
        ("articles", "outlet", {"domain": "post.example"}),
    ],
)
def test_the_format_can_be_named(articles: Path, target: str, key: str, value: object) -> None:
    result = onrecord("convert", articles, "--to", target)

    assert json.loads(result.stdout)[key] == value


def test_wire_copy_becomes_articles_to_ingest(tmp_path: Path) -> None:
    item = {"uri": "urn:a:1", "headline": "Head", "body_xhtml": "<p>One.</p><p>Two.</p>"}
    (tmp_path / "item.json").write_text(json.dumps(item), "utf-8")
    (tmp_path / "items.json").write_text(json.dumps([item, {**item, "uri": "urn:a:2"}]), "utf-8")
    out = tmp_path / "out.jsonl"
    result = onrecord(
        *("convert", tmp_path / "item.json", tmp_path / "items.json"),
        *("-o", out, "--to", "articles", "--outlet", "agency.example"),
    )

    assert result.exit_code == 0
    article = {"outlet": {"domain": "agency.example"}, "title": "Head", "text": "One.\n\nTwo."}
    assert lines_of(out) == [article] * 3


def test_attributions_of_extract_join_their_texts(tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text('{"id": "a", "text": "Words."}\n{"id": "b", "text": "b"}')
    (tmp_path / "found.jsonl").write_text('{"id": "a", "attributions": [{"content": [[0, 5]]}]}\n')
    out = tmp_path / "gold.jsonl"
    result = onrecord(
        *("convert", tmp_path / "texts.jsonl", "--attributions", tmp_path / "found.jsonl"),
        *("-o", out, "--to", "gold"),
    )

    assert result.exit_code == 1
    assert "line 2: There is no line of its attributions." in result.stderr.replace("\n", " ")
    assert lines_of(out)[0]["attributions"][0]["content"] == [[0, 5]]


def test_a_fault_names_its_place_and_repeats_nothing(tmp_path: Path) -> None:
    good = '{"id": "a", "text": "Words."}'
    path = tmp_path / "in.jsonl"
    path.write_text(f'{good}\nSECRET\n{{"id": "SECRET"}}\n\n{good}\n', "utf-8")
    (tmp_path / "bad.json").write_text('[{"id": "a", "text": "b"}, SECRET', "utf-8")
    out = tmp_path / "out.jsonl"
    result = onrecord("convert", path, tmp_path / "bad.json", tmp_path / "none.json", "-o", out)

    assert result.exit_code == 1
    errors = result.stderr.replace("\n", " ")
    assert "in.jsonl, line 2: The line is not JSON." in errors
    assert "in.jsonl, line 3: The record has no `text`." in errors
    assert "bad.json: The file is not JSON, or holds something other than objects." in errors
    assert "none.json: No such file or directory" in errors
    assert "SECRET" not in errors
    assert "3 converted, 4 failed" in errors
    assert len(lines_of(out)) == 3


def test_records_without_an_id_are_named_after_their_place(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('\n{"text": "Words."}\n')
    result = onrecord("convert", tmp_path / "in.jsonl")

    assert json.loads(result.stdout)["id"] == "in-2"


@pytest.mark.parametrize("name", ["out.txt", "out.xml"])
def test_an_ending_that_names_no_format_is_refused(articles: Path, tmp_path: Path, name: str):
    result = onrecord("convert", articles, "-o", tmp_path / name)

    assert result.exit_code == 1
    assert "--to" in str(result.exception)


def test_files_or_a_server_are_given_and_not_both(articles: Path) -> None:
    assert onrecord("convert").exit_code == 2
    assert onrecord("convert", articles, "--server", "http://127.0.0.1:9").exit_code == 2


def test_a_server_that_does_not_answer_is_reported() -> None:
    result = onrecord("convert", "--server", "http://127.0.0.1:9")

    assert result.exit_code == 1
    assert "no answer from the server: ConnectError" in result.stderr.replace("\n", " ")


def test_an_output_that_is_an_input_is_refused(articles: Path) -> None:
    before = articles.read_text("utf-8")
    assert onrecord("convert", articles, "-o", articles).exit_code == 2
    assert articles.read_text("utf-8") == before


@pytest.mark.parametrize("target", ["brat", "parquet"])
def test_files_that_are_no_text_need_an_output(articles: Path, target: str) -> None:
    result = onrecord("convert", articles, "--to", target)

    assert "needs an output" in str(result.exception)


def test_two_records_with_one_id_are_not_two_documents(articles: Path, tmp_path: Path) -> None:
    result = onrecord("convert", articles, articles, "-o", tmp_path / "brat")

    assert result.exit_code == 1
    assert "Another record has the same `id`." in result.stderr.replace("\n", " ")


@pytest.mark.parametrize("target", ["jsonl", "csv", "labelstudio"])
def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path, target: str) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.jsonl"
        path.write_text(f"{json.dumps(ARTICLE)}\n" * count, "utf-8")
        tracemalloc.start()
        try:
            assert onrecord("convert", path, "--to", target, "-o", tmp_path / "o").exit_code == 0
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    # The first run fills caches and buffers, which later ones use.
    peak(2_000)
    assert peak(2_000) < peak(100) + 200_000
