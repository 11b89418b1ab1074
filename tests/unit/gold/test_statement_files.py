"""The files of `tests/gold/statements` are sound, and what is kept apart is in no other file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parents[2] / "gold"
STATEMENTS = GOLD / "statements"


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_articles_kept_apart_are_in_no_other_file() -> None:
    apart = {record["id"] for record in read(STATEMENTS / "apart.jsonl")}
    others = [path for path in GOLD.rglob("*.jsonl") if path.name != "apart.jsonl"]
    assert len(apart) == 12
    assert [path.name for path in others if apart & {each.get("id") for each in read(path)}] == []


def test_no_sealed_article_was_judged() -> None:
    judged = {record["id"] for record in read(STATEMENTS / "judged.jsonl")}
    assert judged & {record["id"] for record in read(GOLD / "wikinews_sealed.jsonl")} == set()


def test_spans_lie_inside_the_text_and_are_not_empty() -> None:
    records = read(STATEMENTS / "apart.jsonl") + read(STATEMENTS / "judged.jsonl")
    wrong = [
        record["id"]
        for record in records
        for each in record.get("attributions", []) + record.get("judged", [])
        for role in ("content", "cue", "source")
        for start, end in each[role]
        if not 0 <= start < end <= len(record["text"])
    ]
    assert wrong == []


def test_as_many_spans_are_judged_as_the_page_says() -> None:
    labels = [
        each["statement"]
        for record in read(STATEMENTS / "judged.jsonl")
        for each in record["judged"]
    ]
    page = (STATEMENTS / "README.md").read_text(encoding="utf-8")
    assert f"{len(labels)} in all" in page
    assert f"`statement`: {sum(labels)} are" in page
