"""Sets that join, and sets that never do."""

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.clusters import DisjointSets

NODES = "abcdefgh"
PAIRS = st.lists(st.tuples(st.booleans(), st.sampled_from(NODES), st.sampled_from(NODES)))


def sets_of(unions: DisjointSets) -> set[frozenset[str]]:
    least = unions.representatives()
    return {frozenset(n for n in least if least[n] == name) for name in least.values()}


def test_joined_with_one_of_two_that_are_kept_apart_is_kept_apart_from_the_other() -> None:
    unions = DisjointSets("abcd")
    unions.cannot_link("a", "b")
    assert unions.union("a", "c")
    assert unions.union("b", "d")
    assert not unions.union("d", "c")
    assert unions.representatives() == {"a": "a", "b": "b", "c": "a", "d": "b"}


def test_what_is_one_already_is_not_kept_apart() -> None:
    unions = DisjointSets("abc")
    unions.union("a", "b")
    unions.cannot_link("b", "a")
    assert unions.union("a", "c")
    assert unions.union("b", "c")


@given(PAIRS)
def test_as_slow_and_plain_sets_would_have_it(steps: list[tuple[bool, str, str]]) -> None:
    unions, sets, apart = DisjointSets(NODES), {frozenset(node) for node in NODES}, set()
    for joins, a, b in steps:
        one, other = (next(each for each in sets if node in each) for node in (a, b))
        allowed = not any((x, y) in apart for x in one for y in other)
        if joins:
            assert unions.union(a, b) == allowed
            if allowed:
                sets = (sets - {one, other}) | {one | other}
        else:
            unions.cannot_link(a, b)
            if one != other:
                apart |= {(a, b), (b, a)}
        assert sets_of(unions) == sets
