from __future__ import annotations

import json

import pytest
from hypothesis import given

from service.errors import InvalidRequest
from service.formats.jsonl import from_json_article, to_article_in, to_json_article
from service.formats.record import ArticleRecord, OutletRecord
from tests.support.article_records import article_records


@given(article_records())
def test_json_holds_all_of_a_record(record):
    line = json.dumps(to_json_article(record), ensure_ascii=False)

    assert from_json_article(json.loads(line)) == record


@given(article_records())
def test_an_article_to_send_holds_all_but_id_and_quotations(record):
    if record.outlet is None:
        with pytest.raises(InvalidRequest, match="--outlet"):
            to_article_in(record)
        return
    sent = to_article_in(record)

    assert None not in sent.values()
    assert from_json_article(sent) == ArticleRecord(
        id=None,
        text=record.text,
        outlet=record.outlet,
        url=record.url,
        title=record.title,
        published_at=record.published_at,
    )


def test_a_text_with_an_id_is_enough():
    record = from_json_article({"id": "a", "text": "Words.", "more": [1]})

    assert record == ArticleRecord(id="a", text="Words.")


def test_an_outlet_may_have_a_name_alone():
    record = from_json_article({"text": "Words.", "outlet": {"name": "The Post", "domain": None}})

    assert record.outlet == OutletRecord(name="The Post")


SPAN = {"start": 0, "end": 5}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "It is not a JSON object."),
        ({}, "The record has no `text`."),
        ({"text": "  "}, "The record has no `text`."),
        ({"text": 5}, "`text` is not a string."),
        ({"text": "SECRET\x00"}, "`text` holds NUL at offset 6. Remove it."),
        ({"text": "a", "published_at": "SECRET"}, "`published_at` is not a date and time"),
        ({"text": "a", "published_at": "2024-02-07"}, "`published_at` is not a date and time"),
        ({"text": "a", "published_at": "2024-02-30T00:00:00Z"}, "`published_at` is not a date"),
        ({"text": "a", "outlet": "SECRET"}, "`outlet` is not an object."),
        ({"text": "a", "quotations": "SECRET"}, "`quotations` is not a list."),
        ({"text": "a", "quotations": [{}]}, "`quotations[0]` has no words."),
        ({"text": "a", "quotations": [{"spans": [SPAN]}]}, "has a span that leaves the text."),
        ({"text": "a", "quotations": [{"spans": [[0]]}]}, "`quotations[0].spans[0]` is not a span"),
        ({"text": "a", "quotations": [{"spans": [[0, True]]}]}, "needs whole numbers"),
        ({"text": "a", "quotations": [{"kind": "SECRET"}]}, "`quotations[0].kind` is none of"),
        (
            {"text": "a", "quotations": [{"attribution": {"confidence": "SECRET"}}]},
            "`quotations[0].attribution.confidence` is not a number.",
        ),
    ],
)
def test_an_error_names_the_field_and_repeats_no_value(value, message):
    with pytest.raises(InvalidRequest) as refused:
        from_json_article(value)
    assert message in refused.value.detail
    assert "SECRET" not in refused.value.detail
