from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given

from service.extraction.quotation import Polarity
from service.formats.record import ArticleRecord, OutletRecord, QuotationRecord, words_of
from service.formats.schema_org import from_linked_quotations, to_linked_quotations
from service.text.spans import Span
from tests.support.article_records import article_records


@given(article_records())
def test_a_node_holds_the_words_the_speakers_and_the_ids(record):
    nodes = json.loads(json.dumps(to_linked_quotations(_worded(record))))
    # A format for words has no places in a text, and no confidence.
    lost = {"content": (), "cue": (), "source": (), "confidence": None}

    found = [
        (words, replace(quotation, stance=each.stance))
        for (words, quotation), each in zip(
            from_linked_quotations(nodes), _worded(record).quotations, strict=True
        )
    ]
    assert found == [
        (words_of(record.text, each.spans), replace(each, spans=(), **lost))
        for each in _worded(record).quotations
    ]


def _worded(record: ArticleRecord) -> ArticleRecord:
    worded = [
        each
        for each in record.quotations
        if words_of(record.text, each.spans).strip() and each.polarity is Polarity.ASSERTED
    ]
    return replace(record, quotations=tuple(worded))


def test_denied_words_are_no_node():
    denied = QuotationRecord(spans=(Span(1, 10),), content=(Span(0, 11),), polarity=Polarity.DENIED)
    record = ArticleRecord(id="a", text="“It works,” she never said.", quotations=(denied,))
    assert to_linked_quotations(record) == []


def test_a_quotation_names_the_article_that_prints_it():
    record = ArticleRecord(
        id="a b",
        text="“It works,” she said.",
        url="https://post.example/1",
        title="It works",
        outlet=OutletRecord(domain="post.example", name="The Post"),
    )
    assert to_linked_quotations(record) == []
    quoted = replace(
        record, quotations=(QuotationRecord(spans=(Span(1, 10),), content=(Span(0, 11),)),)
    )
    assert to_linked_quotations(quoted)[0]["isPartOf"] == {
        "@type": "NewsArticle",
        "@id": "urn:onrecord:article:a%20b",
        "url": "https://post.example/1",
        "headline": "It works",
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": "The Post",
            "url": "https://post.example/",
        },
    }
