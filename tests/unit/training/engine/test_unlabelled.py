import gzip
import json
from pathlib import Path

import pytest

from service.errors import InvalidRequest
from service.training.engine.unlabelled import read_unlabelled


def test_texts_are_read_from_json_lines_gzip_and_tsv(tmp_path: Path) -> None:
    plain = tmp_path / "plain.jsonl"
    plain.write_text(json.dumps({"text": "one\ntwo"}) + "\n", encoding="utf-8")
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress((json.dumps({"text": "thrée"}) + "\n").encode()))
    table = tmp_path / "pronouns.tsv"
    table.write_text("ID\tText\n1\tfour\n2\tfive\n", encoding="utf-8")
    assert read_unlabelled([plain, packed, table]) == ["one\ntwo", "thrée", "four", "five"]


@pytest.mark.parametrize("line", ['{"id": "1"}', "no JSON"])
def test_a_line_without_a_text_is_refused(line: str, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InvalidRequest, match=r"A line of lines\.jsonl has no text"):
        read_unlabelled([path])
