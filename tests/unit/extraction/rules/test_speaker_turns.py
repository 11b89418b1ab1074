"""Attributions that mix two speakers are split."""

from __future__ import annotations

import pytest

from service.extraction.quotation import Attribution, Reading
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.repair import repair_attributions
from service.text.document import read_document
from service.text.spans import Span
from tests.support.repaired_attributions import names_in, repaired, span


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
