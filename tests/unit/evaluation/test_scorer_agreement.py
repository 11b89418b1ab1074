"""Our figures are those of the scorers that the project is judged by, to the last digit."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.evaluation.attribution.evaluation import evaluate_documents
from service.evaluation.attribution.tables import attribution_json
from service.evaluation.speakers.scores import read_answers, score_speakers, speaker_json
from service.gold.documents import Comparison, match_predictions, read_gold, read_predictions

SHARED = Path(__file__).parents[4] / "shared"
SCORERS = SHARED / "eval"
GOLD = SHARED / "polnear" / "dev.jsonl"
ANSWERS = SCORERS / "speakers_dev.jsonl"

pytestmark = pytest.mark.skipif(
    not SCORERS.is_dir(), reason="the scorers lie beside the checkout, not in it"
)

Record = dict[str, Any]
PIECES = [
    "“",
    "”",
    '"',
    "«",
    "»",
    "„",
    " ",
    " ",
    " ",
    "\n",
    ".",
    ",",
    "’",
    "she",
    "said",
    "it’s",
    "3",
]


def scorer(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SCORERS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compare(gold: list[Record], predicted: list[Record]) -> list[Comparison]:
    return match_predictions(
        read_gold(map(json.dumps, gold)), read_predictions(map(json.dumps, predicted))
    )


def figures_differ(gold: list[Record], predicted: list[Record]) -> dict[str, tuple[object, object]]:
    ours: Record = attribution_json(evaluate_documents(compare(gold, predicted), samples=2))
    differing = {}
    for name, theirs in scorer("score").score(gold, predicted).items():
        shown = ours[name]
        own = {key: shown[key] for key in theirs} if isinstance(theirs, dict) else shown
        if own != theirs:
            differing[name] = (own, theirs)
    return differing


@st.composite
def attributions(draw: st.DrawFn, length: int) -> list[Record]:
    place = st.integers(0, length)
    spans = st.lists(st.tuples(place, place).map(sorted), max_size=2)
    return draw(
        st.lists(
            st.fixed_dictionaries({"content": spans, "cue": spans, "source": spans}), max_size=5
        )
    )


@st.composite
def documents(draw: st.DrawFn) -> tuple[list[Record], list[Record]]:
    gold, predicted = [], []
    for number in range(draw(st.integers(1, 3))):
        text = "".join(draw(st.lists(st.sampled_from(PIECES), max_size=40)))
        for side in (gold, predicted):
            found = draw(attributions(len(text)))
            side.append({"id": str(number), "text": text, "attributions": found})
    return gold, predicted


@given(documents())
def test_any_predictions_get_the_same_figures(sides: tuple[list[Record], list[Record]]) -> None:
    assert figures_differ(*sides) == {}


def test_predictions_near_the_gold_get_the_same_figures() -> None:
    gold = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    assert figures_differ(gold, blurred(gold, names=[])) == {}


def test_speakers_get_the_same_figures() -> None:
    gold = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    lines = ANSWERS.read_text("utf-8").splitlines()
    answers = [json.loads(line) for line in lines]
    names = [name for each in answers for name in (each["speaker"], *each["aliases"]) if name]
    predicted = blurred(gold, names=names)
    given_names = {(each["id"], each["attribution"]): each["speaker"] for each in answers}
    for document, guesses in zip(gold, predicted, strict=True):
        for guess in guesses["attributions"][::2]:
            guess["speaker"] = given_names.get((document["id"], guess["id"]))
    theirs = scorer("score_speakers").score(gold, answers, predicted)
    assert speaker_json(score_speakers(read_answers(lines), compare(gold, predicted))) == theirs
    assert 0.1 < theirs["macro"] < 0.9


def blurred(gold: list[Record], *, names: list[str]) -> list[Record]:
    """Gold documents -> predictions as of a middling engine: some missed, moved or invented."""
    draw = random.Random(3)
    predicted = []
    for document in gold:
        length = len(document["text"])

        def moved(span: list[int], length: int = length) -> list[int]:
            start = max(0, span[0] + draw.choice((0, 0, 0, -3, 5)))
            return [min(start, length), min(length, max(start, span[1] + draw.choice((0, 0, 20))))]

        found = [
            {
                "id": each["id"],
                **{
                    role: [moved(span) for span in each[role]] if draw.random() < 0.9 else []
                    for role in ("content", "cue", "source")
                },
                "speaker": draw.choice([*names, None]),
                "speaker_kind": draw.choice(("person", "anonymous")),
            }
            for each in document["attributions"]
            if draw.random() < 0.8
        ]
        start = draw.randrange(length)
        found.append({"id": None, "content": [[start, min(length, start + 50)]]})
        predicted.append({"id": document["id"], "attributions": found})
    return predicted
