"""The benchmark beside peers measures what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import spacy
from spacy.tokens import Doc

from service.evaluation.speed.peer_readers import (
    Peer,
    count_direct_quotations,
    parse_texts,
    read_texts,
)
from service.evaluation.speed.peers import list_contenders, run_command


def test_a_command_runs_on_its_cores_with_one_thread(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    code = (
        "import json, os, sys; json.dump([len(os.sched_getaffinity(0)), os.environ"
        "['OMP_NUM_THREADS']], open(sys.argv[1], 'w'))"
    )
    before = os.sched_getaffinity(0)
    cost = run_command([sys.executable, "-c", code, str(out)], cores=1)
    assert json.loads(out.read_text()) == [1, "1"]
    assert os.sched_getaffinity(0) == before
    assert cost.elapsed.wall > 0
    assert cost.elapsed.processor > 0


def test_the_peak_is_that_of_this_run_alone() -> None:
    # In a process of its own: the size of the one that measures is the least that is measured.
    code = (
        "import sys; from service.evaluation.speed.peers import run_command;"
        "runs = [[sys.executable, '-c', c] for c in ('b = bytearray(200_000_000)', '')];"
        "print(*(run_command(run, cores=1).peak_megabytes for run in runs))"
    )
    printed = subprocess.check_output([sys.executable, "-c", code], text=True)
    large, small = map(float, printed.split())
    assert small < 100
    assert 180 < large < 280


def test_a_command_that_fails_is_no_result() -> None:
    with pytest.raises(RuntimeError, match="failed with status 3"):
        run_command([sys.executable, "-c", "raise SystemExit(3)"], cores=1)


@pytest.mark.parametrize("installed", [True, False])
def test_textacy_is_measured_where_it_is_installed(
    installed: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("service.evaluation.speed.peers.find_spec", lambda name: installed or None)
    found = list_contenders(spacy_model="en", output=tmp_path)
    names = [each.name for each in found]
    assert ("textacy" in names) is installed
    assert [each.cores for each in found if "onrecord" in each.name] == [1, 2]


def test_textacy_reads_by_paragraph_and_may_give_up_on_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []

    def direct_quotations(doc: Doc) -> Iterator[str]:
        seen.append(doc.text)
        if doc.text.count("“") != doc.text.count("”"):
            raise ValueError("unclosed")
        yield doc.text

    module = SimpleNamespace(direct_quotations=direct_quotations)
    monkeypatch.setitem(sys.modules, "textacy.extract.triples", module)
    texts = ["“One.”\n\n“Two", "“Three.”"]
    assert count_direct_quotations(texts, nlp=spacy.blank("en")) == 2
    assert seen == ["“One.”", "“Two", "“Three.”"]


def test_spacy_reads_whole_texts(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "1", "text": "One.\\nTwo."}\n\n{"id": "2", "text": ""}\n', "utf-8")
    texts = read_texts(path)
    assert texts == ["One.\nTwo.", ""]
    assert parse_texts(texts, nlp=spacy.blank("en")) == 2
    assert {Peer(name) for name in ("spacy", "textacy")} == set(Peer)
