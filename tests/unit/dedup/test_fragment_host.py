"""What is stored of a fragment's host ranks as the link that it was made of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.clusters import LinkedPair, host_of, rank
from service.dedup.link_rules import QuoteLink

NUMBERS = st.floats(0, 200, allow_nan=False).map(lambda number: round(number, 4))


@given(NUMBERS, st.floats(0, 1), st.integers(0, 40), st.sampled_from("ab"))
def test_a_host_has_the_rank_of_its_link(
    shared: float, covered: float, days: int, fragment: str
) -> None:
    link = QuoteLink(
        relation="fragment",
        similarity=1.0,
        covered=covered,
        shared=shared,
        fragment="a" if fragment == "a" else "b",
        disputed=False,
    )
    pair = LinkedPair("one", "other", link, days=days)
    assert host_of(pair, 7).rank == rank(pair)
