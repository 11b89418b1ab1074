"""Confidence: a probability that rises with what the decoder saw."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.extraction.model.confidence import FEATURES, ConfidenceModel, load_confidence_model
from service.extraction.model.decoder import DecodedAttribution
from service.extraction.model.runs import PieceRun


def attribution(*, cue_chance: float) -> DecodedAttribution:
    return DecodedAttribution(
        cue=PieceRun(0, 1),
        content=(PieceRun(2, 6),),
        source=None,
        cue_chance=cue_chance,
        content_chance=0.9,
        linked_chance=0.9,
        source_chance=0.5,
        quoted_share=0.0,
    )


def test_a_likely_cue_makes_a_sure_attribution() -> None:
    model = ConfidenceModel(weights=(1.0, *(0.0,) * (len(FEATURES) - 1)), bias=0.0, least=0.2)

    assert model.confidence(attribution(cue_chance=0.5)) == pytest.approx(0.5)
    assert model.confidence(attribution(cue_chance=0.9)) == pytest.approx(0.9)
    assert 0.0 < model.confidence(attribution(cue_chance=0.0)) < 0.001


def test_a_feature_that_the_file_lacks_weighs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps({"weights": {"cue": 2.0}, "bias": 1, "least": 0.1}))

    model = load_confidence_model(path)

    assert model == ConfidenceModel((2.0, *(0.0,) * (len(FEATURES) - 1)), 1.0, 0.1)
