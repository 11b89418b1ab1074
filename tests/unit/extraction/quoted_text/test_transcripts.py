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
