"""What marks and cue words say that an engine does not see."""

from __future__ import annotations

import re
import time

import pytest

from service.extraction.quotation import Attribution, EntityLabel, NamedEntity, Reading
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.repair import repair_attributions
from service.text.document import read_document
from service.text.spans import Span

Told = list[tuple[list[str], list[str], list[str]]]


def repaired(text: str, *found: tuple[list[str], str, str]) -> Told:
    """A text and what an engine found (content, cue, source) -> the same in words, repaired."""
    document = read_document(text)
    attributions = [
        Attribution(
            content=tuple(span(text, words) for words in content),
            cue=(span(text, cue),),
            source=(span(text, source),),
            confidence=0.9,
        )
        for content, cue, source in found
    ]
    return [
        (
            [each.of(text) for each in one.content],
            [each.of(text) for each in one.cue],
            [each.of(text) for each in one.source],
        )
        for one in repair_attributions(
            document, Reading(tuple(attributions), names_in(text)), find_quoted_spans(document)
        )
    ]


def names_in(text: str) -> tuple[NamedEntity, ...]:
    """Stand-in for an engine's names: two words with capitals."""
    return tuple(
        NamedEntity(Span(*found.span()), EntityLabel.PERSON)
        for found in re.finditer(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b", text)
    )


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def test_what_nobody_says_is_dropped() -> None:
    assert repaired("Nobody here says “lock up”.", (["“lock up”"], "says", "Nobody here")) == []


def test_a_scare_quote_that_no_cue_reports_is_dropped() -> None:
    text = "The towns signed a “no borders” pact."
    assert repaired(text, (["a “no borders” pact"], "signed", "The towns")) == []


def test_a_word_quoted_from_a_report_is_kept() -> None:
    text = "Eva Lind called the plan a “no borders” pact."
    assert len(repaired(text, (["the plan a “no borders” pact"], "called", "Eva Lind"))) == 1


def test_she_said_according_to_a_paper_is_hers() -> None:
    text = "“We are full,” she said, according to the Courier."
    found = repaired(text, (["“We are full,” she said"], "according to", "the Courier"))
    assert found == [(["“We are full,”"], ["said"], ["she"])]


def test_a_paraphrase_and_the_sentence_behind_it_are_two() -> None:
    text = "Ida Holm said she was late. “The train was full.”"
    found = repaired(text, (["she was late", "“The train was full.”"], "said", "Ida Holm"))
    assert [content for content, _, _ in found] == [["she was late"], ["“The train was full.”"]]


def test_two_parts_around_a_cue_stay_one() -> None:
    text = "“We tried,” Ida Holm said, “but the pump failed.”"
    parts = ["“We tried,”", "“but the pump failed.”"]
    assert [content for content, _, _ in repaired(text, (parts, "said", "Ida Holm"))] == [parts]


def test_what_goes_on_in_the_next_paragraph_is_one() -> None:
    text = "“The ferry sails at noon.\n\n“It returns at night,” Ida Holm said."
    ((content, _, source),) = repaired(text, (["“It returns at night,”"], "said", "Ida Holm"))
    assert content == ["“The ferry sails at noon.", "“It returns at night,”"]
    assert source == ["Ida Holm"]


def test_what_the_interviewer_asked_is_not_the_answer() -> None:
    text = "“Did you see it?” I asked her. “All of it,” Ida Holm said. “We talked,” I said."
    parts = ["“Did you see it?”", "“All of it,”"]
    assert repaired(text, (parts, "said", "Ida Holm")) == [
        (["“Did you see it?”"], ["asked"], ["I"]),
        (["“All of it,”"], ["said"], ["Ida Holm"]),
    ]
    for clause in ("I’d asked her", "I quickly asked her", "we asked"):
        asked = text.replace("I asked her", clause)
        assert [content for content, *_ in repaired(asked, (parts, "said", "Ida Holm"))] == [
            parts[:1],
            parts[1:],
        ]
    own = "“We talked,” I said. “Then we left.”"
    ((content, *_),) = repaired(own, (["“We talked,”", "“Then we left.”"], "said", "I"))
    assert content == ["“We talked,”", "“Then we left.”"]


@pytest.mark.parametrize(
    "between", [".” I said nothing. “", ".” I asked for proof. “", ",” we read in the letter, “"]
)
def test_a_reporter_who_asks_nothing_takes_no_words(between: str) -> None:
    text = f"“Nobody warned us{between}It burned,” Ida Holm said."
    parts = [text[: text.index("”") + 1], text[text.rindex("“") : text.rindex("”") + 1]]
    assert [content for content, *_ in repaired(text, (parts, "said", "Ida Holm"))] == [parts]


def test_a_forgotten_mark_joins_no_two_speakers() -> None:
    text = "“We are done, coach Bo Lind said.\n\n“Not yet,” Ida Holm replied."
    ((content, _, _),) = repaired(text, (["“Not yet,”"], "replied", "Ida Holm"))
    assert content == ["“Not yet,”"]


def test_a_dash_and_a_name_sign_what_stands_before() -> None:
    text = "“Her work speaks for itself.” — Deputy Chair Leo Marsh"
    assert repaired(text) == [(["“Her work speaks for itself.”"], [], ["Deputy Chair Leo Marsh"])]


def test_a_dash_before_other_words_signs_nothing() -> None:
    assert repaired("“Her work speaks for itself.” — and so it went on") == []


def test_each_said_has_its_own_quotation() -> None:
    text = "“We are not,” said Bo Lind. “Let us see,” said Cy Dunn."
    start = text.rindex("said")
    document = read_document(text)
    found = Attribution(
        content=(span(text, "“We are not,”"), span(text, "“Let us see,”")),
        cue=(Span(start, start + 4),),
        source=(span(text, "Cy Dunn"),),
        confidence=0.9,
    )
    reading = Reading((found,), names_in(text))
    sources = [
        [source.of(text) for source in one.source]
        for one in repair_attributions(document, reading, find_quoted_spans(document))
    ]
    assert sources == [["Bo Lind"], ["Cy Dunn"]]


def test_a_sentence_about_somebody_else_ends_a_turn() -> None:
    text = "“I was late,” said Ida Holm. Bo Lind disagrees. “It was on time.”"
    found = repaired(text, (["“I was late,”", "“It was on time.”"], "said", "Ida Holm"))
    assert [(content, source) for content, _, source in found] == [
        (["“I was late,”"], ["Ida Holm"]),
        (["“It was on time.”"], []),
    ]


def test_a_speaker_goes_on_after_their_own_clause() -> None:
    text = "“I was late,” said Ida Holm, smiling. “The train was full.”"
    found = repaired(text, (["“I was late,”", "“The train was full.”"], "said", "Ida Holm"))
    assert len(found) == 1


def test_no_source_runs_over_the_end_of_a_sentence() -> None:
    text = "“I was late,” said Mr. Rob Lee. Gloria Pym is not convinced."
    ((_, _, source),) = repaired(
        text, (["“I was late,”"], "said", "Mr. Rob Lee. Gloria Pym is not convinced")
    )
    assert source == ["Mr. Rob Lee"]


def test_a_text_full_of_quotations_is_mended_in_time() -> None:
    line = "“Yes,” said Bo. "
    text = line * 10_000
    found = [
        Attribution(
            content=(Span(at, at + 6),),
            cue=(Span(at + 7, at + 11),),
            source=(Span(at + 12, at + 14),),
            confidence=0.9,
        )
        for at in range(0, len(text), len(line))
    ]
    document = read_document(text)
    quoted_spans = find_quoted_spans(document)
    start = time.process_time()
    assert len(repair_attributions(document, Reading(tuple(found), ()), quoted_spans)) == len(found)
    assert time.process_time() - start < 5
