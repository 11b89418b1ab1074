"""Draw figures with matplotlib and write them as SVG, the same bytes for the same figures."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from service.extras import needs_extra

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#333333"
GRID = "#cccccc"

_STYLE: dict[Any, Any] = {
    # Ids in the file are hashes: a fixed salt makes them the same in each run.
    "svg.hashsalt": "onrecord",
    # Text stays text: the file is small, and the page's own font shows it.
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10.0,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def new_figure(*, width: float, height: float) -> tuple[Figure, Axes]:
    """Return an empty figure of the given size in inches, and its axes.

    Raises:
        OnRecordError: Matplotlib is not installed.
    """
    with needs_extra("test", purpose="Plots"):
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    with rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure, figure.subplots()


def render_svg(figure: Figure, *, title: str) -> str:
    """Return a figure as an SVG that stands alone or within a page, without a date."""
    from matplotlib import rc_context

    out = StringIO()
    with rc_context(_STYLE):
        metadata = {"Date": None, "Creator": None, "Title": title}
        figure.savefig(out, format="svg", metadata=metadata)
    svg = out.getvalue()
    return svg[svg.index("<svg") :]
