"""Whatever a file holds, reading it returns a record or says what is wrong, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import InvalidRequest
from service.formats.brat import BratDocument, from_brat, to_brat
from service.formats.gold import from_gold, to_gold
from service.formats.jsonl import from_json_article, to_json_article
from service.formats.judgement_requests import from_judgement_line
from service.formats.label_studio import from_label_studio, to_label_studio
from service.formats.ninjs import from_ninjs
from service.formats.record import ArticleRecord, check_article_record
from service.formats.schema_org import from_linked_quotations, from_linked_quote
from service.formats.web_annotation import from_annotation_page, to_annotation_page
from tests.support.article_records import article_records

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, float("nan"), float("inf"), -1, 0, 1])
    | st.text(max_size=5)
    | st.sampled_from(["Quotation", "direct", "relation", "labels", "2024-02-07T00:00:00Z", "\x00"])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)

READERS: dict[str, tuple[Callable[[ArticleRecord], Any], Callable[[Any], Any]]] = {
    "jsonl": (to_json_article, from_json_article),
    "gold": (to_gold, from_gold),
    "label studio": (to_label_studio, from_label_studio),
    "web annotation": (
        lambda record: {**to_annotation_page(record), "text": record.text},
        lambda value: from_annotation_page(value, text="“Words,” she said."),
    ),
}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of everything in a JSON value."""
    inside = enumerate(value) if isinstance(value, list) else ()
    inside = value.items() if isinstance(value, dict) else inside
    return [path, *(each for key, part in inside for each in places(part, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], part: Any) -> Any:
    """Return the value with another part at a path."""
    if not path:
        return part
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], part)
    return copy


@pytest.mark.parametrize("form", READERS)
@given(data=st.data())
def test_a_record_with_any_part_replaced_is_read_or_refused(form, data):
    write, read = READERS[form]
    whole = json.loads(json.dumps(write(data.draw(article_records()))))
    broken = replaced(whole, data.draw(st.sampled_from(places(whole))), data.draw(VALUES))
    try:
        record = read(broken)
    except InvalidRequest:
        return
    check_article_record(record)
    json.dumps(to_json_article(record), allow_nan=False)


NINJS_NAMES = st.sampled_from(
    (
        *("uri", "headline", "headlines", "bodies", "body_text", "body_xhtml", "versioncreated"),
        *("firstCreated", "provider", "infosource", "infoSources", "source", "pubstatus", "title"),
    )
)


@given(st.dictionaries(NINJS_NAMES, VALUES | st.just("https://[a/1") | st.just("<p>a")))
def test_any_item_of_ninjs_is_read_or_refused(item):
    try:
        record = from_ninjs(item)
    except InvalidRequest:
        return
    assert record.text.strip()


@given(VALUES)
def test_any_value_is_read_or_refused(value):
    one: Callable[[Any], Any]
    for one in (from_ninjs, from_judgement_line, from_linked_quote):
        with pytest.raises(InvalidRequest):
            one(value)
    with pytest.raises(InvalidRequest):
        from_linked_quotations([value])


@given(data=st.data())
def test_any_annotations_of_brat_are_read_or_refused(data):
    document = to_brat(data.draw(article_records()))
    lines = document.annotations.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    cut = data.draw(st.integers(0, len(lines[at])))
    lines[at] = lines[at][:cut] + data.draw(st.text(max_size=5)) + lines[at][cut + 1 :]
    try:
        record = from_brat(BratDocument(document.text, "\n".join(lines)), id="a")
    except InvalidRequest:
        return
    json.dumps(to_json_article(record), allow_nan=False)
