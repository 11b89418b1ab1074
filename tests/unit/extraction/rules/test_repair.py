"""Repairs by marks and cue words that an engine overlooks."""

from __future__ import annotations

import time

from service.extraction.quotation import Attribution, Reading
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.repair import repair_attributions
from service.text.document import read_document
from service.text.spans import Span
from tests.support.repaired_attributions import repaired


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


def test_a_forgotten_mark_joins_no_two_speakers() -> None:
    text = "“We are done, coach Bo Lind said.\n\n“Not yet,” Ida Holm replied."
    ((content, _, _),) = repaired(text, (["“Not yet,”"], "replied", "Ida Holm"))
    assert content == ["“Not yet,”"]


def test_a_dash_and_a_name_sign_what_stands_before() -> None:
    text = "“Her work speaks for itself.” — Deputy Chair Leo Marsh"
    assert repaired(text) == [(["“Her work speaks for itself.”"], [], ["Deputy Chair Leo Marsh"])]


def test_a_dash_before_other_words_signs_nothing() -> None:
    assert repaired("“Her work speaks for itself.” — and so it went on") == []


def test_a_text_full_of_quotations_is_repaired_in_time() -> None:
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


def test_a_name_beside_the_subject_is_not_the_whole_source() -> None:
    text = "“It broke,” a tired Ada Quill, flanked by Ned Pike and Bo Lind, told the club."
    subject = "a tired Ada Quill, flanked by Ned Pike and Bo Lind"

    assert repaired(text, (["“It broke,” a tired Ada Quill"], "told", "Bo Lind")) == [
        (["“It broke,”"], ["told"], [subject])
    ]
    assert repaired(text, (["“It broke,”"], "told", "Ned Pike and Bo Lind")) == [
        (["“It broke,”"], ["told"], [subject])
    ]


def test_a_subject_with_nothing_before_it_stays() -> None:
    text = "“It broke,” on Monday Ada Quill told the club."

    assert repaired(text, (["“It broke,”"], "told", "Ada Quill")) == [
        (["“It broke,”"], ["told"], ["Ada Quill"])
    ]
