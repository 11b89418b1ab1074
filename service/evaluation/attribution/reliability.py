"""A reliability plot as SVG: where the dots leave the diagonal, confidence is not what it says."""

from __future__ import annotations

from math import sqrt

from service.evaluation.attribution.calibration import Bin, Calibration

_SIDE = 320
_MARGIN = 48
_LARGEST = 14
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def plot_reliability(calibration: Calibration) -> str:
    """A calibration -> an SVG that stands alone or within a page.

    Each dot is a bin: its mean confidence against the share of right attributions, its area the
    number of them.
    """
    edge = _SIDE + 2 * _MARGIN
    most = max(each.size for each in calibration.bins)
    path = " ".join(f"{_x(each.confidence)},{_y(each.right)}" for each in calibration.bins)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {edge} {edge}" width="{edge}"'
            f' height="{edge}" role="img" font-family="sans-serif" font-size="12">',
            "<title>Confidence against the share of right attributions</title>",
            f'<rect width="{edge}" height="{edge}" fill="#fff"/>',
            *_axes(),
            f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999"'
            ' stroke-dasharray="4 4"/>',
            f'<polyline points="{path}" fill="none" stroke="#2b6cb0"/>',
            *(_dot(each, most=most) for each in calibration.bins),
            _text(
                _x(0) + 8, _y(1) + 16, f"calibration error {calibration.error:.3f}", anchor="start"
            ),
            "</svg>\n",
        ]
    )


def _axes() -> list[str]:
    middle = _MARGIN + _SIDE // 2
    return [
        f'<rect x="{_x(0)}" y="{_y(1)}" width="{_SIDE}" height="{_SIDE}" fill="none"'
        ' stroke="#333"/>',
        *(_text(_x(tick), _y(0) + 16, f"{tick:g}") for tick in _TICKS),
        *(_text(_x(0) - 6, _y(tick) + 4, f"{tick:g}", anchor="end") for tick in _TICKS),
        _text(middle, _y(0) + 36, "confidence"),
        f'<g transform="rotate(-90 14 {middle})">{_text(14, middle, "share that is right")}</g>',
    ]


def _text(x: float, y: float, words: str, *, anchor: str = "middle") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#333">{words}</text>'


def _dot(each: Bin, *, most: int) -> str:
    radius = round(max(2.0, _LARGEST * sqrt(each.size / most)), 1)
    return (
        f'<circle cx="{_x(each.confidence)}" cy="{_y(each.right)}" r="{radius}" fill="#2b6cb0"'
        f' fill-opacity="0.6"><title>{each.size} attributions, confidence {each.confidence:.2f},'
        f" right {each.right:.2f}</title></circle>"
    )


def _x(share: float) -> float:
    return round(_MARGIN + share * _SIDE, 1)


def _y(share: float) -> float:
    return round(_MARGIN + (1 - share) * _SIDE, 1)
