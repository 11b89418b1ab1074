"""What placing took by size -> an SVG: both axes logarithmic, a line for each database."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from service.evaluation.scale.report import Measured

_WIDTH, _HEIGHT = 420, 300
_LEFT, _TOP, _RIGHT, _BOTTOM = 56, 32, 24, 56
_COLOURS = {"sqlite": "#2b6cb0", "postgresql": "#c05621"}
_SIZES = {10_000: "10k", 100_000: "100k", 1_000_000: "1M", 3_000_000: "3M"}
_TIMES = (1, 2, 5, 10, 25, 50, 100)
_LEAST, _MOST = log10(_TIMES[0]), log10(_TIMES[-1])
_FIRST, _LAST = log10(min(_SIZES)), log10(max(_SIZES))


def plot_scale(measured: Sequence[Measured]) -> str:
    """What was measured -> an SVG that stands alone or within a page.

    Whole lines are medians, dashed ones 99th percentiles. The two grey lines are the goals.
    """
    width, height = _LEFT + _WIDTH + _RIGHT, _TOP + _HEIGHT + _BOTTOM
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" role="img" font-family="sans-serif"'
            ' font-size="12">',
            "<title>Milliseconds of placing one quote, by the quotes that are stored</title>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *_axes(),
            *(line for name in _COLOURS for line in _lines(name, measured)),
            "</svg>\n",
        ]
    )


def _lines(name: str, measured: Sequence[Measured]) -> list[str]:
    found = sorted((one for one in measured if one.database == name), key=lambda one: one.size)
    if not found:
        return []
    colour = _COLOURS[name]
    medians = [(_x(one.quotes), _y(one.place_median)) for one in found]
    slowest = [(_x(one.quotes), _y(one.place_p99)) for one in found]
    at = _TOP + 16 * (1 + list(_COLOURS).index(name))
    return [
        f'<polyline points="{_path(medians)}" fill="none" stroke="{colour}"/>',
        f'<polyline points="{_path(slowest)}" fill="none" stroke="{colour}"'
        ' stroke-dasharray="5 4"/>',
        *(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in (*medians, *slowest)),
        f'<text x="{_LEFT + 8}" y="{at}" fill="{colour}">{name}: median, p99 dashed</text>',
    ]


def _axes() -> list[str]:
    bottom, right = _TOP + _HEIGHT, _LEFT + _WIDTH
    middle = _TOP + _HEIGHT // 2
    return [
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_WIDTH}" height="{_HEIGHT}" fill="none"'
        ' stroke="#333"/>',
        *(
            f'<line x1="{_LEFT}" y1="{_y(goal)}" x2="{right}" y2="{_y(goal)}" stroke="#bbb"/>'
            for goal in (5, 25)
        ),
        *(_text(_x(size), bottom + 16, name) for size, name in _SIZES.items()),
        *(_text(_LEFT - 6, _y(time) + 4, f"{time}", anchor="end") for time in _TIMES),
        _text(_LEFT + _WIDTH // 2, bottom + 40, "quotes stored"),
        f'<g transform="rotate(-90 16 {middle})">{_text(16, middle, "ms to place one")}</g>',
    ]


def _text(x: float, y: float, words: str, *, anchor: str = "middle") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#333">{words}</text>'


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _x(size: float) -> float:
    place = (log10(max(size, 1)) - _FIRST) / (_LAST - _FIRST)
    return round(_LEFT + min(max(place, 0.0), 1.0) * _WIDTH, 1)


def _y(milliseconds: float) -> float:
    place = (log10(max(milliseconds, 0.001)) - _LEAST) / (_MOST - _LEAST)
    return round(_TOP + (1 - min(max(place, 0.0), 1.0)) * _HEIGHT, 1)
