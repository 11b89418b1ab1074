"""An annotator corrects an export in brat or Label Studio, and commands load it into a server."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.server import Server, running_server
from tests.support.terminal import onrecord_here

WALL = "The harbour wall will be rebuilt before the next winter begins"
TEXT = (
    f"“{WALL},” Ada Lind said.\n\n"
    "Bo Ek said that the town “paid for all of it” and that the council “left us alone”.\n\n"
    "“Nobody asked the fishermen about it,” Cy Po said."
)
SHORTER = WALL.removeprefix("The harbour wall ")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("corrections"), job_lanes=0) as server:
        yield server


@pytest.fixture
def article(server: Server, request: pytest.FixtureRequest) -> dict[str, Any]:
    """An article whose second attribution has two quotations."""
    domain = f"{request.node.callspec.id.replace(' ', '')}.example"
    body = {"outlet": {"domain": domain}, "url": f"https://{domain}/1", "text": TEXT}
    stored: dict[str, Any] = httpx.post(f"{server.url}/v1/articles", json=body, timeout=60).json()
    assert said(stored) == [
        ("Ada Lind", f"{WALL},"),
        ("Bo Ek", "paid for all of it"),
        ("Bo Ek", "left us alone"),
        ("Cy Po", "Nobody asked the fishermen about it,"),
    ]
    return stored


def said(article: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["speaker"]["name"], one["text"]) for one in article["quotations"]]


def correct_in_label_studio(tasks: Path) -> None:
    """Move the first quotation and name another speaker; remove the second and third."""
    [task] = json.loads(tasks.read_text("utf-8"))
    regions = task.pop("predictions")[0]["result"]
    first = [each for each in regions if each.get("id") == "q0"]
    start = TEXT.index(SHORTER)
    for each in first:
        each["value"] |= {"start": start, "end": start + len(SHORTER), "text": SHORTER}
        if each["from_name"] == "speaker":
            each["value"]["text"] = ["The board (organization)"]
    kept = [
        each
        for each in regions
        if each.get("id") not in ("q1", "q2") and each.get("from_id") not in ("q1", "q2")
    ]
    task["annotations"] = [{"id": 1, "result": kept}]
    tasks.write_text(json.dumps([task]), "utf-8")


def correct_in_brat(folder: Path) -> None:
    """Do the same. brat drops the relations, attributes and notes of what is removed."""
    [path] = folder.glob("*.ann")
    lines = path.read_text("utf-8").splitlines()
    first, *removed = [
        line.split("\t")[0] for line in lines if line.split("\t")[1].startswith("Quotation")
    ][:3]
    start = TEXT.index(SHORTER)
    written = {
        first: f"{first}\tQuotation {start} {start + len(SHORTER)}\t{SHORTER}",
        f"AnnotatorNotes {first}": f"#99\tAnnotatorNotes {first}\tThe board (organization)",
    }
    kept = []
    for line in lines:
        name, body = line.split("\t")[:2]
        if not {name, *body.replace(":", " ").split()} & set(removed):
            kept.append(written.get(name) or written.get(body) or line)
    path.write_text("".join(f"{line}\n" for line in kept), "utf-8")


@pytest.mark.parametrize(
    ("exported", "correct"),
    [("tasks.json", correct_in_label_studio), ("folder", correct_in_brat)],
    ids=["label studio", "brat"],
)
def test_corrections_of_quotations_are_loaded_once(
    server: Server,
    article: dict[str, Any],
    tmp_path: Path,
    exported: str,
    correct: Callable[[Path], None],
) -> None:
    def onrecord(*words: str) -> subprocess.CompletedProcess[str]:
        return onrecord_here(*words, cwd=tmp_path, variables={"ONRECORD_URL": server.url})

    def convert(*words: str) -> list[dict[str, Any]]:
        done = onrecord("convert", exported, "-o", "lines.jsonl", "--to", "judgements")
        assert done.returncode == 0, done.stderr
        text = (tmp_path / "lines.jsonl").read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def stored() -> dict[str, Any]:
        answer: dict[str, Any] = httpx.get(f"{server.url}/v1/articles/{article['id']}").json()
        return answer

    where = f"outlet={article['outlet']['domain']}"
    done = onrecord("convert", "--server", server.url, "--where", where, "-o", exported)
    assert done.returncode == 0, done.stderr
    if exported == "folder":
        assert convert() == []
    correct(tmp_path / exported)
    lines = convert()
    assert [list(line["body"]) for line in lines] == [
        ["speaker"],
        ["spans"],
        ["no_quotation"],
        ["no_quotation"],
    ]

    shown = onrecord("speakers", "correct", "lines.jsonl", "--dry-run")
    assert (shown.returncode, stored()) == (0, article)
    assert [line.split(" ")[:2] for line in shown.stdout.splitlines()] == [
        ["POST", line["path"]] for line in lines
    ]

    made = onrecord("speakers", "correct", "lines.jsonl")
    again = onrecord("speakers", "correct", "lines.jsonl")

    assert (made.stdout, made.stderr) == ("4 judgements made, 0 known, 0 failed\n", "")
    assert (again.stdout, again.stderr) == ("0 judgements made, 4 known, 0 failed\n", "")
    assert said(stored()) == [
        ("The board", SHORTER),
        ("Cy Po", "Nobody asked the fishermen about it,"),
    ]

    # Somebody else exported the article before, and corrects words that are others by now.
    lines[1]["body"]["spans"][0]["end"] -= 1
    last = article["quotations"][3]
    lines[2] |= {
        "path": f"/v1/articles/{article['id']}/quotations/{last['id']}/correct",
        "seen": {"text": last["text"], "spans": last["spans"], "speakers": ["Cy Po"]},
    }
    text = "".join(f"{json.dumps(line)}\n" for line in lines[1:3])
    (tmp_path / "late.jsonl").write_text(text, "utf-8")
    late = onrecord("speakers", "correct", "late.jsonl")
    assert (late.returncode, late.stdout) == (1, "1 judgements made, 0 known, 1 failed\n")
    assert "line 1: The quotation is no longer what the annotator saw." in late.stderr
    assert said(stored()) == [("The board", SHORTER)]
