from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from service.errors import InvalidRequest
from service.formats.record import ArticleRecord, QuotationRecord
from service.formats.web_annotation import from_annotation_page, to_annotation_page
from service.text.spans import Span
from tests.support.article_records import article_records

TEXT = "😀 “It works,” she said."
RECORD = ArticleRecord(
    id="a", text=TEXT, quotations=(QuotationRecord(spans=(Span(3, 12),), content=(Span(2, 13),)),)
)


@given(article_records())
def test_a_page_holds_all_quotations_but_their_confidence(record):
    page = json.loads(json.dumps(to_annotation_page(record)))

    assert from_annotation_page(page, text=record.text) == ArticleRecord(
        id=record.id,
        text=record.text,
        quotations=tuple(replace(each, confidence=None) for each in record.quotations),
    )


def test_positions_are_code_points_and_quotes_have_their_surroundings():
    [annotation] = to_annotation_page(RECORD)["items"]

    assert annotation["target"][0]["selector"] == [
        {"type": "TextPositionSelector", "start": 3, "end": 12},
        {
            "type": "TextQuoteSelector",
            "exact": "It works,",
            "prefix": "😀 “",
            "suffix": "” she said.",
        },
    ]


def test_annotations_of_another_text_are_refused():
    with pytest.raises(InvalidRequest, match="does not hold the words"):
        from_annotation_page(to_annotation_page(RECORD), text=f"Another {TEXT}")
