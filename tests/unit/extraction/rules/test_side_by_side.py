"""Turns of one paragraph: marks side by side, and second halves."""

from __future__ import annotations

from service.extraction.quotation import Attribution
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.side_by_side import separate_turns
from service.text.document import read_document
from service.text.spans import Span


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def attribution(text: str, *content: str, cue: str = "", source: str = "") -> Attribution:
    return Attribution(
        content=tuple(place(text, part) for part in content),
        cue=(place(text, cue),) if cue else (),
        source=(place(text, source),) if source else (),
        confidence=0.9,
    )


def separated(text: str, *found: Attribution) -> list[tuple[str, list[str]]]:
    """Return the source and the words of each attribution, in the order of the text."""
    document = read_document(text)
    answers = separate_turns(document, found, find_quoted_spans(document))
    return [
        (" ".join(span.of(text) for span in each.source), [span.of(text) for span in each.content])
        for each in sorted(answers, key=lambda each: each.content)
    ]


def test_turns_side_by_side_alternate_back_from_the_last() -> None:
    text = "“Was it open?” asked Quill. “It was.” “Wide?” “A bit,” said Marsh."
    assert separated(
        text,
        attribution(text, "“Was it open?”", cue="asked", source="Quill"),
        attribution(text, "“It was.” “Wide?” “A bit,”", cue="said", source="Marsh"),
    ) == [
        ("Quill", ["“Was it open?”"]),
        ("Marsh", ["“It was.”"]),
        ("Quill", ["“Wide?”"]),
        ("Marsh", ["“A bit,”"]),
    ]


def test_the_turn_before_the_only_speaker_has_none() -> None:
    text = "“It rains.” “It pours,” said Marsh."
    last = attribution(text, "“It pours,”", cue="said", source="Marsh")
    assert separated(text, last) == [("", ["“It rains.”"]), ("Marsh", ["“It pours,”"])]


def test_a_title_before_a_quotation_is_no_turn() -> None:
    text = "“We tried,” Marsh said on “Morning Tide.” “It rained.”"
    found = attribution(text, "“We tried,”", "“It rained.”", cue="said", source="Marsh")
    assert separated(text, found) == [("Marsh", ["“We tried,”", "“It rained.”"])]


def test_fragments_in_a_row_are_one_speakers() -> None:
    text = "Marsh called it “a farce,” “a fraud,” and more."
    found = attribution(text, "“a farce,” “a fraud,”", cue="called", source="Marsh")
    assert separated(text, found) == [("Marsh", ["“a farce,” “a fraud,”"])]


def test_words_after_a_clause_are_the_second_half_of_its_words() -> None:
    text = "“It is done,” Marsh said. “It was hard.” Quill laughed. “It leaks,” she said."
    assert separated(
        text,
        attribution(text, "“It is done,”", cue="said", source="Marsh"),
        Attribution(
            content=(place(text, "“It was hard.”"), place(text, "“It leaks,”")),
            cue=(Span(text.rindex("said"), text.rindex("said") + 4),),
            source=(place(text, "she"),),
            confidence=0.9,
        ),
    ) == [("Marsh", ["“It is done,”", "“It was hard.”"]), ("she", ["“It leaks,”"])]


def test_an_answer_is_no_second_half_of_a_question() -> None:
    text = "“Is it done?” Marsh asked. “It was hard.” Quill laughed. “It leaks,” she said."
    asked = attribution(text, "“Is it done?”", cue="asked", source="Marsh")
    told = attribution(text, "“It was hard.”", "“It leaks,”", cue="said", source="she")
    assert separated(text, asked, told) == [
        ("Marsh", ["“Is it done?”"]),
        ("she", ["“It was hard.”", "“It leaks,”"]),
    ]
