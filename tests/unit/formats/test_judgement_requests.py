from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from service.errors import InvalidRequest
from service.formats.compare_records import Unsaid, compare_records
from service.formats.judgement_requests import (
    MOST_IN_REQUEST,
    CorrectionRequest,
    JudgementRequest,
    SeenQuotation,
    from_judgement_line,
    join_requests,
    to_judgement_line,
)
from service.formats.record import ArticleRecord, QuotationRecord, SpeakerRecord
from service.speakers.speaker import SpeakerKind
from service.text.spans import Span
from tests.support.article_records import article_records

ADA, BO = SpeakerRecord(name="Ada Lind", id="s-1"), SpeakerRecord(name="Bo Ek", id="s-2")
CY = SpeakerRecord(name="Cy Po")
KEEPER = SpeakerRecord(name="The keeper", kind=SpeakerKind.ANONYMOUS)
QUOTATION = QuotationRecord(
    spans=(Span(0, 4),), content=(Span(0, 4),), speakers=(ADA,), id="o-1", quote_id="q-1"
)
BEFORE = ArticleRecord(id="a", text="Words", quotations=(QUOTATION,))

CORRECTION = CorrectionRequest(
    article_id="a",
    quotation_id="o-1",
    seen=SeenQuotation("Word", (Span(0, 4),), ("Ada Lind",)),
)


def corrected(**changes):
    return replace(BEFORE, quotations=(replace(QUOTATION, **changes),))


@given(article_records())
def test_a_record_that_nobody_corrected_asks_for_nothing(record):
    assert list(compare_records(record, record)) == []


def test_of_two_speakers_only_the_one_that_changed_loses_it():
    before = corrected(speakers=(ADA, BO))
    after = corrected(speakers=(ADA, SpeakerRecord(name="Cy Po")))

    assert list(compare_records(before, after)) == [
        JudgementRequest("speakers", "s-2", ("o-1",), "Cy Po")
    ]


def test_an_occurrence_of_another_quote_is_split_off():
    assert list(compare_records(BEFORE, corrected(quote_id=None))) == [
        JudgementRequest("quotes", "q-1", ("o-1",))
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((ADA,), ()),
        ((ADA,), (BO, CY)),
        ((ADA,), (SpeakerRecord(name=None, kind=SpeakerKind.ANONYMOUS),)),
        ((KEEPER, ADA), (BO, ADA)),
    ],
)
def test_what_no_judgement_can_say_is_reported(before, after):
    [unsaid] = compare_records(corrected(speakers=before), corrected(speakers=after))

    assert isinstance(unsaid, Unsaid)
    assert unsaid.quotation == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"speakers": (replace(ADA, kind=SpeakerKind.GROUP),)},
        {"content": (Span(0, 5),)},
        {"cue": (Span(4, 5),)},
    ],
)
def test_other_corrections_are_no_judgement(changes):
    assert list(compare_records(BEFORE, corrected(**changes))) == []


def test_one_decision_about_several_occurrences_is_one_request():
    ids = [f"o-{number}" for number in range(MOST_IN_REQUEST + 1)]
    requests = [JudgementRequest("speakers", "s-1", (each,), "Cy Po") for each in [*ids, "o-0"]]
    other = JudgementRequest("speakers", "s-1", ("o-0",), "Bo Ek")

    assert join_requests([*requests, other]) == [
        JudgementRequest("speakers", "s-1", tuple(ids[:-1]), "Cy Po"),
        JudgementRequest("speakers", "s-1", (ids[-1],), "Cy Po"),
        other,
    ]


def test_splits_come_before_corrections():
    split, correction = JudgementRequest("quotes", "q-1", ("o-1",)), CORRECTION

    assert join_requests([correction, split]) == [split, correction]


@pytest.mark.parametrize("name", ["Cy Po", None])
def test_a_line_holds_a_request(name):
    request = JudgementRequest("speakers" if name else "quotes", "s-1", ("o-1", "o-2"), name)

    assert from_judgement_line(json.loads(json.dumps(to_judgement_line(request)))) == request


@pytest.mark.parametrize(
    "changes", [{}, {"spans": (Span(1, 3), Span(4, 5))}, {"speaker": KEEPER}, {"speaker": CY}]
)
def test_a_line_holds_a_correction(changes):
    request = replace(CORRECTION, **changes)

    assert from_judgement_line(json.loads(json.dumps(to_judgement_line(request)))) == request


@pytest.mark.parametrize(
    "line",
    [
        {},
        {**to_judgement_line(CORRECTION), "seen": None},
        {**to_judgement_line(CORRECTION), "body": {}},
        {**to_judgement_line(CORRECTION), "body": {"no_quotation": True, "speaker": {"name": "A"}}},
        {**to_judgement_line(CORRECTION), "path": "/v1/articles/a/quotations/../correct"},
        {"method": "DELETE", "path": "/v1/speakers/1/split", "body": {}},
        {"method": "POST", "path": "/v1/articles/1/split", "body": {}},
        {"method": "POST", "path": "/v1/speakers/1/merge", "body": {}},
        {"method": "POST", "path": "/v1/speakers/1/2/split", "body": {}},
        {"method": "POST", "path": "https://evil.example/v1/speakers/1/split", "body": {}},
    ],
)
def test_a_line_that_asks_for_something_else_is_refused(line):
    with pytest.raises(InvalidRequest):
        from_judgement_line(line)
