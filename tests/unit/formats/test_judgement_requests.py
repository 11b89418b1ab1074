from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from service.errors import InvalidRequest
from service.formats.judgement_requests import (
    MOST_IN_REQUEST,
    JudgementRequest,
    Unsaid,
    compare_records,
    from_judgement_line,
    join_requests,
    to_judgement_line,
)
from service.formats.record import ArticleRecord, QuotationRecord, SpeakerRecord
from service.speakers.speaker import SpeakerKind
from service.text.spans import Span
from tests.support.article_records import article_records

ADA, BO = SpeakerRecord(name="Ada Lind", id="s-1"), SpeakerRecord(name="Bo Ek", id="s-2")
QUOTATION = QuotationRecord(
    spans=(Span(0, 4),), content=(Span(0, 4),), speakers=(ADA,), id="o-1", quote_id="q-1"
)
BEFORE = ArticleRecord(id="a", text="Words", quotations=(QUOTATION,))


def corrected(**changes):
    return replace(BEFORE, quotations=(replace(QUOTATION, **changes),))


@given(article_records())
def test_a_record_that_nobody_corrected_asks_for_nothing(record):
    assert list(compare_records(record, record)) == []


def test_another_speaker_gets_the_occurrence():
    after = corrected(speakers=(SpeakerRecord(name="Cy Po"),))

    assert list(compare_records(BEFORE, after)) == [
        JudgementRequest("speakers", "s-1", ("o-1",), "Cy Po")
    ]


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
        ((), (ADA,)),
        ((ADA,), (BO, SpeakerRecord(name="Cy Po"))),
        ((ADA,), (SpeakerRecord(name=None, kind=SpeakerKind.ANONYMOUS),)),
        ((SpeakerRecord(name="The keeper", kind=SpeakerKind.ANONYMOUS),), (BO,)),
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
        {"id": "o-2", "speakers": ()},
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


@pytest.mark.parametrize("name", ["Cy Po", None])
def test_a_line_holds_a_request(name):
    request = JudgementRequest("speakers" if name else "quotes", "s-1", ("o-1", "o-2"), name)

    assert from_judgement_line(json.loads(json.dumps(to_judgement_line(request)))) == request


@pytest.mark.parametrize(
    "line",
    [
        {},
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
