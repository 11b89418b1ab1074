"""An indirect quotation carries the probability that it is a statement at all."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from service.extraction.pipeline import QuotationPipeline
from service.extraction.quotation import Kind, Quotation, Stance
from service.extraction.statements.features import STATEMENT_FEATURES, describe_statement
from service.extraction.statements.judge import (
    StatementModel,
    keep_statements,
    load_statement_model,
    write_statement_model,
)
from service.extraction.statements.min_confidence import ANSWERED, MinConfidence
from service.text.document import read_document
from service.text.spans import Span

STATEMENTS = (
    "The harbour board said that the pier would close in May.",
    "According to the union, 300 jobs are at risk.",
    "Mayor Ada Lindqvist announced that the ferry would run again.",
    "The ministry warned that more floods were likely this spring.",
)
NO_STATEMENTS = (
    "Mara Quist uploads videos about sailing to her channel.",
    "The choir was praised by the mayor for its concert.",
    "The museum features a collection of old ships.",
    "The team was happy about the new stadium.",
)


def quotation(text: str, *, content: str, cue: str, source: str, confidence: float) -> Quotation:
    def span(words: str) -> tuple[Span, ...]:
        start = text.index(words) if words else 0
        return (Span(start, start + len(words)),) if words else ()

    return Quotation(
        content=span(content),
        cue=span(cue),
        source=span(source),
        kind=Kind.INDIRECT,
        stance=Stance.SPEECH,
        confidence=confidence,
        utterances=(span(content),),
    )


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_is_answered_by_default(
    text: str, quotation_pipeline: QuotationPipeline
) -> None:
    found = quotation_pipeline.extract(read_document(text)).quotations
    assert [each.kind for each in found if ANSWERED.keeps(each)] == [Kind.INDIRECT]


@pytest.mark.parametrize("text", NO_STATEMENTS)
def test_what_is_no_statement_is_not_answered(
    text: str, quotation_pipeline: QuotationPipeline
) -> None:
    found = quotation_pipeline.extract(read_document(text)).quotations
    assert [each for each in found if ANSWERED.keeps(each)] == []


def test_a_clause_after_a_verb_of_speech_is_likelier_than_an_object_after_an_action() -> None:
    said = "Roe said that the bridge was safe."
    keeps = "Roe keeps the old bridge."
    model = load_statement_model()
    reported = quotation(
        said, content="that the bridge was safe", cue="said", source="Roe", confidence=0.6
    )
    action = quotation(keeps, content="the old bridge", cue="keeps", source="Roe", confidence=0.6)
    assert model.probability(said, reported) > 0.65 > model.probability(keeps, action)


def test_features_come_in_the_order_of_their_names() -> None:
    text = "It was praised by critics how we sail."
    found = dict(
        zip(
            STATEMENT_FEATURES,
            describe_statement(
                text,
                quotation(
                    text, content="how we sail", cue="was praised by", source="", confidence=0.5
                ),
            ),
            strict=True,
        )
    )
    assert found["odds"] == 0.0
    assert found["speech"] == found["question"] == found["passive"] == found["sourceless"] == 1.0
    assert found["preposition"] == 1.0
    assert found["that"] == found["to"] == found["unknown"] == found["person"] == 0.0


def test_only_an_indirect_quotation_is_judged() -> None:
    text = "Roe keeps the old bridge."
    found = quotation(text, content="the old bridge", cue="keeps", source="Roe", confidence=0.01)
    never = replace(load_statement_model(), least=1.0)
    assert keep_statements(text, [found], never) == []
    verbatim = replace(found, kind=Kind.DIRECT)
    assert keep_statements(text, [verbatim], never) == [verbatim]


def test_each_kind_has_its_own_threshold() -> None:
    text = "Roe keeps the old bridge."
    found = replace(
        quotation(text, content="the old bridge", cue="keeps", source="Roe", confidence=0.5),
        statement=0.7,
    )
    limits = MinConfidence(direct=0.5, mixed=0.6, indirect=0.7)
    assert limits.keeps(found)
    assert limits.keeps(replace(found, kind=Kind.DIRECT))
    assert not limits.keeps(replace(found, kind=Kind.MIXED))
    assert not MinConfidence(indirect=0.71).keeps(found)


def test_a_model_is_read_as_it_was_written() -> None:
    model = StatementModel(
        weights=tuple(number / 8 for number in range(len(STATEMENT_FEATURES))),
        bias=-0.5,
        least=0.1,
    )
    stored = json.loads(write_statement_model(model))
    assert tuple(stored["weights"]) == STATEMENT_FEATURES
    assert tuple(stored["weights"].values()) == model.weights
    assert (stored["bias"], stored["least"]) == (-0.5, 0.1)
