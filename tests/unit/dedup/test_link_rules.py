"""Two utterances are one quote by their words. Speakers are in `test_link_rules_speakers`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.link_rules import is_mergeable, link
from service.dedup.utterance import Utterance
from tests.support.utterances import linked, said


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("“We will not buy that boat.”", '"We will not buy that boat,"', "exact"),
        ("The council lost 3.1 million on it", "The council lost 3.1million on it", "exact"),
        ("And that ferry is going to sink", "That ferry is going to sink", "variant"),
        (
            "No harbour master has ever been readier than Ned Pike to run this port",
            "No harbour master has ever been readier, not me, not Ada, nobody, than Ned Pike to "
            "run this port",
            "variant",
        ),
        ("They [the crew] saw the leak in June", "They saw the leak in June", "exact"),
        (
            "We are going to shut a lot of shops and stalls",
            "going to shut a lot of stalls and shops",
            "variant",
        ),
        ("The neighbours favour a grey pier", "The neighbors favor a gray pier", "exact"),
        (
            "This is the saddest little ferry that I ever steered across the bay in forty years",
            "the saddest little ferry",
            "fragment",
        ),
        ("utterly seaworthy", "utter seaworthy", "variant"),
        (
            "For some time the board has repaired the old pier",
            "For some time the board has, after talks with both towns, the crew and the union, "
            "repaired the old pier",
            "variant",
        ),
        (
            "The pier will stand for years ... whatever the sea throws at it",
            "The pier will stand for years, I promise you that tonight, whatever the sea throws "
            "at it",
            "variant",
        ),
        ("We’re gonna fix five per cent of it", "We are going to fix 5% of it", "exact"),
        ("[T]he ferry ain't sinking", "The ferry is not sinking", "exact"),
        ("Nobody, but nobody, steers it as I do", "Nobody steers it as I do", "fragment"),
        ("No, I am staying aboard", "I am staying aboard", "variant"),
        (
            "We will not on any account sell the ferry to them",
            "sell the ferry to them",
            "fragment",
        ),
    ],
)
def test_two_wordings_of_one_quote_are_linked(one: str, other: str, relation: str) -> None:
    found = linked(said(one), said(other, days=3))
    assert found
    assert found.relation == relation
    assert found.similarity >= 0.8
    assert not found.disputed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("in the long run people want a ferry", "in the long run it is up to the sailors"),
        ("when all is said and done the crew stays", "when all is said and done we paid for it"),
        ("the next captain of the harbour", "the next pilot of the harbour ferry"),
        ("", ""),
        ("...", "—"),
    ],
)
def test_a_stock_phrase_and_texts_without_words_link_nothing(one: str, other: str) -> None:
    assert linked(said(one), said(other)) is None


def test_a_slogan_months_later_is_another_quote() -> None:
    assert linked(said("Make the harbour great again"), said("Make the harbour great again"))
    later = said("Make the harbour great again", days=200)
    assert linked(said("Make the harbour great again"), later) is None


def test_a_name_identifies_a_quote_less_than_another_word() -> None:
    assert linked(said("seaworthy"), said("seaworthy", days=6))
    assert linked(said("Norwegian"), said("Norwegian", days=1))
    assert linked(said("Norwegian"), said("Norwegian", days=6)) is None


def test_a_rewording_weeks_later_is_another_quote() -> None:
    one = "We cannot afford so leaky a ferry anymore"
    other = "We can't afford a leaky ferry anymore"
    assert linked(said(one), said(other, days=2))
    assert linked(said(one), said(other, days=60)) is None


def test_a_long_piece_of_an_utterance_is_its_fragment() -> None:
    whole = (
        "The ministry did not know about the leak in the northern reactor until inspectors arrived,"
        " and then it sent every engineer it had to the valley within an hour of their telegram"
    )
    piece = "and then it sent every engineer it had to the valley within an hour of their telegram"
    found = linked(said(whole), said(piece))
    assert found
    assert found.fragment == "b"


def test_the_fragment_is_the_utterance_that_says_less() -> None:
    host = said("Nobody told me that this was the saddest little ferry on the whole coast")
    fragment = said("saddest little ferry")
    assert link(host, fragment).fragment == "b"
    assert link(fragment, host).fragment == "a"


def test_two_excerpts_that_overlap_are_one_quote() -> None:
    middle = "the owners must immediately repair the hull and an inspector must examine every cabin"
    one = f"Nobody should be above the rules of this port. {middle}"
    other = f"{middle} because passengers deserve to come home dry and in one piece each evening"
    found = linked(said(one), said(other))
    assert found
    assert found.fragment is None


def test_common_words_that_are_scattered_link_no_sentences() -> None:
    one = "We are going to mend the hull with something so much better"
    assert linked(said(one), said("We are going to sail so much", days=2)) is None


def test_common_words_link_no_long_speeches() -> None:
    one = (
        "I think that this harbour can be repaired, and there is plenty of rope left for whoever "
        "wants it. We are going to splice every line before the storm. I want to thank the crew, "
        "because nobody asked them to stay, and it is not the first winter that they did."
    )
    other = (
        "There is fog on the bay tonight. I think the lamp burned out, because the keeper was on "
        "leave, and we are going to ask him about that. I want to thank two fishermen who rowed "
        "over and lit it, and it is not clear to me how they found the stairs."
    )
    assert linked(said(one), said(other)) is None
    assert linked(said(one, by=None), said(other, by=None)) is None


def test_a_phrase_that_moved_counts_the_same_from_either_side() -> None:
    a = said(
        "every passenger deserves a lifejacket and an honest captain is sinking tonight and the "
        "mayor paints her green nobody told me"
    )
    b = said(
        "every passenger deserves a lifejacket and an honest captain not nobody told me the "
        "saddest little ferry",
        by="ned pike",
    )
    assert link(a, b) == link(b, a)


def test_a_few_words_of_an_unknown_speaker_are_not_mergeable() -> None:
    assert not is_mergeable(said("We will", by=None))
    assert not is_mergeable(said("..."))
    assert is_mergeable(said("We will"))


WORDS = ["the", "ferry", "is", "not", "sinking", "Ada", "Quill", "3", "4", "of", "leaky", "‘so’"]
PHRASES = [
    "every passenger deserves a lifejacket and an honest captain",
    "nobody told me",
    "not nobody told me the saddest little ferry",
    "is sinking tonight and the mayor paints her green",
]
UTTERANCES = st.builds(
    said,
    st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from(PHRASES), max_size=4).map(" ".join),
        st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    ),
    by=st.sampled_from(["ada quill", "ned pike", None]),
    days=st.integers(0, 400),
)


@given(UTTERANCES, UTTERANCES)
def test_links_of_any_texts_are_symmetric(a: Utterance, b: Utterance) -> None:
    there, back = link(a, b), link(b, a)
    assert (there is None) == (back is None)
    if there and back:
        assert (there.relation, there.disputed) == (back.relation, back.disputed)
        assert there.similarity == back.similarity
        assert there.shared == back.shared
        assert {there.fragment, back.fragment} in ({None}, {"a", "b"})


@given(UTTERANCES)
def test_an_utterance_of_a_known_speaker_is_linked_with_its_copy(a: Utterance) -> None:
    found = link(a, a)
    if a.words and a.speakers:
        assert found
        assert (found.relation, found.similarity) == ("exact", 1.0)
