from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.content_negotiation import choose_media_type
from service.api.problems import NotAcceptable

OFFERED = ("application/x-ndjson", "text/csv", "application/ld+json")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/x-ndjson"),
        ("*/*", "application/x-ndjson"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv; charset=utf-8", "text/csv"),
        ("text/*", "text/csv"),
        ("application/*", "application/x-ndjson"),
        ("text/html, application/xml;q=0.9, */*;q=0.8", "application/x-ndjson"),
        ("application/x-ndjson;q=0.5, text/csv", "text/csv"),
        ("text/csv;q=0.5, application/ld+json;q=0.7", "application/ld+json"),
        ("*/*, application/x-ndjson;q=0", "text/csv"),
        ("application/ld+json;profile=x;q=1.0", "application/ld+json"),
    ],
)
def test_the_media_type_that_a_client_likes_best_is_chosen(accept, chosen):
    assert choose_media_type(accept, OFFERED) == chosen


@pytest.mark.parametrize(
    "accept", ["application/json", "text/csv;q=0", "*/*;q=0", "csv", "image/*", "text/*;q=0.000"]
)
def test_a_client_that_takes_none_is_refused(accept):
    with pytest.raises(NotAcceptable, match="names none of"):
        choose_media_type(accept, OFFERED)


@given(st.text())
def test_any_header_is_answered_or_refused(accept):
    with suppress(NotAcceptable):
        assert choose_media_type(accept, OFFERED) in OFFERED
