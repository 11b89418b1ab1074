"""Three articles of four quotes each, and the generator that learns from them."""

import json
from pathlib import Path

import pytest

from service.evaluation.scale.text_generator import TextGenerator, learn_generator
from service.gold.documents import read_gold

STOCK = "open the sluice"
SAID = (
    "The harbour belongs to every one of us and not to a handful of wealthy yacht owners",
    "We counted nine hundred herring on Tuesday and four on Friday",
    STOCK,
    "Nobody who walked across the old bridge last winter will ever forget how it sang",
)
SPEAKERS = ("Ada Quill", "Ned Pike", "Mara Stone", "Ada Quill")


@pytest.fixture
def train(tmp_path: Path) -> Path:
    lines = []
    for number in range(3):
        text, attributions = "", []
        for line, speaker in zip(SAID, SPEAKERS, strict=True):
            said = line if line == STOCK else f"{line} {'again ' * number}"
            start = len(text)
            text += f"“{said},” {speaker} said on a cold morning in the {number}th street.\n\n"
            content = [[start, start + len(said) + 3]]
            source = [[start + len(said) + 4, start + len(said) + 4 + len(speaker)]]
            attributions.append({"id": f"E{start}", "content": content, "source": source})
        lines.append(json.dumps({"id": str(number), "text": text, "attributions": attributions}))
    path = tmp_path / "train.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture
def generator(train: Path) -> TextGenerator:
    return learn_generator(read_gold(train.read_text("utf-8").splitlines()))
