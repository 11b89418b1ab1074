"""Bodies are refused before they cost anything."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.body_structure import MOST_LEVELS, MOST_TOKENS, check_structure
from service.api.problems import MalformedBody
from service.api.routes import ROUTERS
from service.api.strict_route import StrictRoute
from service.errors import InvalidRequest

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def test_every_route_is_strict() -> None:
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, StrictRoute)


@given(JSON, st.booleans())
def test_an_ordinary_body_is_taken(value: object, escaped: bool) -> None:
    check_structure(json.dumps(value, ensure_ascii=escaped).encode("utf-8", "surrogatepass"))


@given(st.text('"\\\\{[,]}a\n'))
def test_signs_within_a_string_do_not_count(text: str) -> None:
    check_structure(json.dumps({"text": text * 3_000}).encode())


@pytest.mark.parametrize(
    "body",
    [
        b'{"text":"a"' + b"".join(b',"k%06d":0' % n for n in range(185_000)) + b"}",
        b"[" + b"1," * 1_200_000 + b"1]",
        b"[" + b"{}," * 800_000 + b"1]",
        b'{"":"' + b'","":"' * 400_000 + b'"}',
        b'"' * 2_400_000,
        b"]" * 2_400_000,
        b'{"\\":' * 20 + b"[1," * 20_000,
    ],
)
def test_a_body_of_many_values_is_refused_cheaply(body: bytes) -> None:
    started = time.process_time()

    with pytest.raises((InvalidRequest, MalformedBody)):
        check_structure(body)

    assert time.process_time() - started < 0.1


def test_the_longest_legal_body_has_room() -> None:
    split = {"reason": "a", "occurrences": ["0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"] * 1_000}
    check_structure(json.dumps(split).encode())


def test_the_limits_are_the_documented_ones() -> None:
    check_structure(b"[" * MOST_LEVELS)
    check_structure(b"," * MOST_TOKENS)
    with pytest.raises(MalformedBody, match="32 levels"):
        check_structure(b"[" * (MOST_LEVELS + 1))
    with pytest.raises(InvalidRequest, match="10000 strings"):
        check_structure(b"," * (MOST_TOKENS + 1))
