"""Clauses in which the engine takes the wrong words for the source."""

from __future__ import annotations

from service.extraction.quotation import Attribution
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.clauses import correct_clauses
from service.text.document import read_document
from tests.support.repaired_attributions import span

Found = list[tuple[str, str, str]]


def corrected(text: str, *found: tuple[str, str, str]) -> Found:
    """A text and what an engine found (content, cue, source) -> the same, corrected."""
    document = read_document(text)
    attributions = [
        Attribution(
            (span(text, content),),
            (span(text, cue),),
            (span(text, source),) if source else (),
            0.9,
        )
        for content, cue, source in found
    ]
    return [
        (one.content[0].of(text), one.cue[0].of(text), "".join(s.of(text) for s in one.source))
        for one in correct_clauses(document, attributions, find_quoted_spans(document))
    ]


def test_the_subject_of_was_quoted_speaks_and_not_the_paper() -> None:
    text = "Ned Pike was quoted by the Courier as saying that he was tired."

    assert corrected(text, ("as saying that he was tired", "was quoted by", "the Courier")) == [
        ("that he was tired", "was quoted by the Courier as saying", "Ned Pike")
    ]


def test_an_attribution_inside_the_clause_stays() -> None:
    text = "Ned Pike was quoted in the Courier as saying that Ada Quill said it was late."

    assert ("it was late", "said", "Ada Quill") in corrected(
        text, ("it was late", "said", "Ada Quill")
    )


def test_was_quoted_as_saying_by_the_paper_has_its_words_before_it() -> None:
    assert corrected("“No,” Ned Pike was quoted as saying by the Courier.") == []


def test_a_speaker_at_the_end_of_the_sentence() -> None:
    text = "The pier has been “a wreck” since May, adds another paper, the Anchor."

    assert corrected(text) == [
        ("The pier has been “a wreck” since May", "adds", "another paper, the Anchor")
    ]


def test_a_speaker_at_the_end_that_the_engine_took_for_content() -> None:
    text = "Prices went “through the roof”, complains a baker, Ned Pike."

    assert corrected(text, ("a baker, Ned Pike", "complains", "")) == [
        ("Prices went “through the roof”", "complains", "a baker, Ned Pike")
    ]


def test_a_verb_that_reports_nothing_has_no_speaker_at_the_end() -> None:
    assert corrected("She saw the “old” pier, builds a boat.") == []


def test_the_topic_before_a_colon_does_not_speak() -> None:
    text = "Quill inquest: Bank clerk admits files were lost"

    assert corrected(text, ("Bank clerk admits files were lost", ":", "Quill inquest")) == [
        ("files were lost", "admits", "Bank clerk")
    ]


def test_a_name_before_a_colon_stays() -> None:
    text = "Ada Quill: Clerk admits files were lost"

    found = ("Clerk admits files were lost", ":", "Ada Quill")
    assert corrected(text, found) == [found]
