"""Trained weights -> the folder that the engine reads: quantised, calibrated, listed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from service.extraction.model.manifest import write_manifest
from service.extraction.model.model_reader import load_reader
from service.training.calibrate import fit, gather, write_calibration
from service.training.corpus import Article
from service.training.curve import plot_curve
from service.training.export import ENCODER, LINKER, export
from service.training.train import LOG, Recipe

_VOCABULARY = "vocabulary.txt"
_CALIBRATION = "calibration.json"
_CURVE = "curve.svg"
_UNSET = {"weights": {}, "bias": 0.0, "least": 0.0}


def assemble(
    average: Path, *, vocabulary: Path, check: Sequence[Article], folder: Path, recipe: Recipe
) -> None:
    """Averaged weights and articles that trained none of them -> the folder of weights."""
    export(average, folder)
    shutil.copyfile(vocabulary, folder / _VOCABULARY)
    shutil.copyfile(average.parent / LOG, folder / LOG)
    plot_curve(folder / LOG, folder / _CURVE)
    files = [ENCODER, LINKER, _VOCABULARY, _CALIBRATION, LOG, _CURVE]
    about: dict[str, object] = {"recipe": asdict(recipe)}
    (folder / _CALIBRATION).write_text(json.dumps(_UNSET), encoding="utf-8")
    write_manifest(folder, files, about=about)
    # The reader must run to be calibrated: until then it trusts everything alike.
    fitted = fit(gather(load_reader(folder), check))
    write_calibration(fitted, folder / _CALIBRATION)
    write_manifest(folder, files, about=about)
