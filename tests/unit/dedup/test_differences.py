"""What an outlet left out, added and changed, with its place on both sides."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.differences import Difference, differences, relation_of, similarity
from service.dedup.link_rules import link
from service.dedup.utterance import utterance_of
from service.dedup.words.normalise import Token, tokens_of
from service.text.spans import Span

WORDS = (
    "we can't $2.5bn $ 2.5 billion dollars not ferry won't've per cent twenty five &amp; and “so” "
    "... [T]he U.S. ½"
)
PRINTED = st.lists(st.sampled_from(WORDS.split()), max_size=10).map(" ".join)
ANYTHING = st.one_of(
    PRINTED,
    st.text(max_size=60),
    st.text(alphabet="ab [].'$5…", max_size=30),
    st.lists(st.sampled_from(["the", "[the]", "[crew]", "crew", "th[e]", "5", "$", "["])).map(
        " ".join
    ),
)


def changes(printed: str, full: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (each.kind, each.printed and each.printed.of(printed), each.full and each.full.of(full))
        for each in differences(printed, full)
    ]


def test_words_are_left_out_added_or_changed() -> None:
    assert changes(
        "“We will never sell the “dear” old ferry to Borough Council,”",
        "And we will never, ever sell the old ferry to them.",
    ) == [
        ("left_out", None, "And"),
        ("left_out", None, "ever"),
        ("added", "dear", None),
        ("changed", "Borough Council", "them"),
    ]


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("“We won’t sell,”", '"We will not sell."'),
        ("It lost 2.5billion dollars", "it lost $2.5bn"),
        ("[T]hey knew", "They knew"),
        ("They [saw] it", "They saw it"),
        ("the [harbour board] knew", "the [harbor board] knew"),
        ("[the harbour board]", "the harbor board"),
        ("...", "—"),
        ("", ""),
    ],
)
def test_house_style_makes_no_difference(printed: str, full: str) -> None:
    assert differences(printed, full) == ()


@pytest.mark.parametrize(
    ("printed", "full", "expected"),
    [
        ("They saw ... the leak", "They saw, in June, the leak", ("left_out", None, "in June")),
        ("They [the crew] saw it", "They saw it", ("added", "[the crew]", None)),
        ("They saw it", "They [the crew] saw it", ("left_out", None, "[the crew]")),
        ("[The crew] saw it", "They saw it", ("changed", "[The crew]", "They")),
        ("They [found] it", "They discovered it", ("changed", "[found]", "discovered")),
        ("She walk[ed] home", "She walk home", ("added", "[ed]", None)),
        ("They saw [...] it", "They saw it", None),
    ],
)
def test_words_in_brackets_are_an_editors(
    printed: str, full: str, expected: tuple[str, str | None, str | None] | None
) -> None:
    assert changes(printed, full) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("printed", "full", "expected"),
    [
        ("We can't sail", "We can sail", ("changed", "can't", "can")),
        ("Pay €2.5bn now", "Pay $2.6bn now", ("changed", "€2.5bn", "$2.6bn")),
        ("Pay 2.5 billion now", "Pay $2.5bn now", ("changed", "2.5 billion", "$2.5bn")),
    ],
)
def test_no_printed_word_is_cut(
    printed: str, full: str, expected: tuple[str, str | None, str | None]
) -> None:
    assert changes(printed, full) == [expected]


@given(ANYTHING, ANYTHING)
def test_differences_of_any_texts_are_in_order_and_within_both(printed: str, full: str) -> None:
    found = differences(printed, full)
    for text, spans in (
        (printed, [each.printed for each in found if each.printed]),
        (full, [each.full for each in found if each.full]),
    ):
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(span.end <= following.start for span, following in pairwise(spans))
    for each in found:
        assert each.kind == kind_of(each)
    assert 0 <= similarity(printed, full) <= 1
    assert relation_of(printed, full) in ("exact", "variant", "fragment")


@given(ANYTHING)
def test_a_text_has_no_difference_from_itself(text: str) -> None:
    assert differences(text, text) == ()
    assert (relation_of(text, text), similarity(text, text)) == ("exact", 1.0)


@given(PRINTED, PRINTED)
def test_differences_turn_one_wording_into_the_other(printed: str, full: str) -> None:
    found = differences(printed, full)
    ours, theirs = tokens_of(printed), tokens_of(full)
    kept = outside(ours, [each.printed for each in found])
    assert kept == outside(theirs, [each.full for each in found])
    for ours_or_theirs, spans in (
        (ours, [each.printed for each in found]),
        (theirs, [each.full for each in found]),
    ):
        words = iter(kept)
        rebuilt, shared_so_far = [], 0
        for each, span in zip(found, spans, strict=True):
            before = shared_before(each, ours, theirs, found)
            rebuilt += [next(words) for _ in range(before - shared_so_far)]
            shared_so_far = before
            rebuilt += inside(ours_or_theirs, span)
        assert [*rebuilt, *words] == [token.form for token in ours_or_theirs]


def shared_before(
    each: Difference,
    ours: tuple[Token, ...],
    theirs: tuple[Token, ...],
    found: tuple[Difference, ...],
) -> int:
    """Return the number of shared words before a difference, the same on each side that has it."""
    counts = {
        len(outside(tuple(t for t in tokens if t.end <= span.start), spans))
        for tokens, span, spans in (
            (ours, each.printed, [other.printed for other in found]),
            (theirs, each.full, [other.full for other in found]),
        )
        if span
    }
    (count,) = counts
    return count


def outside(tokens: tuple[Token, ...], spans: list[Span | None]) -> list[str]:
    return [t.form for t in tokens if not any(s and s.start <= t.start < s.end for s in spans)]


def inside(tokens: tuple[Token, ...], span: Span | None) -> list[str]:
    return [t.form for t in tokens if span and span.start <= t.start < span.end]


def kind_of(each: Difference) -> str:
    if each.printed and each.full:
        return "changed"
    return "added" if each.printed else "left_out"


HOST = "Nobody told me that this was the saddest little ferry on the whole coast"


@pytest.mark.parametrize(
    ("printed", "full", "relation"),
    [
        ("“" + HOST + ",”", HOST, "exact"),
        ("Nobody told us that this was the saddest ferry on the whole coast", HOST, "variant"),
        ("the saddest little ferry", HOST, "fragment"),
        (HOST, "the saddest little ferry", "variant"),
        ("a harbour", HOST, "variant"),
        ("...", HOST, "variant"),
    ],
)
def test_only_a_shorter_wording_is_a_fragment(printed: str, full: str, relation: str) -> None:
    assert relation_of(printed, full) == relation


WORDY = st.lists(st.sampled_from([*HOST.split(), "not", "sinking"]), min_size=3, max_size=16)


@given(WORDY.map(" ".join), WORDY.map(" ".join))
def test_relation_and_similarity_are_those_of_the_link(printed: str, full: str) -> None:
    a, b = utterance_of("a", printed, speakers=["ada"]), utterance_of("b", full, speakers=["ada"])
    found = link(a, b)
    if found:
        says_less = a.bits < b.bits
        assert relation_of(printed, full) == (
            "variant" if found.relation == "fragment" and not says_less else found.relation
        )
        assert similarity(printed, full) == found.similarity
