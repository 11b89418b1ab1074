from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from service.extraction import pipeline
from service.extraction.pipeline import QuotationPipeline
from service.extraction.quotation import (
    Attribution,
    Extraction,
    Kind,
    QuotedSpan,
    Reading,
    Stance,
)
from service.text.document import Document, read_document
from service.text.spans import Span


@dataclass
class Scripted:
    """A reader that finds what the test tells it, in words of the text."""

    answers: list[tuple[list[str], str, str]]
    breaks_on: str = "\0"

    def read(self, document: Document, quoted_spans: Sequence[QuotedSpan]) -> Reading:
        story = "\n".join(span.of(document.text) for span in document.paragraphs)
        if self.breaks_on in story:
            raise RuntimeError("the engine fails")
        found = [
            Attribution(
                tuple(place(document.text, part) for part in content),
                (place(document.text, cue),) if cue else (),
                (place(document.text, source),) if source else (),
                0.9,
            )
            for content, cue, source in self.answers
            if content[0] in story
        ]
        return Reading(attributions=tuple(found), entities=())


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def extract(text: str, *answers: tuple[list[str], str, str]) -> Extraction:
    return QuotationPipeline(reader=Scripted(list(answers))).extract(read_document(text))


def utterances(extraction: Extraction) -> list[list[list[str]]]:
    text = extraction.document.text
    return [
        [[span.of(text) for span in utterance] for utterance in quotation.utterances]
        for quotation in extraction.quotations
    ]


def test_a_direct_quotation_is_one_utterance_in_all_its_parts() -> None:
    text = "“We [all] sail,” said Ada. “At noon.”"
    extraction = extract(text, (["“We [all] sail,”", "“At noon.”"], "said", "Ada"))
    assert extraction.quotations[0].kind is Kind.DIRECT
    assert utterances(extraction) == [[["We [all] sail,", "At noon."]]]


def test_words_inserted_between_the_marks_leave_a_quotation_direct() -> None:
    extraction = extract("“We” [all] “sail,” said Ada.", (["“We” [all] “sail,”"], "said", "Ada"))
    assert extraction.quotations[0].kind is Kind.DIRECT


def test_each_quoted_span_of_a_mixed_quotation_is_an_utterance() -> None:
    text = "Ada said that the “big” boat was “ late, ” again."
    extraction = extract(text, (["that the “big” boat was “ late, ” again"], "said", "Ada"))
    assert extraction.quotations[0].kind is Kind.MIXED
    assert utterances(extraction) == [[["big"], ["late,"]]]


def test_the_utterance_of_an_indirect_quotation_is_its_words_without_that() -> None:
    extraction = extract("Ada said that all is well.", (["that all is well."], "said", "Ada"))
    assert extraction.quotations[0].kind is Kind.INDIRECT
    assert utterances(extraction) == [[["all is well"]]]


def test_a_title_within_a_paraphrase_is_not_said() -> None:
    extraction = extract(
        "Ada said “The Long Way” was dull.", (["“The Long Way” was dull"], "said", "")
    )
    assert extraction.quotations[0].kind is Kind.INDIRECT


def test_content_without_its_marks_is_verbatim_all_the_same() -> None:
    extraction = extract("“All is well,” said Ada.", (["All is well"], "said", "Ada"))
    assert extraction.quotations[0].kind is Kind.DIRECT


def test_what_a_quoted_speaker_reports_is_not_verbatim() -> None:
    text = "“Ben said we should go,” said Ada."
    outer = (["“Ben said we should go,”"], "said Ada", "Ada")
    extraction = extract(text, outer, (["we should go"], "said", "Ben"))
    assert [quotation.kind for quotation in extraction.quotations] == [Kind.DIRECT, Kind.INDIRECT]


def test_verbatim_words_belong_to_the_innermost_speaker() -> None:
    text = "CNN reported that Ada called it “a gift to us”."
    outer = (["that Ada called it “a gift to us”"], "reported", "CNN")
    extraction = extract(text, outer, (["it “a gift to us”"], "called", "Ada"))
    assert [quotation.kind for quotation in extraction.quotations] == [Kind.INDIRECT, Kind.MIXED]


def test_the_surer_of_two_duplicates_stays() -> None:
    text = "“All is well,” said Ada."
    extraction = extract(text, (["“All is well,”"], "", ""), (["All is well"], "said", "Ada"))
    assert [len(quotation.source) for quotation in extraction.quotations] == [1]


def test_cues_tell_what_the_source_does() -> None:
    text = "Ada said a b c. Ben believes d e f. Cid plans to g h i."
    answers = [
        (["a b c"], "said", "Ada"),
        (["d e f"], "believes", "Ben"),
        (["to g h i"], "plans", "Cid"),
    ]
    stances = [quotation.stance for quotation in extract(text, *answers).quotations]
    assert stances == [Stance.SPEECH, Stance.BELIEF, Stance.INTENTION]


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
    reader = Scripted(SAID, breaks_on="breaks")
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
