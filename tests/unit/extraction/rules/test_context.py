"""What stands right around a quoted_span says whose words it holds."""

from __future__ import annotations

import re
import time

import pytest

from service.extraction.quotation import Attribution, EntityLabel, NamedEntity
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.context import apply_context_rules
from service.text.document import read_document
from service.text.spans import Span

Told = list[tuple[list[str], list[str], list[str]]]


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def framed(text: str, *found: tuple[str, str, str]) -> Told:
    """A text and what an engine found (content, cue, source) -> the same in words, framed."""
    document = read_document(text)
    names = re.finditer(r"\b(?:Ada|Ned)(?: [A-Z][a-z]+)?\b|\bHarbour Board\b", text)
    entities = [NamedEntity(Span(*name.span()), EntityLabel.PERSON) for name in names]
    attributions = [
        Attribution((span(text, content),), (span(text, cue),), (span(text, source),), 0.9)
        for content, cue, source in found
    ]
    return [
        (
            [each.of(text) for each in one.content],
            [each.of(text) for each in one.cue],
            [each.of(text) for each in one.source],
        )
        for one in apply_context_rules(
            document, attributions, entities, find_quoted_spans(document)
        )
    ]


@pytest.mark.parametrize(
    ("text", "quoted_span", "cue", "source"),
    [
        (
            "The board sold what Ada Quill described as a “sinking ship.”",
            "“sinking ship.”",
            "described",
            "Ada Quill",
        ),
        (
            "The ferry sails in a way harbour master Ned Pike slammed as “utterly reckless,” too.",
            "“utterly reckless,”",
            "slammed",
            "Ned Pike",
        ),
        (
            "It followed Ada’s own conclusion that the hull was “very thin.”",
            "“very thin.”",
            "conclusion",
            "Ada",
        ),
        (
            "The plan he had later dismissed as “a toy boat” was built.",
            "“a toy boat”",
            "dismissed",
            "he",
        ),
        (
            "The crew laughed at Ada Quill's infamous “leaky bucket” remark.",
            "“leaky bucket”",
            "remark",
            "Ada Quill",
        ),
        ("Nobody liked her “leaky bucket” comments.", "“leaky bucket”", "comments", "her"),
    ],
)
def test_words_behind_a_frame_are_those_of_the_name_before_it(
    text: str, quoted_span: str, cue: str, source: str
) -> None:
    assert framed(text) == [([quoted_span], [cue], [source])]


def test_a_frame_outdoes_the_subject_of_the_sentence() -> None:
    text = "The skippers say they are fine, despite Ned Pike's claim that they were “half asleep.”"
    assert framed(text, ("“half asleep.”", "say", "The skippers")) == [
        (["“half asleep.”"], ["claim"], ["Ned Pike"])
    ]


def test_what_an_engine_gave_to_the_same_source_stays_as_it_is() -> None:
    text = "Ada Quill described the ferry as “a wreck.”"
    found = ("the ferry as “a wreck.”", "described", "Ada Quill")
    assert framed(text, found) == [([found[0]], [found[1]], [found[2]])]


@pytest.mark.parametrize(
    "text",
    [
        "The town described as “a jewel” is wet.",
        "Ada Quill sailed. It was described as “a jewel.”",
        "Ada Quill saw the sale that was “fair.”",
        "Ada Quill's “Leaky Bucket” sank.",
        "The “leaky bucket” remark was hers.",
    ],
)
def test_without_a_name_right_before_it_there_is_no_frame(text: str) -> None:
    assert framed(text) == []


@pytest.mark.parametrize("dash", ["-", "—", "--"])
def test_a_paragraph_with_a_name_below_is_said_by_that_name(dash: str) -> None:
    text = f"Ned Pike voted.\n\n“I will look into it. I do not know.”\n\n{dash} Ada Quill."
    told = framed(text, ("“I will look into it. I do not know.”", "voted", "Ned Pike"))
    assert told == [(["“I will look into it. I do not know.”"], [], ["Ada Quill"])]


def test_what_the_signature_adds_is_no_part_of_the_name() -> None:
    text = "“She never quits.”\n\n-President Ada Quill, writing after the regatta."
    assert framed(text) == [(["“She never quits.”"], [], ["President Ada Quill"])]


def test_a_label_inside_the_marks_names_the_speaker() -> None:
    text = "“QUILL: If I may, we have little time.”\n\n“PIKE: Well, look, the tide is out.”"
    assert framed(text, ("“PIKE: Well, look, the tide is out.”", "look", "QUILL")) == [
        (["If I may, we have little time.”"], [":"], ["QUILL"]),
        (["Well, look, the tide is out.”"], [":"], ["PIKE"]),
    ]


def test_paragraphs_in_marks_go_on_with_one_speaker() -> None:
    first = "“The pier came back to me last week.”"
    second = "“It is a piece of history and I am very fond of it.”"
    last = "“Nobody knows who it was that said this now.”"
    text = f"{first}\n\n{second}\n\nNed Pike rowed off.\n\n{last}"
    told = framed(f"Ada Quill spoke.\n\n{text}", (first, "spoke", "Ada Quill"))
    assert [source for _, _, source in told] == [["Ada Quill"], ["Ada Quill"], []]


def test_no_signature_is_a_list_or_a_sentence() -> None:
    text = "“Look at this.”\n\n- told to sail"
    assert framed(text) == []
    text = "“Look at this.”\n\n- Ada Quill said so"
    assert framed(text) == []


def test_a_paragraph_of_whole_sentences_in_marks_was_said_by_somebody() -> None:
    pulled = "“The pier came back to me last week. Many people have asked to buy it.”"
    assert framed(f"Ada Quill sells the pier.\n\n{pulled}\n\nNed Pike left.") == [
        ([pulled], [], [])
    ]
    assert framed("“Tales of the Old Grey Pier of Bay Town Harbour”") == []


def test_time_grows_with_the_text_alone() -> None:
    text = (
        "Ada Quill described it as “a wreck” and " * 2500 + "\n\n“A. B. C. D. E. F. G. H.”" * 2500
    )
    document = read_document(text)
    quoted_spans = find_quoted_spans(document)
    entities = [
        NamedEntity(Span(*name.span()), EntityLabel.PERSON)
        for name in re.finditer("Ada Quill", text)
    ]
    begun = time.perf_counter()
    assert len(apply_context_rules(document, (), entities, quoted_spans)) == 5000
    assert time.perf_counter() - begun < 5
