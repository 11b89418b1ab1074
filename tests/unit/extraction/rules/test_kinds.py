"""The kind of a quotation, and its utterances."""

from __future__ import annotations

from service.extraction.quotation import Kind
from tests.support.scripted_engine import extract, utterances


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
