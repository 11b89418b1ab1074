from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from service.errors import InvalidRequest
from service.extraction.quotation import Kind
from service.formats.brat import (
    BratDocument,
    from_brat,
    from_file_name,
    to_brat,
    to_file_name,
)
from service.formats.record import ArticleRecord, QuotationRecord, SpeakerRecord
from service.text.spans import Span
from tests.support.article_records import IDS, article_records

TEXT = "😀 “It\nworks,” she said. “Well.”"
RECORD = ArticleRecord(
    id="a",
    text=TEXT,
    quotations=(
        QuotationRecord(
            spans=(Span(3, 12), Span(25, 30)),
            content=(Span(2, 13), Span(24, 31)),
            cue=(Span(18, 22),),
            source=(Span(14, 17),),
            speakers=(SpeakerRecord(name="Ada; Lind", id="s-1"),),
            id="o-1",
            quote_id="q-1",
        ),
    ),
)
ANNOTATIONS = """\
T1\tQuotation 3 12;25 30\tIt works, Well.
T2\tContent 2 13;24 31\t“It works,” “Well.”
T3\tCue 18 22\tsaid
T4\tSource 14 17\tshe
R1\tContent Arg1:T1 Arg2:T2\t
R2\tCue Arg1:T2 Arg2:T3\t
R3\tSource Arg1:T2 Arg2:T4\t
A1\tKind T1 direct
A2\tStance T1 speech
A3\tPolarity T1 asserted
N4\tReference T1 Occurrence:o-1\tIt works, Well.
N5\tReference T1 Quote:q-1\tIt works, Well.
N6\tReference T1 Speaker:s-1\tAda\\; Lind
#7\tAnnotatorNotes T1\tAda\\; Lind
"""


def held(record: ArticleRecord) -> ArticleRecord:
    """The record as far as brat holds it."""
    quotations = tuple(replace(each, confidence=None) for each in record.quotations)
    return ArticleRecord(id=record.id, text=record.text, quotations=quotations)


@given(article_records())
def test_a_document_holds_all_quotations_but_their_confidence(record):
    document = to_brat(record)

    assert document.text == record.text
    assert from_brat(document, id=record.id) == held(record)


@given(IDS)
def test_a_file_name_holds_the_id(identifier):
    name = to_file_name(identifier)

    assert from_file_name(name) == identifier
    assert "/" not in name
    assert not name.startswith(".")


def test_offsets_are_code_points_and_each_annotation_is_one_line():
    assert to_brat(RECORD).annotations == ANNOTATIONS


def test_a_corrected_note_changes_the_speakers():
    edited = ANNOTATIONS.replace(
        "#7\tAnnotatorNotes T1\tAda\\; Lind", "#7\tAnnotatorNotes T1\tBo Ek"
    )
    document = BratDocument(TEXT, edited)

    assert from_brat(document, id="a").quotations[0].speakers == (SpeakerRecord(name="Bo Ek"),)


def test_an_annotator_says_that_a_quote_is_another_one():
    document = BratDocument(TEXT, f"{ANNOTATIONS}A9\tOtherQuote T1\n")

    assert from_brat(document, id="a").quotations[0].quote_id is None


def test_content_that_an_annotator_marked_alone_is_a_quotation():
    added = "T8\tContent 25 29\tWell\nT9\tSource 14 17\tshe\nR9\tSource Arg1:T8 Arg2:T9\n"
    [_, found] = from_brat(BratDocument(TEXT, ANNOTATIONS + added), id="a").quotations

    assert found == QuotationRecord(
        spans=(Span(25, 29),), content=(Span(25, 29),), source=(Span(14, 17),), kind=Kind.DIRECT
    )


@pytest.mark.parametrize(
    "line",
    ["T9\tCue x y\tSECRET", "R9\tCue SECRET", "A9\tKind T1 SECRET", "N9\tSECRET", "T9\tCue 1\ta"],
)
def test_a_line_of_another_form_is_refused_by_its_number(line):
    with pytest.raises(InvalidRequest, match="Line 15 ") as refused:
        from_brat(BratDocument(TEXT, f"{ANNOTATIONS}{line}\n"), id="a")
    assert "SECRET" not in refused.value.detail


def test_annotations_of_another_text_are_refused():
    with pytest.raises(InvalidRequest, match="do not fit the text"):
        from_brat(BratDocument(f"A{TEXT}", ANNOTATIONS), id="a")
