"""Train the network, and write the folder of weights that the engine reads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from service.extraction.model.manifest import write_manifest
from service.extraction.model.model_reader import load_reader
from service.gold.articles import AnnotatedArticle, load_annotated
from service.training.calibrate import fit_calibration, gather_evidence, write_calibration
from service.training.curve import plot_curve
from service.training.export import ENCODER, LINKER, export
from service.training.train import LOG, Recipe, train

_HELD_OUT = 21
"""One article in 21 is only measured, not trained on: 40 of PolNeAR's 840."""
_VOCABULARY = "vocabulary.txt"
_CALIBRATION = "calibration.json"
_CURVE = "curve.svg"
_UNSET = {"weights": {}, "bias": 0.0, "least": 0.0}


def make_weights(
    articles: Path,
    names: Path,
    check: Path,
    *,
    encoder: Path,
    work: Path,
    out: Path,
    recipe: Recipe,
    threads: int,
) -> None:
    """Train on annotated articles, then quantise, calibrate and list the weights.

    Args:
        articles: JSONL of annotated articles to train on.
        names: JSONL of the names in them, found by machine.
        check: JSONL of annotated articles to calibrate on, never trained on.
        encoder: Directory of the pre-trained encoder: `model.safetensors` and `vocab.txt`.
        work: Directory for checkpoints and the log; a stopped run goes on from there.
        out: Directory of the weights to write.
        recipe: The settings of the run.
        threads: How many threads torch may use.
    """
    annotated = load_annotated(articles, names)
    held_out = annotated[::_HELD_OUT]
    kept = {article.id for article in held_out}
    vocabulary = encoder / "vocab.txt"
    average = train(
        [article for article in annotated if article.id not in kept],
        held_out,
        pretrained=encoder / "model.safetensors",
        vocabulary=vocabulary,
        folder=work,
        recipe=recipe,
        threads=threads,
    )
    assemble(average, vocabulary=vocabulary, check=load_annotated(check), folder=out, recipe=recipe)


def assemble(
    average: Path,
    *,
    vocabulary: Path,
    check: Sequence[AnnotatedArticle],
    folder: Path,
    recipe: Recipe,
) -> None:
    """Write the folder of weights from averaged weights and articles that trained none of them.

    Args:
        average: The averaged weights of a run, its log beside them.
        vocabulary: The word pieces of the encoder.
        check: The articles to calibrate on.
        folder: Where to write.
        recipe: What the manifest is to state of the run.
    """
    export(average, folder)
    shutil.copyfile(vocabulary, folder / _VOCABULARY)
    shutil.copyfile(average.parent / LOG, folder / LOG)
    plot_curve(folder / LOG, folder / _CURVE)
    files = [ENCODER, LINKER, _VOCABULARY, _CALIBRATION, LOG, _CURVE]
    about: dict[str, object] = {"recipe": asdict(recipe)}
    (folder / _CALIBRATION).write_text(json.dumps(_UNSET), encoding="utf-8")
    write_manifest(folder, files, about=about)
    # The reader must run to be calibrated: until then it trusts all attributions alike.
    fitted = fit_calibration(gather_evidence(load_reader(folder), check))
    write_calibration(fitted, folder / _CALIBRATION)
    write_manifest(folder, files, about=about)
