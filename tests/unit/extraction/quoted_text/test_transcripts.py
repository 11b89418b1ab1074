"""Transcripts, by their labels."""

from __future__ import annotations

import pytest

from service.extraction.quotation import Attribution
from service.extraction.quoted_text.transcripts import Turn, attribute_turns, find_turns
from service.text.document import read_document
from service.text.spans import Span

INTERVIEW = "\n\n".join(
    [
        "A talk.",
        "MARSH: Will it open?",
        "LIND: In May.",
        "I hope so.",
        "MARSH: Thank you.",
        "The end.",
    ]
)


def turns_of(text: str) -> list[tuple[str, list[str]]]:
    return [
        (turn.label.of(text), [span.of(text) for span in turn.content])
        for turn in find_turns(read_document(text))
    ]


def test_each_label_has_its_turn_up_to_the_next_label():
    assert turns_of(INTERVIEW) == [
        ("MARSH", ["Will it open?"]),
        ("LIND", ["In May.", "I hope so."]),
        ("MARSH", ["Thank you."]),
    ]


LABELS = [
    ("Q: Why?\n\nA: Because.\n\nQ: Really?", ["Q", "A", "Q"]),
    ('"MARSH: Why?\n\n"LIND: Because.\n\n"MARSH: Really?', ["MARSH", "LIND", "MARSH"]),
    (
        "JO MARSH, HOST: Why?\n\nLIND (on tape): So.\n\nMARSH: Oh.",
        ["JO MARSH", "LIND", "MARSH"],
    ),
]


@pytest.mark.parametrize(("text", "labels"), LABELS)
def test_a_label_is_a_letter_or_a_name_in_capitals(text, labels):
    assert [label for label, _ in turns_of(text)] == labels


NO_TRANSCRIPT = [
    "NOTE: It rained.\n\nMARSH: Why?\n\nNOTE: It snowed.\n\nThe end.",
    "MARSH: Why?\n\nLIND: Because.",
    "MARSH: One.\n\nLIND: Two.\n\nBERG: Three.",
    "MARSH: One.\n\nMARSH: Two.\n\nMARSH: Three.",
]


@pytest.mark.parametrize("text", NO_TRANSCRIPT)
def test_a_few_words_before_colons_make_no_transcript(text):
    assert turns_of(text) == []


def test_a_comment_in_brackets_belongs_to_no_turn():
    text = "MARSH: Why?\n\n(Laughter.)\n\nLIND: So.\n\nMARSH: Oh."
    assert turns_of(text)[0] == ("MARSH", ["Why?"])


def test_the_label_outranks_an_engine_and_quotations_in_a_turn_stay():
    told = Attribution((Span(30, 40),), cue=(Span(25, 29),), source=(Span(20, 24),), confidence=0.6)
    whole = Attribution((Span(9, 60),), cue=(), source=(), confidence=0.6)
    before = Attribution((Span(0, 3),), cue=(), source=(), confidence=0.6)
    turn = Turn(Span(4, 7), (Span(9, 60),))
    own = Attribution((Span(9, 60),), cue=(), source=(Span(4, 7),), confidence=0.9)
    assert attribute_turns([before, whole, told], [turn]) == [before, told, own]


IN_ORDINARY_CASE = [
    ("Jo Marsh: Why?\nAda Lind: Because.\nJo Marsh: Oh.", ["Jo Marsh", "Ada Lind", "Jo Marsh"]),
    ("Q. Why?\n\nA. Because.\n\nQ. Really?", ["Q", "A", "Q"]),
    ("[00:01] MARSH: Why?\n[00:02] LIND: So.\n[00:03] MARSH: Oh.", ["MARSH", "LIND", "MARSH"]),
    ("0:01 Marsh: Why?\n0:02 Lind: So.\n0:03 Marsh: Oh.", ["Marsh", "Lind", "Marsh"]),
    ("Q1 Jo Marsh: Why?\nAda Lind: So.\nQ2 Jo Marsh: Oh?", ["Jo Marsh", "Ada Lind", "Jo Marsh"]),
    ("Jo Marsh  0:01\nWhy?\n\nAda Lind  0:02\nSo.\n\nJo Marsh  0:03\nOh.\nThe end.",
     ["Jo Marsh", "Ada Lind", "Jo Marsh"]),
    ("Mr Marsh (Quay) (Ind): Why?\nMs Lind: So.\nMr Marsh: Oh.",
     ["Mr Marsh", "Ms Lind", "Mr Marsh"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "labels"), IN_ORDINARY_CASE)
def test_labels_in_ordinary_case_and_with_times_are_read(text, labels):
    turns = turns_of(text)
    assert [label for label, _ in turns] == labels
    assert turns[0][1][-1].startswith("Why")
    assert not any("end" in word for _, words in turns for word in words)


def test_a_number_of_a_column_is_no_word_of_a_turn():
    text = "Mr Marsh: One.\n\n3 May 2021 : Column 12\n\nTwo.\n\nMs Lind: Three.\n\nMr Marsh: Four."
    assert turns_of(text)[0] == ("Mr Marsh", ["One.", "Two."])


LISTS = [
    "Jo Marsh: 1,204 votes\nAda Lind: 960 votes\nJo Marsh: 48 seats\nAda Lind: 40 seats",
    "Jo Marsh: Why?\n" + "The rain fell on the quay.\n" * 9 + "Ada Lind: So.\nJo Marsh: Oh.",
]


@pytest.mark.parametrize("text", LISTS)
def test_names_before_colons_that_are_no_turns(text):
    assert turns_of(text) == []
