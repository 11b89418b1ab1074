from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import InvalidCursor
from service.storage.db.cursors import Place, read_cursor, write_cursor
from service.storage.filters import QuoteFilter
from service.storage.reads.quotes import QUOTE_ORDERS
from service.text.name_key import longer_name, name_key

MOMENTS = st.datetimes(timezones=st.just(UTC))
ORDER = QUOTE_ORDERS["outlets"]


@given(st.integers(0, 2**31 - 1), MOMENTS, st.uuids(), st.integers(0, 2**63 - 1))
def test_a_cursor_gives_back_what_was_written(
    count: int, moment: datetime, uuid: UUID, since: int
) -> None:
    place = Place((count, moment, uuid), since)
    assert read_cursor(ORDER, None, write_cursor(ORDER, None, place)) == place


@given(st.text(st.characters(exclude_categories=())) | st.binary().map(lambda b: b.decode("latin")))
def test_anything_else_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        read_cursor(ORDER, QuoteFilter(q="\ud800"), cursor)


@given(st.lists(st.text(), min_size=1))
def test_the_fullest_does_not_depend_on_the_order(wordings: list[str]) -> None:
    forwards = backwards = wordings[0]
    for wording in wordings:
        forwards = longer_name(forwards, wording)
    for wording in reversed(wordings):
        backwards = longer_name(wording, backwards)
    assert forwards == backwards


@given(st.text(st.characters(exclude_categories=())))
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


def test_spellings_of_one_name_have_one_key() -> None:
    assert name_key("  Sergeĭ\u00a0O’BRIEN, ") == name_key("Sergei O'Brien")
    assert name_key("Jean\u2011Luc") == name_key("Jean-Luc")
    assert name_key("!?") == ""
