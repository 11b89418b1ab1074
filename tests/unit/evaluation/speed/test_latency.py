"""Latency is measured on a server that the benchmark starts, with its processor time."""

import pytest

from service.errors import OnRecordError
from service.evaluation.speed import latency


def test_a_server_is_started_and_its_processor_time_read() -> None:
    report = latency.measure_latency(articles=3, warm_up=1, url=None)
    assert len(report.wall) == 3
    assert report.processor is not None
    assert report.processor > 0
    assert "3 articles: p50" in str(report)
    assert "of the server's processor time an article" in str(report)


def test_a_server_that_does_not_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latency, "_SERVE", (latency.sys.executable, "-c", ""))
    with pytest.raises(OnRecordError, match="did not start"):
        latency.measure_latency(articles=2, warm_up=0, url=None)


def test_articles_have_about_600_words_and_are_the_same_each_time() -> None:
    first, again = (latency.make_articles(3) for _ in range(2))
    assert first == again
    assert all(600 <= len(text.split()) < 800 for text in first)
