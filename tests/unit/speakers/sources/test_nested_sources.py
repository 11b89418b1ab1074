"""Nested sources: the speaker whom another source quotes."""

from __future__ import annotations

import pytest

from service.speakers.speaker import SpeakerKind

RELAYED = [
    # Quoted as saying.
    (
        "<s1>{O:The Times}</s1> quoted <q1>{P:Mark Reyes} as saying “it is over.”</q1>",
        "Mark Reyes",
        "The Times",
    ),
    (
        "“<q1>It is over,</q1>” <s1>the {O:BBC}</s1> quoted {P:Mark Reyes} as saying.",
        "Mark Reyes",
        "BBC",
    ),
    (
        "<s1>{O:Reuters}</s1> quoted <q1>the harbour minister, {P:Eva Holt}, as saying it was "
        "over</q1>.",
        "Eva Holt",
        "Reuters",
    ),
    (
        "{P:Dan Moss} left. <s1>{O:Reuters}</s1> later quoted <q1>him as saying “no.”</q1>",
        "Dan Moss",
        "Reuters",
    ),
    (
        "<s1>{P:Ada Rehn}</s1> quoted <q1>{P:Jan Bo} as telling her “never.”</q1>",
        "Jan Bo",
        "Ada Rehn",
    ),
    (
        "It was in {O:The Daily Post}. <s1>The paper</s1> quoted <q1>{P:Jan Bo} as saying no</q1>.",
        "Jan Bo",
        "The Daily Post",
    ),
    ("{O:The Times} quoted <s1>{P:Jan Bo}</s1> as saying <q1>no</q1>.", "Jan Bo", "The Times"),
    # The passive.
    (
        "“<q1>No,</q1>” <s1>{P:Jan Bo}</s1> was quoted as saying by {O:Reuters}.",
        "Jan Bo",
        "Reuters",
    ),
    ("<s1>{P:Jan Bo}</s1> was quoted by {O:Reuters} as saying <q1>no</q1>.", "Jan Bo", "Reuters"),
    ("<q1>“No,” {P:Jan Bo}</q1> was quoted as saying by {O:Reuters}.", "Jan Bo", "Reuters"),
    # Reported to have said.
    (
        "{P:Jan Bo} became mayor. <s1>{O:The Daily Post}</s1> reported <q1>that the mayor said “it "
        "is over.”</q1>",
        "Jan Bo",
        "The Daily Post",
    ),
    (
        "<s1>{O:The Times}</s1> reported on Monday <q1>that {P:Eva Holt} had told aides “it is "
        "over.”</q1>",
        "Eva Holt",
        "The Times",
    ),
    # Said in what another vouches for.
    (
        "<q1>“No,” {P:Jan Bo} said in the hall</q1>, according to <s1>{O:The Daily Post}</s1>.",
        "Jan Bo",
        "The Daily Post",
    ),
]
OWN = [
    # No speech verb, or one whose subject is not plain.
    "<s1>{O:The Times}</s1> reported <q1>that the talks were “over.”</q1>",
    "<s1>{O:The Times}</s1> reported <q1>that sales fell and the firm said “no.”</q1>",
    # Nothing in marks: all of it is the paper's report.
    "<s1>{O:The Times}</s1> reported <q1>that {P:Eva Holt} said it was over</q1>.",
    # Named, not quoted as saying.
    "<s1>{O:The Times}</s1> cited <q1>{P:Eva Holt} as “an example” to all</q1>.",
]


def first_of(resolve, marked):
    """A marked text -> the names of the first quotation's speakers and of who relayed it."""
    found = resolve(marked)[0]
    return [speaker.name for speaker in found.speakers], found.via.name if found.via else None


@pytest.mark.parametrize(("marked", "speaker", "relay"), RELAYED)
def test_the_words_belong_to_the_nested_source(resolve, marked, speaker, relay):
    assert first_of(resolve, marked) == ([speaker], relay)


@pytest.mark.parametrize("marked", OWN)
def test_what_a_paper_says_itself_is_its_own(resolve, marked):
    assert first_of(resolve, marked) == (["The Times"], None)


def test_an_official_quoted_by_a_paper_has_no_name(resolve):
    marked = "<s1>{O:The Daily Post}</s1> quoted <q1>an official as saying “it is over.”</q1>"
    found = resolve(marked)[0]
    assert [(one.name, one.kind) for one in found.speakers] == [(None, SpeakerKind.ANONYMOUS)]
    assert found.via
    assert found.via.name == "The Daily Post"


def test_a_person_who_reports_words_stays_the_speaker(resolve):
    marked = "<s1>{P:Jan Bo}</s1> said <q1>that {P:Eva Holt} had said “no.”</q1>"
    assert first_of(resolve, marked) == (["Jan Bo"], None)


def test_a_clause_that_holds_a_quotation_of_its_own_stays_the_papers(resolve):
    marked = (
        "<s1>{O:The Times}</s1> reported <q1>that <s2>{P:Eva Holt}</s2> said “<q2>no.</q2>”</q1>"
    )
    outer, inner = resolve(marked)
    assert [speaker.name for speaker in outer.speakers] == ["The Times"]
    assert [speaker.name for speaker in inner.speakers] == ["Eva Holt"]
    assert inner.via
    assert inner.via.name == "The Times"


def test_a_person_does_not_quote_himself_as_him(resolve):
    marked = "{P:Dan Moss} came. <s1>{P:Moss}</s1> quoted <q1>him as saying “no.”</q1>"
    assert first_of(resolve, marked)[0] == []


def test_the_owner_of_a_news_agency_is_not_the_agency(resolve):
    marked = "<s1>{L:Norway}'s news agency</s1> quoted <q1>{P:Jan Bo} as saying “no.”</q1>"
    assert first_of(resolve, marked) == (["Jan Bo"], None)
