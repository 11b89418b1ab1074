"""Plot the losses of a training run by epoch, from its log."""

from __future__ import annotations

import csv
from pathlib import Path

from service.optional.figures import GRID, new_figure, render_svg

_COLOURS = {"tags": "#1b6ca8", "links": "#b5473c", "names": "#4a8f3c"}
_DASHES = {"train": "--", "held": "-"}


def plot_curve(log: Path, path: Path) -> None:
    """Write an SVG of the losses: dashed in training, whole on held-out articles.

    Raises:
        OnRecordError: Matplotlib is not installed.
    """
    with log.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    epochs = [int(row["epoch"]) for row in rows]
    figure, axes = new_figure(width=5.6, height=3.4)
    for task, colour in _COLOURS.items():
        for part, dashes in _DASHES.items():
            losses = [float(row[f"{part}_{task}"]) for row in rows]
            label = task if part == "held" else None
            axes.plot(epochs, losses, dashes, color=colour, linewidth=1.5, label=label)
    axes.set_title("dashed in training, whole on held-out articles", fontsize="medium")
    axes.set_xlabel("epoch")
    axes.set_ylabel("loss")
    axes.set_xticks(epochs)
    axes.set_ylim(bottom=0.0)
    axes.grid(visible=True, axis="y", color=GRID, linewidth=0.6)
    axes.legend(frameon=False)
    path.write_text(render_svg(figure, title="Losses by epoch"), encoding="utf-8")
