"""Whether a sentence says that the words were said, by the words around its cue."""

from __future__ import annotations

import pytest

from service.extraction.quotation import Attribution, Polarity
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.polarity.mark import mark_polarity
from service.text.document import read_document
from tests.support.repaired_attributions import span

DENIED = [
    ("Eva Lind never publicly said it was “late”.", "Eva Lind", "said", "“late”"),
    ("Eva Lind has not, so far, said it was “late”.", "Eva Lind", "said", "“late”"),
    ("No minister said it was “late”.", "No minister", "said", "“late”"),
    ("At no point did Eva Lind say it was “late”.", "Eva Lind", "say", "“late”"),
    ("Should Eva Lind say “late”, she goes.", "Eva Lind", "say", "“late”"),
    ("Eva Lind declined to say it was “late”.", "Eva Lind", "declined to say", "“late”"),
    ("Eva Lind shrugged as if to say “late”.", "Eva Lind", "say", "“late”"),
    ("It is not true that Eva Lind said “late”.", "Eva Lind", "said", "“late”"),
    ("Ola Berg denied that Eva Lind had said “late”.", "Eva Lind", "said", "“late”"),
    ("They falsely claimed that Eva Lind said “late”.", "Eva Lind", "said", "“late”"),
    ("It was a hoax video in which Eva Lind says “late”.", "Eva Lind", "says", "“late”"),
    ("Eva Lind was misquoted as saying “late”.", "Eva Lind", "misquoted as saying", "“late”"),
    ("Eva Lind never used the word “late”.", "Eva Lind", "never used the word", "“late”"),
    ("In a faked clip, Eva Lind says “late”.", "Eva Lind", "says", "“late”"),
    ("The clip, which was forged, shows Eva Lind saying “late”.", "Eva Lind", "saying", "“late”"),
    ("The papers misquoted Eva Lind: “late”.", "Eva Lind", "misquoted", "“late”"),
    # An earlier sentence says that the carrier is a fabrication.
    (
        "A card that falsely named Bo fell. The card quoted Lind: “late”.",
        "The card",
        "quoted",
        "“late”",
    ),
    ("The card was forged. This card said “late”.", "This card", "said", "“late”"),
    (
        "A doctored clip ran. The clip showed Eva Lind saying “late”.",
        "Eva Lind",
        "saying",
        "“late”",
    ),
    (
        "Eva Lind has dismissed claims that she called it “late”.",
        "Eva Lind",
        "dismissed",
        "claims that she called it “late”",
    ),
    (
        "Eva Lind refuted media reports that she had called it “late”.",
        "Eva Lind",
        "refuted",
        "media reports that she had called it “late”",
    ),
    (
        "Eva Lind rubbished claims that she called it “late”.",
        "Eva Lind",
        "rubbished claims",
        "that she called it “late”",
    ),
]
ASSERTED = [
    (
        "Eva Lind dismissed claims that it was “late”.",
        "Eva Lind",
        "dismissed",
        "claims that it was “late”",
    ),
    (
        "Eva Lind did not dismiss reports that she had called it “late”.",
        "Eva Lind",
        "did not dismiss",
        "reports that she had called it “late”",
    ),
    ("Nobody denied that it was “late”, but Eva Lind said “late”.", "Eva Lind", "said", "“late”."),
    ("No one but Eva Lind said it was “late”.", "No one but Eva Lind", "said", "“late”"),
    ("No 10 said it was “late”.", "No 10", "said", "“late”"),
    ("“It is not so,” Eva Lind said, “late”.", "Eva Lind", "said", "“late”"),
    ("Eva Lind did not refuse to say it was “late”.", "Eva Lind", "say", "“late”"),
    ("Eva Lind wasted no time in saying “late”.", "Eva Lind", "saying", "“late”"),
    ("Eva Lind would later say “late”.", "Eva Lind", "say", "“late”"),
    ("I would say “late”.", "I", "say", "“late”"),
    ("Eva Lind could be heard saying “late”.", "Eva Lind", "saying", "“late”"),
    ("Shown the doctored video, Eva Lind said “late”.", "Eva Lind", "said", "“late”"),
    ("Eva Lind, who never smiles, said “late”.", "Eva Lind, who never smiles", "said", "“late”"),
    # Who spreads a falsehood said it; who is named beside it did not.
    ("A card that falsely named Bo fell. The card said “late”.", "The card", "said", "“late”"),
    ("A doctored clip ran. The card quoted Lind: “late”.", "The card", "quoted", "“late”"),
    ("A doctored clip ran. Eva Lind said “late”.", "Eva Lind", "said", "“late”"),
    ("She did not come. Eva Lind said “late”.", "Eva Lind", "said", "“late”"),
]


def polarities(text: str, source: str, cue: str, content: str) -> list[Polarity]:
    document = read_document(text)
    found = Attribution(
        content=(span(text, content),),
        cue=(span(text, cue),),
        source=(span(text, source),),
        confidence=0.9,
    )
    marked = mark_polarity(document, [found], find_quoted_spans(document))
    return [each.polarity for each in marked]


@pytest.mark.parametrize(("text", "source", "cue", "content"), DENIED)
def test_the_sentence_denies_it(text: str, source: str, cue: str, content: str) -> None:
    assert polarities(text, source, cue, content) == [Polarity.DENIED]


@pytest.mark.parametrize(("text", "source", "cue", "content"), ASSERTED)
def test_the_sentence_asserts_it(text: str, source: str, cue: str, content: str) -> None:
    assert polarities(text, source, cue, content) == [Polarity.ASSERTED]


def test_an_attribution_to_no_one_that_is_not_denied_is_left_out() -> None:
    assert polarities("Nobody disputes that it is “late”.", "Nobody", "disputes", "“late”") == []
