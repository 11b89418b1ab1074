"""What stands beside a name: sentences with their answers, by kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from service.extraction.quotation import QuotedSpan
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.ranker import load_ranker
from service.speakers.descriptions.describe import describe_entity
from service.speakers.mentions.mention import EntityType, read_mention
from service.speakers.names.layout import read_layout
from service.text.document import read_document
from service.text.spans import Span

BEFORE = [
    ("“No,” Foreign Ministry spokeswoman [Hua Lin] said.", ["Foreign Ministry spokeswoman"]),
    ("South Korean President [Bo Ek] said no.", ["South Korean President"]),
    ("The retired Air Force general [Bo Ek] said no.", ["retired Air Force general"]),
    ("Secretary of State [Ida Roe] said no.", ["Secretary of State"]),
    ("It was up to the longtime Labour donor [Bo Ek], he said.", ["longtime Labour donor"]),
    ("She told MSNBC host [Bo Ek] so.", ["MSNBC host"]),
    ("The former mayor of Ems, [Bo Ek], said no.", ["former mayor of Ems"]),
    ("His lawyer, Dr. [Bo Ek], said no.", ["lawyer", "Dr."]),
    ("Roe's campaign manager [Bo Ek] said no.", ["Roe's campaign manager"]),
    ("WASHINGTON - President [Ida Roe] said no.", ["President"]),
    ("A surgeon and TV star [Bo Ek] said no.", ["surgeon and TV star"]),
    ("Harbour master [Bo Ek] closed the pier.", ["Harbour master"]),
    ("It rained. Bell ringer [Bo Ek] said no.", ["Bell ringer"]),
    ("“No.” Second-half substitute [Bo Ek] scored.", ["Second-half substitute"]),
    ("Lead violin maker [Bo Ek] was there.", ["Lead violin maker"]),
    ("Pit boss [Bo Ek] quietly left.", ["Pit boss"]),
]
AFTER = [
    ("“No,” said [Ann Lee], a professor of law at Yale.", ["professor of law at Yale"]),
    ("[Ann Lee], director of the Ems Trust, said no.", ["director of the Ems Trust"]),
    ("[Ann Lee], 43, a nurse from Rye, said no.", ["nurse from Rye"]),
    ("[Ann Lee], one of the mayor's aides, said no.", ["one of the mayor's aides"]),
    ("[Ann Lee], the mayor of Flint, Mich., said no.", ["mayor of Flint, Mich."]),
    ("“No,” said [Ann Lee] of the Teachers Union.", ["of the Teachers Union"]),
    ("[Ann Lee] — surgeon and poet — said no.", ["surgeon and poet"]),
    ("[Ann Lee], 43, who runs the bakery, said no.", ["who runs the bakery"]),
    ("[Ann Lee], who served as U.S. envoy to Rye, said no.", ["who served as U.S. envoy to Rye"]),
]
BOTH = [
    (
        "Rep. [Ida Roe] (D-Ohio), head of the caucus, said no.",
        ["Rep.", "D-Ohio", "head of the caucus"],
    ),
    ("Senator [Ida Roe], Republican of Iowa, said no.", ["Senator", "Republican of Iowa"]),
    ("Representative [Ida Roe] of New York said no.", ["Representative", "of New York"]),
    ("Sens. Bo Ek (D-Ohio) and [Ida Roe] (R-La.) said no.", ["Sens.", "R-La."]),
]
NONE = [
    "“No,” [Bo Ek] said.",
    "Mr. [Bo Ek] said no.",
    "After meeting the president, [Bo Ek] said no.",
    "With [Bo Ek], the senator said, it was over.",
    "They met [Bo Ek], Senator Ida Roe and others.",
    "They met [Bo Ek], Ted Baker and others.",
    "However [Bo Ek], as the president says, said no.",
    "On Tuesday [Bo Ek] said no.",
    "His rival [Bo Ek] said no.",
    "[Bo Ek], who ran for president, said no.",
    "[Bo Ek], speaking to reporters, said no.",
    "She accused [Bo Ek] of theft.",
    "Police think [Bo Ek] lied.",
    "Voters picked [Bo Ek] on Friday.",
    "Reports say [Bo Ek] said no.",
    "Nobody told [Bo Ek] of it.",
    "Yesterday evening [Bo Ek] said no.",
    "Last summer [Bo Ek] closed the pier.",
    "In the harbour master [Bo Ek] saw a friend.",
    "Harbour master of old [Bo Ek] said no.",
]


def _quoted(text: str) -> Iterator[QuotedSpan]:
    for found in re.finditer("“([^”]*)”", text):
        inner, outer = Span(*found.span(1)), Span(*found.span())
        yield QuotedSpan(inner=inner, outer=outer, depth=0, closed=True, continues=False)


def described(marked: str, *, kind: EntityType = EntityType.PERSON) -> list[str]:
    """Return the description of the name in brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    layout = read_layout(read_document(text), list(_quoted(text)))
    mention = read_mention(layout, Span(start, end), kind)
    assert mention is not None
    entities = Entities(layout, ranker=load_ranker())
    entity = entities.add(mention)
    assert entity is not None
    return [span.of(text) for span in describe_entity(layout, entity)]


@pytest.mark.parametrize(("marked", "words"), [*BEFORE, *AFTER, *BOTH])
def test_reads_what_stands_beside_a_name(marked: str, words: list[str]) -> None:
    assert described(marked) == words


@pytest.mark.parametrize("marked", NONE)
def test_reads_nothing_where_nothing_says_who_it_is(marked: str) -> None:
    assert described(marked) == []


def test_a_body_has_an_apposition_alone() -> None:
    marked = "“No,” said the [Ems Institute], a liberal think tank."
    assert described(marked, kind=EntityType.ORGANIZATION) == ["liberal think tank"]


def test_words_in_quotation_marks_are_no_description() -> None:
    assert described("“Ask [Bo Ek], the mayor of Ems,” she said.") == []
    assert described("“I met the mayor” [Bo Ek] said.") == []


def test_the_first_full_description_is_taken() -> None:
    """A headline and a title such as "Dr." give way to what says more."""
    text = "Dr. Ann Lee said no.\nAnn Lee, a nurse at Ems, was tired.\nMayor Ann Lee said yes."
    layout = read_layout(read_document(text))
    entities = Entities(layout, ranker=load_ranker())
    for start in (4, 21, text.rindex("Ann")):
        mention = read_mention(layout, Span(start, start + 7), EntityType.PERSON)
        assert mention is not None
        entity = entities.add(mention)
    assert entity is not None
    assert [span.of(text) for span in describe_entity(layout, entity)] == ["nurse at Ems"]
