from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import InvalidRequest
from service.formats.ninjs import from_ninjs
from service.formats.record import ArticleRecord, OutletRecord
from tests.support.article_records import storable_text

URI = "https://agency.example/items/1"
DAY_BEFORE = datetime(2024, 2, 6, tzinfo=UTC)
ITEM: dict[str, Any] = {
    "uri": URI,
    "type": "text",
    "versioncreated": "2024-02-07T10:37:00Z",
    "headline": "It works",
    "body_text": "“It works,” she said.",
}
RECORD = ArticleRecord(
    id=URI,
    text="“It works,” she said.",
    outlet=OutletRecord(domain="agency.example"),
    url=URI,
    title="It works",
    published_at=datetime(2024, 2, 7, 10, 37, tzinfo=UTC),
)


def body(value: str, form: str, **more: str) -> dict[str, str]:
    return {"role": "main", form: "application/xhtml+xml", "value": value, **more}


words = storable_text().map(lambda text: " ".join(text.split()))


@given(paragraphs=st.lists(words, min_size=1, max_size=3), title=words)
def test_one_article_is_the_same_in_all_three_versions(paragraphs, title):
    markup = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    day = "2024-02-07T10:37:00+00:00"
    one = {"uri": URI, "versioncreated": day, "headline": title, "body_xhtml": markup}
    two = {
        "uri": URI,
        "versioncreated": day,
        "headlines": [{"role": "main", "value": title}],
        "bodies": [body(markup, "contenttype")],
    }
    three = {
        "uri": URI,
        "versionCreated": day,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": title}],
        "bodies": [body(markup, "contentType")],
    }
    expected = replace(RECORD, title=title, text="\n\n".join(paragraphs))

    assert [from_ninjs(item) for item in (one, two, three)] == [expected] * 3


@pytest.mark.parametrize(
    ("more", "changed"),
    [
        ({}, {}),
        ({"body_xhtml": "<p>a</p><p>b</p>"}, {"text": "a\n\nb"}),
        ({"body_xhtml": " "}, {}),
        ({"body_main": "Other."}, {}),
        ({"firstcreated": "2024-02-06T00:00:00Z"}, {"published_at": DAY_BEFORE}),
        ({"versioncreated": None}, {"published_at": None}),
        ({"headline": None, "headline_main": "Main\n line"}, {"title": "Main line"}),
        ({"headline": None}, {"title": None}),
        ({"provider": {"name": "The  Agency"}}, {"outlet": OutletRecord(name="The Agency")}),
        ({"infosource": [{"name": "AP"}]}, {"outlet": OutletRecord(name="AP")}),
        ({"copyrightholder": "NTB"}, {"outlet": OutletRecord(name="NTB")}),
        ({"uri": "urn:agency:1"}, {"id": "urn:agency:1", "url": None, "outlet": None}),
    ],
)  # fmt: skip
def test_fields_of_version_1(more, changed):
    assert from_ninjs({**ITEM, **more}) == replace(RECORD, **changed)


@pytest.mark.parametrize(
    "uri",
    [
        "ftp://agency.example/items/1",
        "https://desk:word@agency.example/items/1",
        "https://agency.example/items 1",
        "https:///items/1",
        f"https://agency.example/{'a' * 4_000}",
    ],
)
def test_a_uri_that_the_server_refuses_as_url_is_the_id_alone(uri: str) -> None:
    expected = replace(RECORD, id=uri, url=None, outlet=None)
    assert from_ninjs({**ITEM, "uri": uri}) == expected


def test_markup_is_read_before_plain_text_that_lost_its_paragraphs():
    item = {
        "uri": URI,
        "headlines": [{"role": "main", "contentType": "text/html", "value": "<b>It</b> works"}],
        "bodies": [
            {"role": "main", "contentType": "text/plain", "value": "One. Two."},
            {"role": "richtext", "contentType": "body_xhtml", "value": "<p>One.</p> <p>Two.</p>"},
        ],
    }
    record = from_ninjs(item)

    assert record.text == "One.\n\nTwo."
    assert record.title == "It works"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"body_text": None}, "The item has no body of text."),
        ({"uri": None}, "The record has no `uri`."),
        ({"pubstatus": "canceled"}, "withheld or cancelled"),
        ({"pubStatus": "withheld"}, "withheld or cancelled"),
        ({"versioncreated": "SECRET"}, "`versioncreated` is not a date"),
        ({"bodies": "SECRET"}, "`bodies` is not a list"),
        ({"bodies": ["SECRET"]}, "`bodies[0]` is not an object"),
        ({"infosource": 5}, "`infosource` is not a list"),
        ({"headline": ["SECRET"]}, "`headline` is not a string"),
    ],
)
def test_an_item_of_another_form_is_refused(more, message):
    with pytest.raises(InvalidRequest) as refused:
        from_ninjs({**ITEM, **more})
    assert message in refused.value.detail
    assert "SECRET" not in refused.value.detail
