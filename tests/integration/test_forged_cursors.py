"""A cursor made by hand is refused, or is a place in the list. It never makes the list fail."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import InvalidCursor
from service.storage.db.cursors import Keyset, Place, write_cursor
from service.storage.filters import ArticleFilter, QuoteFilter, SpeakerFilter
from service.storage.reads.article_list import ARTICLE_ORDERS
from service.storage.reads.quotes import QUOTE_ORDERS
from service.storage.reads.speakers import SPEAKERS_BY_NAME
from service.storage.store import Store
from service.storage.tables.articles import OUTLETS_BY_KEY
from service.storage.tables.judgements import LATEST_JUDGEMENTS

# Each list: its order, the filter that its cursors are bound to, and its arguments.
LISTS: dict[str, tuple[Keyset, object, dict[str, Any]]] = {
    **{
        f"list_articles {sort}": (order, ArticleFilter(), {"sort": sort})
        for sort, order in ARTICLE_ORDERS.items()
    },
    "list_speakers": (SPEAKERS_BY_NAME, SpeakerFilter(), {}),
    "list_outlets": (OUTLETS_BY_KEY, None, {}),
    "list_judgements": (LATEST_JUDGEMENTS, ["None", "None", "None"], {}),
    **{
        f"list_quotes {sort}": (QUOTE_ORDERS[sort], QuoteFilter(), {"sort": sort})
        for sort in QUOTE_ORDERS
    },
}

TEXTS = st.text(st.characters(exclude_categories=()))  # Lone surrogates and NUL, too.
BOUNDS = st.sampled_from([2**31 - 1, 2**31, 2**63 - 1, 2**63, 2**64, -(2**63) - 1, 10**300])
OFFSETS = st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(
    lambda delta: timezone(timedelta(minutes=delta // timedelta(minutes=1)))
)
MOMENTS = st.datetimes(timezones=st.one_of(st.none(), st.just(UTC), OFFSETS)) | st.sampled_from(
    [datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), datetime.max.replace(tzinfo=UTC)]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | BOUNDS
    | st.floats()
    | TEXTS
    | st.uuids().map(str)
    | MOMENTS.map(datetime.isoformat)
    | st.dates().map(str)
)
VALUES = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(TEXTS, SCALARS, max_size=2)


def forge(keyset: Keyset, where: object, values: list[Any], since: Any = 0) -> str:
    genuine = write_cursor(keyset, where, Place(()))
    [bound_to, _] = json.loads(base64.urlsafe_b64decode(genuine + "=" * (-len(genuine) % 4)))
    body = json.dumps([bound_to, since, *values], separators=(",", ":"))
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


@pytest.mark.parametrize("name", LISTS)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_json_is_a_page_or_an_invalid_cursor(store: Store, name: str, data: Any) -> None:
    keyset, where, arguments = LISTS[name]
    fitting = {
        str: TEXTS,
        int: st.integers() | BOUNDS,
        datetime: MOMENTS.map(datetime.isoformat),
    }
    shaped = st.tuples(*(fitting.get(kind, st.uuids().map(str)) for kind in keyset.types)).map(list)
    values = data.draw(shaped | st.lists(VALUES, max_size=5))

    since = data.draw(st.just(0) | VALUES)

    read(store, name, forge(keyset, where, values, since), arguments)


def read(store: Store, name: str, cursor: str, arguments: dict[str, Any]) -> bool:
    """Return whether the list took the cursor; any other error than `InvalidCursor` is raised."""
    try:
        getattr(store, name.split(maxsplit=1)[0])(cursor=cursor, **arguments)
    except InvalidCursor:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "values", "taken"),
    [
        ("list_outlets", ["b.example"], True),
        ("list_outlets", ["\ud800"], False),
        ("list_outlets", ["\x00"], False),
        ("list_outlets", [], False),
        ("list_outlets", ["a", "b"], False),
        ("list_outlets", [1], False),
        ("list_outlets", [{}], False),
        ("list_judgements", [2**31 - 1], True),
        ("list_judgements", [2**31], False),
        ("list_judgements", [-(2**31) - 1], False),
        ("list_judgements", [True], False),
        ("list_judgements", ["1"], False),
        ("list_judgements", [1.0], False),
        ("list_speakers", ["a", "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"], True),
        ("list_speakers", ["a", "0190b3c46f1e7a529d3b2f6c8e5a1b01"], False),
        ("list_speakers", ["a", "\ud800"], False),
        ("list_articles newest", ["2022-01-01T00:00:00+00:00", str(UUID(int=0))], True),
        ("list_articles newest", ["2022-01-01T00:00:00", str(UUID(int=0))], False),
        ("list_articles newest", ["0001-01-01T00:00:00+14:00", str(UUID(int=0))], False),
        ("list_articles newest", ["2022-02-30T00:00:00+00:00", str(UUID(int=0))], False),
    ],
)
def test_a_value_must_fit_its_column(
    store: Store, name: str, values: list[Any], taken: bool
) -> None:
    keyset, where, arguments = LISTS[name]

    assert read(store, name, forge(keyset, where, values), arguments) is taken
