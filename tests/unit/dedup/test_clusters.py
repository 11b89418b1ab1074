"""Links make the same quotes in any order. Constraints are in `test_clusters_constraints`."""

import random
from collections import Counter
from datetime import date
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.clusters import (
    DisjointSets,
    LinkedPair,
    connected_components,
    quote_clusters,
    rank,
)
from service.dedup.link_rules import QuoteLink, link
from service.dedup.reach import days_apart
from service.dedup.utterance import Utterance, utterance_of

HOST_IN_MAY = "Nobody told me that this was the saddest little ferry on the whole coast of ours"
HOST_IN_JUNE = "They bought the saddest little ferry and they painted her green for the regatta"
FRAGMENT = "saddest little ferry"


def links_of(utterances: list[Utterance]) -> list[LinkedPair]:
    return [
        LinkedPair(a.id, b.id, found, days=days_apart(a, b))
        for a, b in combinations(utterances, 2)
        if (found := link(a, b))
    ]


def quotes(utterances: list[Utterance]) -> dict[str, str]:
    return quote_clusters([each.id for each in utterances], links_of(utterances))


def said(name: str, text: str, day: int) -> Utterance:
    return utterance_of(name, text, speakers=["ada quill"], published=date(2031, 5, day))


def test_a_fragment_joins_its_nearest_host_and_no_other() -> None:
    found = quotes(
        [
            said("may", HOST_IN_MAY, 1),
            said("june", HOST_IN_JUNE, 20),
            said("piece", FRAGMENT, 3),
            said("twin", f"The {FRAGMENT}", 4),
        ]
    )
    assert found["piece"] == found["twin"] == found["may"]
    assert found["june"] != found["may"]


def test_a_fragment_joins_the_next_host_where_the_best_is_gone() -> None:
    found = quotes([said("june", HOST_IN_JUNE, 20), said("piece", FRAGMENT, 3)])
    assert found["piece"] == found["june"]


def test_two_copies_of_a_fragment_join_one_host_together() -> None:
    found = quotes(
        [
            said("may", HOST_IN_MAY, 1),
            said("june", HOST_IN_JUNE, 28),
            said("piece", FRAGMENT, 1),
            said("twin", FRAGMENT, 28),
        ]
    )
    assert Counter(found.values()).most_common() in (
        [(found["piece"], 3), (found["may"], 1)],
        [(found["piece"], 3), (found["june"], 1)],
    )


def test_an_utterance_of_an_unknown_speaker_joins_no_two_speakers() -> None:
    line = "nobody repaired the rusty hull before winter"
    day = date(2031, 5, 1)
    found = quotes(
        [
            utterance_of("ada", line, speakers=["ada quill"], published=day),
            utterance_of("ned", line, speakers=["ned pike"], published=day),
            utterance_of("unknown", line, published=day),
        ]
    )
    assert found["ada"] != found["ned"]
    assert found["unknown"] in (found["ada"], found["ned"])


PARTS = [
    "nobody told me",
    "the saddest little ferry",
    "is sinking tonight",
    "and the mayor paints her green",
    "because three wealthy councillors adore regattas",
    "not",
    "every passenger deserves a lifejacket and an honest captain",
]
TEXTS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map(" ".join)
CORPORA = st.lists(
    st.tuples(TEXTS, st.sampled_from(["ada quill", "ned pike", None]), st.integers(1, 31)),
    max_size=9,
)


@given(CORPORA, st.randoms(use_true_random=False))
def test_any_order_of_utterances_gives_the_same_quotes(
    corpus: list[tuple[str, str | None, int]], draw: random.Random
) -> None:
    utterances = [
        utterance_of(
            f"{number}", text, speakers=[speaker] if speaker else [], published=date(2031, 5, day)
        )
        for number, (text, speaker, day) in enumerate(corpus)
    ]
    shuffled = draw.sample(utterances, len(utterances))
    assert quotes(shuffled) == quotes(utterances)


NODES = [f"n{number}" for number in range(8)]
EDGES = st.lists(
    st.tuples(
        st.sampled_from(NODES),
        st.sampled_from(NODES),
        st.sampled_from([None, "a", "b"]),
        st.integers(1, 40),
        st.integers(0, 3),
    ).filter(lambda edge: edge[0] != edge[1]),
    unique_by=lambda edge: frozenset(edge[:2]),
)


def linked_by(edges: list[tuple[str, str, str | None, int, int]]) -> list[LinkedPair]:
    return [
        LinkedPair(
            a,
            b,
            QuoteLink(
                relation="fragment",
                similarity=1.0,
                covered=0.1,
                shared=float(shared),
                fragment=fragment,
                disputed=False,
            ),
            days=days,
        )
        for a, b, fragment, shared, days in edges
    ]


@given(EDGES, st.randoms(use_true_random=False))
def test_no_quote_has_two_groups_without_a_host(
    edges: list[tuple[str, str, str | None, int, int]], draw: random.Random
) -> None:
    links = linked_by(edges)
    found = quote_clusters(NODES, links)
    group = connected_components(
        NODES, [(each.a, each.b) for each in links if each.fragment is None]
    )
    with_host = {group[each.fragment] for each in links if each.fragment}
    roots = Counter(found[head] for head in set(group.values()) - with_host)
    assert all(count == 1 for count in roots.values())
    assert quote_clusters(draw.sample(NODES, len(NODES)), draw.sample(links, len(links))) == found


@given(EDGES)
def test_the_rank_of_links_is_a_total_order(
    edges: list[tuple[str, str, str | None, int, int]],
) -> None:
    links = [each for each in linked_by(edges) if each.fragment]
    for one, other in combinations(links, 2):
        assert (rank(one) == rank(other)) == (
            (one.host, one.fragment, one.days, one.link.covered, round(one.link.shared, 3))
            == (
                other.host,
                other.fragment,
                other.days,
                other.link.covered,
                round(other.link.shared, 3),
            )
        )


LETTERS = "abcdefgh"
STEPS = st.lists(st.tuples(st.booleans(), st.sampled_from(LETTERS), st.sampled_from(LETTERS)))


def sets_of(disjoint: DisjointSets) -> set[frozenset[str]]:
    least = disjoint.representatives()
    return {frozenset(n for n in least if least[n] == name) for name in least.values()}


def test_a_cannot_link_holds_for_all_nodes_of_both_sets() -> None:
    disjoint = DisjointSets("abcd")
    disjoint.cannot_link("a", "b")
    assert disjoint.union("a", "c")
    assert disjoint.union("b", "d")
    assert not disjoint.union("d", "c")
    assert disjoint.representatives() == {"a": "a", "b": "b", "c": "a", "d": "b"}


def test_a_cannot_link_inside_one_set_is_ignored() -> None:
    disjoint = DisjointSets("abc")
    disjoint.union("a", "b")
    disjoint.cannot_link("b", "a")
    assert disjoint.union("a", "c")
    assert disjoint.union("b", "c")


@given(STEPS)
def test_union_find_gives_what_plain_sets_give(steps: list[tuple[bool, str, str]]) -> None:
    disjoint, sets, apart = DisjointSets(LETTERS), {frozenset(node) for node in LETTERS}, set()
    for joins, a, b in steps:
        set_a, set_b = (next(s for s in sets if node in s) for node in (a, b))
        allowed = not any((x, y) in apart for x in set_a for y in set_b)
        if joins:
            assert disjoint.union(a, b) == allowed
            if allowed:
                sets = (sets - {set_a, set_b}) | {set_a | set_b}
        else:
            disjoint.cannot_link(a, b)
            if set_a != set_b:
                apart |= {(a, b), (b, a)}
        assert sets_of(disjoint) == sets
