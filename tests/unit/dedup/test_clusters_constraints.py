"""Editors' constraints hold, whatever the links say and whatever is added later."""

import random
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.clusters import (
    Constraint,
    LinkedPair,
    connected_components,
    quote_clusters,
    rank,
)
from service.dedup.link_rules import QuoteLink

NODES = [f"n{number}" for number in range(9)]
SIDES = st.sets(st.sampled_from([*NODES, "unknown"]), min_size=1, max_size=4).map(frozenset)
CONSTRAINTS = st.lists(
    st.lists(SIDES, min_size=1, max_size=3).map(lambda sides: Constraint(tuple(sides))), max_size=4
)
LINKS = st.lists(
    st.builds(
        lambda a, b, fragment, shared, covered, days: linked(
            a, b, fragment=fragment, shared=shared, covered=covered, days=days
        ),
        st.sampled_from(NODES),
        st.sampled_from(NODES),
        st.sampled_from([None, "a", "b"]),
        st.integers(1, 4),
        st.sampled_from([0.1, 0.5]),
        st.integers(0, 2),
    ).filter(lambda each: each.a != each.b),
    unique_by=lambda each: frozenset([each.a, each.b]),
    max_size=20,
)


def linked(
    a: str,
    b: str,
    *,
    fragment: str | None = None,
    shared: float = 50,
    covered: float = 0.5,
    days: int = 0,
) -> LinkedPair:
    found = QuoteLink(
        relation="fragment" if fragment else "variant",
        similarity=1.0,
        covered=covered,
        shared=float(shared),
        fragment=fragment,
        disputed=False,
    )
    return LinkedPair(a, b, found, days=days)


def fragment_of(host: str, fragment: str, *, shared: float = 20, days: int = 0) -> LinkedPair:
    return linked(host, fragment, fragment="b", shared=shared, days=days)


def decided(*sides: str) -> Constraint:
    return Constraint(tuple(frozenset(side.split()) for side in sides))


def quotes(
    utterances: str, links: list[LinkedPair], *constraints: Constraint
) -> set[frozenset[str]]:
    found = quote_clusters(utterances.split(), links, constraints)
    return {frozenset(n for n in found if found[n] == name) for name in found.values()}


def sets(*quotes: str) -> set[frozenset[str]]:
    return {frozenset(quote.split()) for quote in quotes}


def test_a_merge_joins_utterances_without_a_link() -> None:
    assert quotes("a b c", [], decided("a c")) == sets("a c", "b")


def test_a_split_separates_linked_utterances() -> None:
    links = [linked("a", "b"), linked("b", "c"), linked("a", "c")]
    assert quotes("a b c", links, decided("a b", "c")) == sets("a b", "c")


def test_a_split_may_have_many_sides() -> None:
    links = [linked(one, other) for one, other in combinations("abc", 2)]
    assert quotes("a b c", links, decided("a", "b", "c")) == sets("a", "b", "c")


def test_the_later_of_two_constraints_holds() -> None:
    merge, split = decided("a b"), decided("a", "b")
    assert quotes("a b", [], merge, split) == sets("a", "b")
    assert quotes("a b", [], split, merge) == sets("a b")


def test_the_rest_of_an_earlier_constraint_still_holds() -> None:
    assert quotes("a b c d", [], decided("a b c d"), decided("a b", "d")) == sets("a b c", "d")
    one_out = [decided("a b c"), decided("a", "b"), decided("a", "c")]
    assert quotes("a b c", [], *one_out) == sets("a", "b c")


def test_a_removed_utterance_is_ignored() -> None:
    assert quotes("a b", [linked("a", "b")], decided("a", "gone"), decided("b gone")) == sets("a b")


def test_a_new_utterance_like_both_sides_of_a_split_joins_the_better_side() -> None:
    links = [linked("a", "b"), linked("a", "new", shared=70), linked("b", "new", shared=80)]
    assert quotes("a b new", links, decided("a", "b")) == sets("a", "b new")


def test_a_copy_of_one_side_joins_it_although_the_other_side_has_its_words_too() -> None:
    links = [linked("longer", "new", covered=0.6), linked("same", "new", covered=1.0)]
    split = decided("longer", "same")
    assert quotes("longer same new", links, split) == sets("longer", "same new")


def test_a_fragment_whose_best_host_is_forbidden_joins_the_next() -> None:
    links = [fragment_of("may", "piece"), fragment_of("june", "piece", days=20)]
    assert quotes("may june piece", links) == sets("may piece", "june")
    assert quotes("may june piece", links, decided("may", "piece")) == sets("may", "june piece")


def test_merged_quotes_keep_their_hosts() -> None:
    links = [fragment_of("may", "one"), fragment_of("june", "other")]
    assert quotes("may june one other", links, decided("one other")) == sets("may one other june")


def test_a_merge_that_is_undone_changes_nothing() -> None:
    links = [fragment_of("may", "one"), fragment_of("june", "other")]
    found = quotes("may june one other", links, decided("one june"), decided("one", "june"))
    assert found == quotes("may june one other", links)


@given(LINKS, CONSTRAINTS, st.randoms(use_true_random=False))
def test_any_order_of_utterances_and_links_gives_the_same_quotes(
    links: list[LinkedPair], constraints: list[Constraint], draw: random.Random
) -> None:
    mirror = {None: None, "a": "b", "b": "a"}
    turned = [
        linked(
            each.b,
            each.a,
            fragment=mirror[each.link.fragment],
            shared=each.link.shared,
            covered=each.link.covered,
            days=each.days,
        )
        for each in draw.sample(links, len(links))
    ]
    assert sorted(map(rank, turned)) == sorted(map(rank, links))
    shuffled = draw.sample(NODES, len(NODES))
    assert quote_clusters(shuffled, turned, constraints) == quote_clusters(
        NODES, links, constraints
    )


@given(LINKS)
def test_without_constraints_each_group_joins_its_best_host(links: list[LinkedPair]) -> None:
    equals = [(each.a, each.b) for each in links if each.fragment is None]
    group = connected_components(NODES, equals)
    best = [
        max(
            (each for each in links if each.fragment and group[each.fragment] == name),
            key=rank,
            default=None,
        )
        for name in set(group.values())
    ]
    hosts = [(each.a, each.b) for each in best if each]
    assert quote_clusters(NODES, links) == connected_components(NODES, [*equals, *hosts])


@given(LINKS, SIDES)
def test_a_merge_alone_only_joins_quotes(links: list[LinkedPair], side: frozenset[str]) -> None:
    before = quote_clusters(NODES, links)
    members = sorted(side & set(NODES))
    joined = [*before.items(), *((members[0], member) for member in members)]
    assert quote_clusters(NODES, links, [Constraint((side,))]) == connected_components(
        NODES, joined
    )


@given(LINKS, st.data())
def test_a_constraint_that_holds_already_changes_nothing(
    links: list[LinkedPair], data: st.DataObject
) -> None:
    before = quote_clusters(NODES, links)
    sides = [frozenset(n for n in NODES if before[n] == name) for name in set(before.values())]
    confirmed = data.draw(st.lists(st.sampled_from(sides), min_size=1, unique=True))
    assert quote_clusters(NODES, links, [Constraint(tuple(confirmed))]) == before


@given(LINKS, CONSTRAINTS)
def test_constraints_hold_unless_a_later_one_disagrees(
    links: list[LinkedPair], constraints: list[Constraint]
) -> None:
    found = quote_clusters(NODES, links, constraints)
    for together, a, b in undisputed(constraints):
        assert (found[a] == found[b]) == together


@given(LINKS, CONSTRAINTS, st.integers(0, 4), CONSTRAINTS.filter(bool))
def test_a_constraint_that_is_taken_back_changes_nothing(
    links: list[LinkedPair], constraints: list[Constraint], place: int, taken_back: list[Constraint]
) -> None:
    before = quote_clusters(NODES, links, constraints)
    quote_clusters(NODES, links, [*constraints[:place], *taken_back, *constraints[place:]])
    assert quote_clusters(NODES, links, constraints) == before


@given(LINKS, st.lists(st.sampled_from(NODES), min_size=2, max_size=2, unique=True), st.data())
def test_no_new_utterance_joins_the_sides_of_a_split(
    links: list[LinkedPair], split: list[str], data: st.DataObject
) -> None:
    one, other = split
    to_both = [
        linked(node, "new", shared=data.draw(st.integers(5, 9), label=node)) for node in split
    ]
    found = quote_clusters([*NODES, "new"], [*links, *to_both], [decided(one, other)])
    assert found[one] != found[other]
    assert found["new"] == found[max(to_both, key=rank).a]


def undisputed(constraints: list[Constraint]) -> list[tuple[bool, str, str]]:
    """Constraints -> their claims about pairs, the latest first, without contradicted ones."""
    accepted: list[tuple[bool, str, str]] = []
    for each in reversed(constraints):
        known = [sorted(side & set(NODES)) for side in each.sides]
        inside = [(True, a, b) for side in known for a, b in combinations(side, 2)]
        across = [
            (False, a, b) for one, two in combinations(known, 2) for a, b in product(one, two)
        ]
        for claim in [*inside, *across]:
            if consistent([*accepted, claim]):
                accepted.append(claim)
    return accepted


def consistent(claims: list[tuple[bool, str, str]]) -> bool:
    one = connected_components(NODES, [(a, b) for together, a, b in claims if together])
    return all(one[a] != one[b] for together, a, b in claims if not together)
