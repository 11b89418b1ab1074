"""Which words are one quote: the cases of the issue, in sentences of our own."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.link_rules import QuoteLink, is_mergeable, link
from service.dedup.utterance import Utterance, utterance_of

MAY = date(2031, 5, 4)


def said(text: str, *, by: str | None = "ada quill", days: int = 0, source: str = "") -> Utterance:
    day = MAY + timedelta(days=days)
    return utterance_of(text, text, speakers=[by] if by else [], published=day, source=source)


def linked(a: Utterance, b: Utterance) -> QuoteLink | None:
    assert link(a, b) is None or link(b, a) is not None
    return link(a, b)


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
def test_one_quote(one: str, other: str, relation: str) -> None:
    found = linked(said(one), said(other, days=3))
    assert found
    assert found.relation == relation
    assert found.similarity >= 0.8
    assert not found.disputed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("in the long run people want a ferry", "in the long run it is up to the sailors"),
        ("Fares rose by 3 percent in June", "Fares rose by 4 percent in June"),
        ("Fares rose by 30", "Fares rose by 40"),
        ("We will sell the ferry to the council", "We will not sell the ferry to the council"),
        ("I never said that the pier was safe", "I said that the pier was safe"),
        (
            "Everyone here trusts Ada Quill with the port",
            "Everyone here trusts Ned Pike with the port",
        ),
        ("Guilty of sinking it", "Not guilty of sinking it"),
        ("The pier opened for all of us in 2029", "The pier opened for all of us in 2030"),
        ("We lost 4.5 million on that ferry", "We lost 45 million on that ferry"),
        ("It was nothing but a leak in the hull", "It was a leak in the hull"),
        ("when all is said and done the crew stays", "when all is said and done we paid for it"),
        ("the next captain of the harbour", "the next pilot of the harbour ferry"),
        ("", ""),
        ("...", "—"),
    ],
)
def test_two_quotes(one: str, other: str) -> None:
    assert linked(said(one), said(other)) is None


@pytest.mark.parametrize(
    "formula",
    [
        "Thank you very much",
        "And thank you all so much, everybody!",
        "God bless you, and God bless America.",
        "We’ll see what happens",
        "at the end of the day",
        "No comment.",
    ],
)
def test_a_formula_on_another_day_is_another_quote(formula: str) -> None:
    assert linked(said(formula), said(formula))
    assert linked(said(formula), said(formula, days=1)) is None


def test_a_formula_in_a_sentence_belongs_to_no_other_days_formula() -> None:
    sentence = "Thank you very much, and do mind the wet planks of this dear old ferry"
    assert linked(said("Thank you very much"), said(sentence, days=1)) is None
    assert linked(said(sentence), said(sentence, days=9))


def test_a_slogan_months_later_is_another_quote() -> None:
    assert linked(said("Make the harbour great again"), said("Make the harbour great again"))
    later = said("Make the harbour great again", days=200)
    assert linked(said("Make the harbour great again"), later) is None


def test_a_name_says_less_of_who_spoke_than_a_word() -> None:
    assert linked(said("seaworthy"), said("seaworthy", days=6))
    assert linked(said("Norwegian"), said("Norwegian", days=1))
    assert linked(said("Norwegian"), said("Norwegian", days=6)) is None


def test_reworded_on_another_occasion_is_another_quote() -> None:
    one, other = (
        "We cannot afford so leaky a ferry anymore",
        "We can't afford a leaky ferry anymore",
    )
    assert linked(said(one), said(other, days=2))
    assert linked(said(one), said(other, days=60)) is None


def test_the_same_few_words_of_two_speakers_are_two_quotes() -> None:
    assert linked(said("a leaky ferry"), said("a leaky ferry", by="ned pike")) is None


def test_a_long_verbatim_match_under_two_names_is_one_disputed_quote() -> None:
    text = "the harbour belongs to every one of us and not to a handful of wealthy yacht owners"
    found = linked(said(text), said(text, by="a joint statement", days=40))
    assert found
    assert found.disputed


def test_a_word_changed_between_two_names_is_one_quote_where_both_report_one_event() -> None:
    one = "Our task is to rebuild our harbour and to remember that the fishermen stand beside us"
    other = "our task is to rebuild this harbour and to remember that the fishermen stand beside us"
    soon = linked(said(one), said(other, by="ned pike", days=2))
    assert soon
    assert soon.disputed
    assert linked(said(one), said(other, by="ned pike", days=60)) is None
    negated = other.replace("remember", "never remember")
    assert linked(said(one), said(negated, by="ned pike", days=2)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("safe", "hardly safe"),
        ("safe", "unsafe"),
        ("legal", "illegal"),
        ("opened", "closed"),
        ("cheap at 3 million pounds", "cheap at 3 million dollars"),
    ],
)
def test_a_word_that_turns_the_statement_makes_another_quote(one: str, other: str) -> None:
    told = "The bridge is {} for every bus that crosses the gorge in winter"
    assert linked(said(told.format(one)), said(told.format(other))) is None


def test_a_piece_however_long_follows_and_joins_nobody() -> None:
    whole = (
        "The ministry did not know about the leak in the northern reactor until inspectors arrived,"
        " and then it sent every engineer it had to the valley within an hour of their telegram"
    )
    piece = "and then it sent every engineer it had to the valley within an hour of their telegram"
    found = linked(said(whole), said(piece))
    assert found
    assert found.fragment == "b"


def test_a_joint_statement_is_each_signers_own() -> None:
    joint = utterance_of(
        "joint", "a leaky ferry", speakers=["ada quill", "ned pike"], published=MAY
    )
    assert linked(said("a leaky ferry"), joint)


def test_a_rival_who_quotes_the_words_did_not_say_them() -> None:
    text = "the harbour belongs to every one of us and not to a handful of wealthy yacht owners"
    rival = f"She tells you ‘{text}’ and sails off"
    assert linked(said(text), said(rival, by="ned pike")) is None
    assert linked(said(text), said(rival))


def test_a_body_has_said_what_its_officer_said() -> None:
    officer = said("utterly reckless", by="ned pike", source="Harbour Board Director Ned Pike")
    body = said("utterly reckless", by="harbour board", source="the Harbour Board", days=9)
    found = linked(officer, body)
    assert found
    assert not found.disputed
    assert linked(officer, said("utterly reckless", by="crew union", days=9)) is None
    reworded = said("most utterly and gravely reckless", by="harbour board", days=9)
    assert linked(officer, reworded) is None


def test_a_middle_initial_makes_nobody_else() -> None:
    assert linked(said("a leaky ferry", by="ada m. quill"), said("a leaky ferry"))
    assert linked(said("a leaky ferry", by="a. quill"), said("a leaky ferry")) is None


def test_unknown_speakers_need_more_words_than_a_title_has() -> None:
    title = "The Tall Ships with Ada Quill"
    assert linked(said(title, by=None), said(title, by=None)) is None
    line = "nobody repaired the rusty hull before winter"
    assert linked(said(line, by=None), said(line))


def test_unknown_speakers_need_fewer_words_within_a_week() -> None:
    line = "that makes me laugh"
    assert linked(said(line, by=None), said(line, days=6))
    assert linked(said(line, by=None), said(line, days=60)) is None
    assert linked(said("a leaky ferry", by=None), said("a leaky ferry")) is None


def test_words_of_nobody_known_follow_those_of_a_named_speaker() -> None:
    line = "nobody repaired the rusty hull before winter"
    assert link(said(line), said(line, by=None)).fragment == "b"
    assert link(said(line, by=None), said(line)).fragment == "a"
    assert link(said(line, by=None), said(line, by=None)).fragment is None


def test_two_excerpts_that_overlap_are_one_quote() -> None:
    middle = "the owners must immediately repair the hull and an inspector must examine every cabin"
    one = f"Nobody should be above the rules of this port. {middle}"
    other = f"{middle} because passengers deserve to come home dry and in one piece each evening"
    found = linked(said(one), said(other))
    assert found
    assert found.fragment is None


def test_common_words_strewn_over_other_sentences_are_shared_by_accident() -> None:
    one = "We are going to mend the hull with something so much better"
    assert linked(said(one), said("We are going to sail so much", days=2)) is None


def test_two_long_speeches_share_common_words_by_accident() -> None:
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


def test_the_fragment_is_the_one_that_says_less() -> None:
    host = said("Nobody told me that this was the saddest little ferry on the whole coast")
    fragment = said("saddest little ferry")
    assert link(host, fragment).fragment == "b"
    assert link(fragment, host).fragment == "a"


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
        st.lists(
            st.sampled_from(WORDS),
            max_size=14,
        ).map(" ".join),
    ),
    by=st.sampled_from(["ada quill", "ned pike", None]),
    days=st.integers(0, 400),
)


@given(UTTERANCES, UTTERANCES)
def test_total_and_symmetric_on_any_text(a: Utterance, b: Utterance) -> None:
    there, back = link(a, b), link(b, a)
    assert (there is None) == (back is None)
    if there and back:
        assert (there.relation, there.disputed) == (back.relation, back.disputed)
        assert there.similarity == back.similarity
        assert there.shared == back.shared
        assert {there.fragment, back.fragment} in ({None}, {"a", "b"})


def test_a_phrase_that_moved_past_others_counts_alike_from_either_side() -> None:
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


@given(UTTERANCES)
def test_an_utterance_of_a_known_speaker_is_like_itself(a: Utterance) -> None:
    found = link(a, a)
    if a.words and a.speakers:
        assert found
        assert (found.relation, found.similarity) == ("exact", 1.0)


def test_a_few_words_of_an_unknown_speaker_are_mergeable_with_nothing() -> None:
    assert not is_mergeable(said("We will", by=None))
    assert not is_mergeable(said("..."))
    assert is_mergeable(said("We will"))
