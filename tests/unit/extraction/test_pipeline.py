from collections.abc import Sequence
from typing import Any

import pytest

from service.extraction import pipeline
from service.extraction.pipeline import QuotationPipeline
from service.extraction.quotation import Attribution
from service.text.document import Document, read_document
from service.text.spans import Span
from tests.support.scripted_engine import ScriptedEngine, extract, utterances


def test_a_quoted_word_of_a_headline_is_no_quotation() -> None:
    extraction = extract("Council ‘Sells’ Pier to Firm", (["‘Sells’"], "", ""))
    assert extraction.quotations == ()


def test_boilerplate_is_not_shown_to_the_engine() -> None:
    extraction = extract("Read more: “Ten tips”", (["“Ten tips”"], "", ""))
    assert extraction.quotations == ()


THREE = "“One is here,” said Ada.\nTwo breaks it.\n“Three is here,” said Ben."
SAID = [(["“One is here,”"], "said", "Ada"), (["“Three is here,”"], "said", "Ben")]


@pytest.mark.usefixtures("guards_on")
def test_a_paragraph_that_breaks_the_engine_costs_itself_alone() -> None:
    reader = ScriptedEngine(SAID, breaks_on="breaks")
    extraction = QuotationPipeline(reader=reader).extract(read_document(THREE))
    assert utterances(extraction) == [[["One is here,"]], [["Three is here,"]]]
    assert [span.of(THREE) for span in extraction.broken] == ["Two breaks it."]


STEPS = [
    "find_quoted_spans",
    "select_story",
    "group_by_paragraph",
    "find_turns",
    "repair_attributions",
    "apply_context_rules",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_paragraph_that_breaks_a_rule_costs_itself_alone(
    step: str, monkeypatch: pytest.MonkeyPatch, guards_on: pytest.LogCaptureFixture
) -> None:
    rule = getattr(pipeline, step)

    def fail(*arguments: Any) -> Any:
        if any("breaks" in words for words in _read_in(arguments, THREE)):
            raise ValueError(THREE)
        return rule(*arguments)

    monkeypatch.setattr(pipeline, step, fail)
    extraction = extract(THREE, *SAID)
    assert utterances(extraction) == [[["One is here,"]], [["Three is here,"]]]
    assert [span.of(THREE) for span in extraction.broken] == ["Two breaks it."]
    assert extraction.document.text == THREE
    assert guards_on.messages
    assert "breaks it" not in guards_on.text


def test_paragraphs_that_break_a_rule_only_together_are_read_alone(
    monkeypatch: pytest.MonkeyPatch, guards_on: pytest.LogCaptureFixture
) -> None:
    rule = pipeline.drop_duplicates

    def fail(attributions: Sequence[Attribution]) -> list[Attribution]:
        if len(attributions) > 1:
            raise ValueError
        return rule(attributions)

    monkeypatch.setattr(pipeline, "drop_duplicates", fail)
    extraction = extract(THREE, *SAID)
    assert utterances(extraction) == [[["One is here,"]], [["Three is here,"]]]
    assert extraction.broken == ()
    assert len(guards_on.records) == 1


def test_memory_that_ran_out_is_no_broken_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pipeline, "repair_attributions", fail)
    with pytest.raises(MemoryError):
        extract(THREE, *SAID)


def _read_in(arguments: Sequence[Any], text: str) -> list[str]:
    """Return the paragraphs that a rule is asked to read, whatever form its arguments have."""
    documents = [one for one in arguments if isinstance(one, Document)]
    spans = documents[0].paragraphs if documents else arguments[0]
    return [span.of(text) for span in spans if isinstance(span, Span)]
