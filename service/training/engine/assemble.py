"""Train the network, and write the folder of weights that the engine reads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from service.extraction.model.manifest import write_manifest
from service.extraction.model.model_reader import load_reader
from service.extraction.model.tokeniser import Tokeniser
from service.gold.articles import AnnotatedArticle, load_annotated
from service.training.engine.calibrate import fit_calibration, gather_evidence, write_calibration
from service.training.engine.curve import plot_curve
from service.training.engine.distil import DISTILLATION, Distillation, label_versions
from service.training.engine.export import ENCODER, LINKER, export
from service.training.engine.network import TEACHER, Sizes
from service.training.engine.train import (
    LOG,
    TEACHER_RECIPE,
    Recipe,
    annotated_lessons,
    check_batches,
    gather_sources,
    soft_lessons,
    train,
)
from service.training.engine.unlabelled import read_unlabelled

_HELD_OUT = 21
"""One article in 21 is only measured, not trained on: 40 of PolNeAR's 840."""
_VOCABULARY = "vocabulary.txt"
_CALIBRATION = "calibration.json"
_CURVE = "curve.svg"
_UNSET = {"weights": {}, "bias": 0.0, "least": 0.0}


@dataclass(frozen=True, slots=True)
class Teaching:
    """A larger network that is trained first, and labels texts for the one that ships."""

    encoder: Path
    """Directory of the pre-trained encoder: `model.safetensors` of all-mpnet-base-v2."""
    unlabelled: tuple[Path, ...]
    """Texts without annotations: JSON Lines, plain or gzip, or GAP's TSV."""
    recipe: Recipe = TEACHER_RECIPE
    distillation: Distillation = DISTILLATION


def make_weights(
    articles: Path,
    names: Path,
    check: Path,
    *,
    encoder: Path,
    teaching: Teaching | None,
    work: Path,
    out: Path,
    recipe: Recipe,
    layers: int,
    threads: int,
) -> None:
    """Train on annotated articles, then quantise, calibrate and list the weights.

    Args:
        articles: JSONL of annotated articles to train on.
        names: JSONL of the names in them, found by machine.
        check: JSONL of annotated articles to calibrate on, never trained on.
        encoder: Directory of the pre-trained encoder: `model.safetensors` and `vocab.txt`.
        teaching: The teacher to learn from. None learns from people's labels alone.
        work: Directory for checkpoints, labels and the log; a stopped run goes on from there.
        out: Directory of the weights to write.
        recipe: The settings of the run.
        layers: How many layers of the encoder to keep, at even steps.
        threads: How many threads torch may use.
    """
    sizes = Sizes(layers=layers)
    annotated = load_annotated(articles, names)
    held_out = annotated[::_HELD_OUT]
    kept = {article.id for article in held_out}
    chosen = [article for article in annotated if article.id not in kept]
    vocabulary = encoder / "vocab.txt"
    tokeniser = Tokeniser(vocabulary)
    pieces = recipe.batch_pieces
    tests = check_batches(held_out, tokeniser, pieces=pieces)
    sources = gather_sources(chosen, seed=recipe.seed)
    if teaching is None:
        lessons = annotated_lessons(chosen, tokeniser=tokeniser, names=sources, recipe=recipe)
    else:
        teacher = train(
            annotated_lessons(chosen, tokeniser=tokeniser, names=sources, recipe=teaching.recipe),
            tests,
            pretrained=teaching.encoder / "model.safetensors",
            folder=work / "teacher",
            recipe=teaching.recipe,
            threads=threads,
            sizes=TEACHER,
        )
        versions = label_versions(
            teacher,
            chosen,
            read_unlabelled(teaching.unlabelled),
            tokeniser=tokeniser,
            names=sources,
            folder=work / "labels",
            pieces=pieces,
            seed=recipe.seed,
            threads=threads,
            distillation=teaching.distillation,
        )
        lessons = soft_lessons(versions, seed=recipe.seed)
    average = train(
        lessons,
        tests,
        pretrained=encoder / "model.safetensors",
        folder=work / f"student-{layers}",
        recipe=recipe,
        threads=threads,
        sizes=sizes,
    )
    about: dict[str, object] = {"recipe": asdict(recipe), "layers": layers}
    if teaching:
        about |= {
            "teacher": asdict(teaching.recipe),
            "distillation": asdict(teaching.distillation),
        }
    assemble(
        average,
        vocabulary=vocabulary,
        check=load_annotated(check),
        folder=out,
        sizes=sizes,
        about=about,
    )


def assemble(
    average: Path,
    *,
    vocabulary: Path,
    check: Sequence[AnnotatedArticle],
    folder: Path,
    sizes: Sizes,
    about: dict[str, object],
) -> None:
    """Write the folder of weights from averaged weights and articles that trained none of them.

    Args:
        average: The averaged weights of a run, its log beside them.
        vocabulary: The word pieces of the encoder.
        check: The articles to calibrate on.
        folder: Where to write.
        sizes: The sizes of the network.
        about: What the manifest is to state of the run.
    """
    export(average, folder, sizes=sizes)
    shutil.copyfile(vocabulary, folder / _VOCABULARY)
    shutil.copyfile(average.parent / LOG, folder / LOG)
    plot_curve(folder / LOG, folder / _CURVE)
    files = [ENCODER, LINKER, _VOCABULARY, _CALIBRATION, LOG, _CURVE]
    (folder / _CALIBRATION).write_text(json.dumps(_UNSET), encoding="utf-8")
    write_manifest(folder, files, about=about)
    # The reader must run to be calibrated: until then it trusts all attributions alike.
    fitted = fit_calibration(gather_evidence(load_reader(folder), check))
    write_calibration(fitted, folder / _CALIBRATION)
    write_manifest(folder, files, about=about)
