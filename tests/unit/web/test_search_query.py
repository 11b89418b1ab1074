"""A search as its address says it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import InvalidRequest
from service.web.search_query import SearchQuery, read_search, with_beginning

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=30)
QUERIES = st.builds(
    SearchQuery,
    find=st.just("quotes"),
    q=st.none() | TEXT.filter(lambda text: text == text.lstrip()),
    outlet=st.none() | TEXT.filter(lambda text: text == text.lstrip()),
    speaker_id=st.none() | st.uuids(),
    kind=st.sampled_from([None, "direct", "mixed", "indirect"]),
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    min_outlets=st.none() | st.integers(1, 1_000_000),
    disputed=st.sampled_from([None, True]),
    sort=st.sampled_from([None, "newest", "oldest", "outlets"]),
)


@given(QUERIES)
def test_an_address_says_the_whole_search(query: SearchQuery) -> None:
    address = urlsplit(query.address())

    assert address.path == "/search"
    assert read_search(dict(parse_qsl(address.query))) == query


def test_empty_fields_of_a_form_count_as_left_out() -> None:
    form = {"q": "", "outlet": " ", "since": "", "min_outlets": "", "kind": "", "other": "x"}

    assert read_search(form) == SearchQuery()
    assert not read_search(form).is_narrowed
    assert read_search({"outlet": "a.example"}).is_narrowed


def test_the_last_day_is_included() -> None:
    query = read_search({"since": "2026-03-14", "until": "2026-03-14"})

    assert query.quote_filter.published_from == datetime(2026, 3, 14, tzinfo=UTC)
    assert query.article_filter.published_to == datetime(2026, 3, 15, tzinfo=UTC)
    assert SearchQuery(until=date.max).quote_filter.published_to is None


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (None, None),
        ("harb", "harb*"),
        ("who pays", "who pays*"),
        ("who pays ", "who pays "),
        ('"who pays"', '"who pays"'),
        ('"who pays', '"who pays'),
        ('"who pays" harb', '"who pays" harb*'),
        ("flood*", "flood*"),
        ("5%", "5%"),
    ],
)
def test_the_last_word_is_found_while_it_is_typed(typed: str | None, asked: str | None) -> None:
    assert with_beginning(typed) == asked


def test_another_list_drops_orders_and_kinds_that_it_does_not_have() -> None:
    query = read_search({"find": "speakers", "kind": "direct", "sort": "outlets", "q": "ada"})

    assert query == SearchQuery(find="speakers", q="ada")
    assert query.speaker_filter.q == "ada"
    assert read_search({"sort": "relevance"}).sort is None


@pytest.mark.parametrize(
    "field",
    [
        {"since": "14.3.2026"},
        {"speaker_id": "1"},
        {"min_outlets": "0"},
        {"min_outlets": "many"},
        {"q": "a" * 501},
        {"outlet": "a\x00"},
    ],
)
def test_a_field_that_cannot_be_read_is_named_and_not_repeated(field: dict[str, str]) -> None:
    [(name, value)] = field.items()

    with pytest.raises(InvalidRequest) as refused:
        read_search(field)

    assert f"`{name}`" in refused.value.detail
    assert len(value) < 3 or value not in refused.value.detail


def test_a_page_of_a_list_is_part_of_the_address_until_the_search_changes() -> None:
    query = SearchQuery(q="pier", cursor="abc", speaker_id=UUID(int=1))

    assert "cursor" not in query.address(sort="oldest")
    assert "cursor=abc" in query.address(cursor="abc")
