"""The curve of losses is drawn from the log."""

from pathlib import Path

from service.training.engine.curve import plot_curve

LOG = """epoch,seconds,train_tags,train_links,train_names,held_tags,held_links,held_names
1,9,0.5,0.6,0.7,0.4,0.5,0.6
2,9,0.4,0.5,0.6,0.3,0.4,0.5
"""


def test_the_same_log_gives_the_same_curve(tmp_path: Path) -> None:
    log, first, again = (tmp_path / name for name in ("log.csv", "first.svg", "again.svg"))
    log.write_text(LOG, "utf-8")
    plot_curve(log, first)
    plot_curve(log, again)
    assert first.read_text("utf-8") == again.read_text("utf-8")
    assert "held-out articles" in first.read_text("utf-8")
