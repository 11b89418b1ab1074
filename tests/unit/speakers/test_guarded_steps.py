"""A name or a speaker that cannot be read costs no other, and the log says where it failed."""

from __future__ import annotations

from typing import Any

import pytest

from service.extraction.quotation import Extraction
from service.speakers import article_reader, resolver
from service.speakers.article_reader import ArticleReader
from service.speakers.mentions import detect, mention_set
from service.speakers.speaker import Resolution
from service.text.document import Document, read_document
from tests.support.marked_article import extraction_of

MARKED = (
    "“<q1>One is here,</q1>” said <s1>{P:Ada Rehn}</s1>.\n"
    "“<q2>Two is here,</q2>” said <s2>{P:Dan Moss}</s2>.\n"
    "“<q3>Three is here,</q3>” said <s3>{P:Eva Holt}</s3>."
)


class _Found:
    """Finds what was found before: all that the reader asks of a pipeline."""

    def __init__(self, extraction: Extraction) -> None:
        self._extraction = extraction

    def extract(self, document: Document) -> Extraction:
        assert document == self._extraction.document
        return self._extraction


def read() -> tuple[Resolution, ...]:
    extraction = extraction_of(MARKED)
    reader = ArticleReader(pipeline=_Found(extraction), resolve=resolver.resolve_speakers)  # type: ignore[arg-type]
    return reader.read(extraction.document.text).resolutions


def names(resolutions: tuple[Resolution, ...]) -> list[str | None]:
    return [one.speakers[0].name if one.speakers else None for one in resolutions]


def failing(module: Any, step: str, calls: set[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a step of a module fail at some of its calls, counted from 1; its message holds text."""
    work, count = getattr(module, step), 0

    def fail(*arguments: Any, **options: Any) -> Any:
        nonlocal count
        count += 1
        if count in calls:
            raise IndexError(MARKED)
        return work(*arguments, **options)

    monkeypatch.setattr(module, step, fail)


@pytest.mark.parametrize("step", ["resolve_source", "name_speakers"])
def test_a_speaker_that_cannot_be_resolved_is_unknown_alone(
    step: str, monkeypatch: pytest.MonkeyPatch, guards_on: pytest.LogCaptureFixture
) -> None:
    failing(resolver, step, {2}, monkeypatch)
    resolutions = read()
    assert names(resolutions) == ["Ada Rehn", None, "Eva Holt"]
    assert (resolutions[1].step, resolutions[1].confidence) == ("unknown", 0.0)
    assert len(guards_on.records) == 1
    assert "Moss" not in guards_on.text


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (resolver, "find_source"),
        (resolver, "find_nested_source"),
        (resolver, "find_relay"),
        (detect, "find_missed_names"),
        (detect, "find_full_forms"),
        (detect, "find_mistaken_capitals"),
        (detect, "_overlong"),
        (detect, "add_owned_organizations"),
    ],
)
def test_a_rule_that_fails_is_passed_over(
    module: Any,
    step: str,
    monkeypatch: pytest.MonkeyPatch,
    guards_on: pytest.LogCaptureFixture,
) -> None:
    failing(module, step, {1}, monkeypatch)
    assert names(read()) == ["Ada Rehn", "Dan Moss", "Eva Holt"]
    assert len(guards_on.records) == 1
    assert "Moss" not in guards_on.text


@pytest.mark.parametrize("step", ["correct_boundaries", "single_names", "read_mention"])
def test_a_name_that_cannot_be_read_costs_no_other(
    step: str, monkeypatch: pytest.MonkeyPatch, guards_on: pytest.LogCaptureFixture
) -> None:
    module = mention_set if step == "read_mention" else detect
    failing(module, step, {1}, monkeypatch)
    assert names(read())[1:] == ["Dan Moss", "Eva Holt"]
    assert len(guards_on.records) == 1


def test_a_name_that_cannot_be_added_costs_no_other(
    monkeypatch: pytest.MonkeyPatch, guards_on: pytest.LogCaptureFixture
) -> None:
    failing(resolver.Entities, "add", {3}, monkeypatch)
    assert names(read())[:2] == ["Ada Rehn", "Dan Moss"]
    assert len(guards_on.records) == 1


def test_an_article_without_any_resolution_keeps_its_quotations(
    monkeypatch: pytest.MonkeyPatch, guards_on: pytest.LogCaptureFixture
) -> None:
    failing(resolver, "read_layout", {1}, monkeypatch)
    assert names(read()) == [None, None, None]
    assert "resolving the speakers of an article failed: IndexError" in guards_on.text


def test_memory_that_ran_out_is_no_unknown_speaker(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Extraction) -> tuple[Resolution, ...]:
        raise MemoryError

    extraction = Extraction(read_document("One."), quotations=(), entities=())
    reader = article_reader.ArticleReader(pipeline=_Found(extraction), resolve=fail)  # type: ignore[arg-type]
    with pytest.raises(MemoryError):
        reader.read("One.")
