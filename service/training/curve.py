"""The log of a training run -> its curve as SVG."""

from __future__ import annotations

import csv
from pathlib import Path

_WIDTH, _HEIGHT, _EDGE = 520, 300, 48
_COLOURS = {"tags": "#1b6ca8", "links": "#b5473c", "names": "#4a8f3c"}
_DASHES = {"train": "5 4", "held": ""}


def plot_curve(log: Path, path: Path) -> None:
    """A log of losses by epoch -> an SVG, dashed in training and whole held out."""
    with log.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [f"{part}_{task}" for part in _DASHES for task in _COLOURS]
    highest = max(float(row[name]) for row in rows for name in names)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        _text(_WIDTH / 2, _HEIGHT - 8, "epoch"),
        _text(_WIDTH / 2, 16, "loss: dashed in training, whole on held-out articles"),
    ]
    parts += [
        _text(_x(index, len(rows)), _HEIGHT - _EDGE + 18, row["epoch"])
        for index, row in enumerate(rows)
    ]
    parts += [
        _text(_EDGE - 20, _y(highest * share, highest) + 4, f"{highest * share:.2f}")
        for share in (0.0, 0.5, 1.0)
    ]
    for number, name in enumerate(names):
        part, task = name.split("_")
        points = " ".join(
            f"{_x(index, len(rows)):.1f},{_y(float(row[name]), highest):.1f}"
            for index, row in enumerate(rows)
        )
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{_COLOURS[task]}" '
            f'stroke-width="1.5" stroke-dasharray="{_DASHES[part]}"/>'
        )
        if part == "held":
            parts.append(_text(_WIDTH - _EDGE, 30 + 14 * number, task, fill=_COLOURS[task]))
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


def _x(index: int, count: int) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * index / max(1, count - 1)


def _y(value: float, highest: float) -> float:
    return _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * value / highest


def _text(x: float, y: float, words: str, *, fill: str = "black") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="{fill}">{words}</text>'
