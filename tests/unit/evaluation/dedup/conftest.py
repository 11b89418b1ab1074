"""Three articles and their labelled pairs."""

import json
from pathlib import Path

import pytest

from service.evaluation.dedup.labelled_pairs import Labelled, read_labelled

LINE = "the harbour belongs to every one of us and not to a handful of wealthy yacht owners"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    texts = {
        "one": ("Ada Quill", f'said: "{LINE}." Ada Quill said.'),
        "two": ("Quill", f'"{LINE}," Mayor Ada Quill said. Quill said.'),
        "three": ("he", '"the harbour is for sale," he said.'),
    }
    articles = []
    for name, (source, text) in texts.items():
        start, end = text.index('"') + 1, text.rindex('"')
        at = text.rindex(source)
        content, spans = [[start, end]], [[at, at + len(source)]]
        attribution = {"id": "E1", "content": content, "source": spans, "cue": []}
        articles.append(
            {"id": name, "date": "2021-05-04", "text": text, "attributions": [attribution]}
        )
    ends = {each["id"]: each["attributions"][0]["content"][0] for each in articles}

    def pair(a: str, b: str, relation: str) -> dict[str, object]:
        sides = {"a": a, "b": b}
        places = {x: {"id": n, "start": ends[n][0], "end": ends[n][1]} for x, n in sides.items()}
        words = {f"{x}_text": texts[n][1][ends[n][0] : ends[n][1]] for x, n in sides.items()}
        return {**places, **words, "relation": relation, "same_speaker": None, "speaker": None}

    lines = [pair("one", "two", "identical"), pair("one", "three", "different")]
    lines.append(pair("two", "three", "slogan"))
    for name, rows in (("articles", articles), ("pairs", lines)):
        (tmp_path / name).write_text("\n".join(json.dumps(row) for row in rows))
    return tmp_path / "pairs", tmp_path / "articles"


@pytest.fixture
def labelled(files: tuple[Path, Path]) -> Labelled:
    pairs, articles = files
    return read_labelled([pairs], [articles])
