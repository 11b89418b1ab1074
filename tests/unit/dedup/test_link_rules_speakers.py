"""Two utterances are one quote or not by their speakers, and a quote may be disputed."""

from service.dedup.link_rules import link
from service.dedup.utterance import utterance_of
from tests.support.utterances import DAY, linked, said

HARBOUR = "the harbour belongs to every one of us and not to a handful of wealthy yacht owners"
HULL = "nobody repaired the rusty hull before winter"


def test_the_same_few_words_of_two_speakers_are_two_quotes() -> None:
    assert linked(said("a leaky ferry"), said("a leaky ferry", by="ned pike")) is None


def test_a_long_verbatim_match_under_two_names_is_one_disputed_quote() -> None:
    found = linked(said(HARBOUR), said(HARBOUR, by="a joint statement", days=40))
    assert found
    assert found.disputed


def test_a_changed_word_under_two_names_is_one_quote_within_a_week() -> None:
    one = "Our task is to rebuild our harbour and to remember that the fishermen stand beside us"
    other = "our task is to rebuild this harbour and to remember that the fishermen stand beside us"
    soon = linked(said(one), said(other, by="ned pike", days=2))
    assert soon
    assert soon.disputed
    assert linked(said(one), said(other, by="ned pike", days=60)) is None
    negated = other.replace("remember", "never remember")
    assert linked(said(one), said(negated, by="ned pike", days=2)) is None


def test_a_joint_statement_is_a_statement_of_each_signer() -> None:
    joint = utterance_of(
        "joint", "a leaky ferry", speakers=["ada quill", "ned pike"], published=DAY
    )
    assert linked(said("a leaky ferry"), joint)


def test_a_speaker_who_quotes_another_did_not_say_the_words() -> None:
    quoting = f"She tells you ‘{HARBOUR}’ and sails off"
    assert linked(said(HARBOUR), said(quoting, by="ned pike")) is None
    assert linked(said(HARBOUR), said(quoting))


def test_verbatim_words_of_an_officer_are_words_of_the_body() -> None:
    officer = said("utterly reckless", by="ned pike", source="Harbour Board Director Ned Pike")
    body = said("utterly reckless", by="harbour board", source="the Harbour Board", days=9)
    found = linked(officer, body)
    assert found
    assert not found.disputed
    assert linked(officer, said("utterly reckless", by="crew union", days=9)) is None
    reworded = said("most utterly and gravely reckless", by="harbour board", days=9)
    assert linked(officer, reworded) is None


def test_a_middle_initial_makes_no_other_speaker() -> None:
    assert linked(said("a leaky ferry", by="ada m. quill"), said("a leaky ferry"))
    assert linked(said("a leaky ferry", by="a. quill"), said("a leaky ferry")) is None


def test_an_unknown_speaker_needs_more_words_than_a_title_has() -> None:
    title = "The Tall Ships with Ada Quill"
    assert linked(said(title, by=None), said(title, by=None)) is None
    assert linked(said(HULL, by=None), said(HULL))


def test_an_unknown_speaker_needs_fewer_words_within_a_week() -> None:
    line = "that makes me laugh"
    assert linked(said(line, by=None), said(line, days=6))
    assert linked(said(line, by=None), said(line, days=60)) is None
    assert linked(said("a leaky ferry", by=None), said("a leaky ferry")) is None


def test_an_utterance_without_a_speaker_is_the_fragment_of_one_with_a_speaker() -> None:
    assert link(said(HULL), said(HULL, by=None)).fragment == "b"
    assert link(said(HULL, by=None), said(HULL)).fragment == "a"
    assert link(said(HULL, by=None), said(HULL, by=None)).fragment is None
