"""What an annotator changed of a quotation becomes a correction of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from service.formats.brat import BratDocument, from_brat, to_brat
from service.formats.compare_records import Unsaid, compare_records
from service.formats.judgement_requests import CorrectionRequest, SeenQuotation
from service.formats.label_studio import exported_label_studio, from_label_studio, to_label_studio
from service.formats.record import ArticleRecord, QuotationRecord, SpeakerRecord
from service.speakers.speaker import SpeakerKind
from service.text.spans import Span
from tests.support.article_records import article_records

TEXT = "We paid and you left, Ada said."
ADA = SpeakerRecord(name="Ada", id="s-1")
BOARD = SpeakerRecord(name="The board", kind=SpeakerKind.ORGANIZATION)
KEEPER = SpeakerRecord(name="the keeper", kind=SpeakerKind.ANONYMOUS)
WHOLE = (Span(0, 20),)
PAID = QuotationRecord(
    spans=(Span(0, 7),), content=WHOLE, speakers=(ADA,), id="o-1", quote_id="q-1"
)
LEFT = QuotationRecord(
    spans=(Span(12, 20),), content=WHOLE, speakers=(ADA,), id="o-2", quote_id="q-2"
)
BEFORE = ArticleRecord(id="a", text=TEXT, quotations=(PAID, LEFT))
CORRECTION = CorrectionRequest(
    article_id="a", quotation_id="o-1", seen=SeenQuotation("We paid", PAID.spans, ("Ada",))
)


def compare(*quotations, before=BEFORE):
    return list(compare_records(before, replace(before, quotations=quotations)))


@given(article_records())
def test_files_that_an_annotator_did_not_change_ask_for_nothing(record):
    task = to_label_studio(record)

    assert list(compare_records(record, from_brat(to_brat(record), id=record.id))) == []
    assert list(compare_records(exported_label_studio(task), from_label_studio(task))) == []


def test_words_that_the_annotator_removed_are_no_quotation():
    assert compare(LEFT) == [CORRECTION]


def test_content_that_is_left_without_its_quotation_is_none():
    before = replace(BEFORE, quotations=(PAID,))
    content = BratDocument(TEXT, f"T2\tContent 0 20\t{TEXT[:20]}\n")
    task = to_label_studio(before)
    result = task["predictions"][0]["result"]
    task["predictions"][0]["result"] = [each for each in result if each.get("id") == "c0"]

    assert from_brat(content, id="a", exported=before) == replace(before, quotations=())
    assert from_label_studio(task) == replace(before, quotations=())


def test_words_that_begin_or_end_elsewhere_are_corrected():
    moved = replace(PAID, spans=(Span(3, 7),))

    assert compare(moved, LEFT) == [replace(CORRECTION, spans=(Span(3, 7),))]


def test_words_that_are_drawn_again_are_the_same_quotation():
    drawn = QuotationRecord(spans=(Span(3, 7),), content=(Span(3, 7),))

    assert compare(LEFT, drawn) == [replace(CORRECTION, spans=(Span(3, 7),))]


def test_pieces_in_another_order_are_the_same_words():
    pieces = replace(PAID, spans=(Span(0, 2), Span(3, 7)))
    before = replace(BEFORE, quotations=(pieces,))

    assert compare(replace(pieces, spans=pieces.spans[::-1]), before=before) == []


@pytest.mark.parametrize("speakers", [(), (ADA,), (KEEPER,), (ADA, KEEPER)])
def test_one_named_speaker_takes_the_place_of_those_before(speakers):
    one = replace(PAID, speakers=speakers)
    [found] = compare(replace(one, speakers=(BOARD,)), before=replace(BEFORE, quotations=(one,)))

    assert (found.quotation_id, found.speaker, found.spans) == ("o-1", BOARD, None)


def test_the_quotations_of_an_attribution_get_their_speaker_once_and_together():
    paid, left = replace(PAID, speakers=(BOARD,)), replace(LEFT, speakers=(BOARD,))

    assert compare(paid, left) == [replace(CORRECTION, speaker=BOARD)]
    [unsaid] = compare(paid, LEFT)
    assert isinstance(unsaid, Unsaid)


def test_speakers_come_before_words():
    moved = replace(PAID, spans=(Span(3, 7),), speakers=(BOARD,))

    assert compare(moved) == [
        replace(CORRECTION, speaker=BOARD),
        replace(CORRECTION, spans=(Span(3, 7),)),
        CorrectionRequest(
            article_id="a", quotation_id="o-2", seen=SeenQuotation("you left", LEFT.spans, ("Ada",))
        ),
    ]


def test_words_that_move_are_not_split_off_as_well():
    [unsaid, found] = compare(replace(PAID, spans=(Span(3, 7),), quote_id=None), LEFT)

    assert isinstance(unsaid, Unsaid)
    assert found == replace(CORRECTION, spans=(Span(3, 7),))


def test_quotations_that_are_not_stored_are_not_corrected():
    assert compare(before=replace(BEFORE, id=None)) == []
    assert compare(before=replace(BEFORE, quotations=(replace(PAID, id=None),))) == []
    added = replace(PAID, spans=(Span(22, 25),), content=(Span(22, 25),), id=None)
    assert compare(PAID, LEFT, added) == []
