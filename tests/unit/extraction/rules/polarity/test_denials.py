"""The extents of attributions whose cue denies, refuses or attributes in the passive voice."""

from __future__ import annotations

import pytest

from service.extraction.quotation import Attribution
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.extraction.rules.polarity.denials import correct_denials, find_governed_verb
from service.text.document import read_document
from tests.support.repaired_attributions import span


def corrected(text: str, content: list[str], cue: str, source: str | None) -> list[list[str]]:
    document = read_document(text)
    found = Attribution(
        content=tuple(span(text, words) for words in content),
        cue=(span(text, cue),),
        source=(span(text, source),) if source else (),
        confidence=0.9,
    )
    [one] = correct_denials(text, [found], find_quoted_spans(document))
    return [[each.of(text) for each in part] for part in (one.content, one.cue, one.source)]


def test_what_was_denied_is_the_content() -> None:
    assert corrected(
        "Sand denied saying it was “fit”.", ["it was “fit”"], "denied saying", "Sand"
    ) == [
        ["saying it was “fit”"],
        ["denied"],
        ["Sand"],
    ]


def test_a_refusal_takes_its_verb_into_the_cue() -> None:
    assert corrected(
        "Oakes refused to call it “fit”.", ["to call it “fit”"], "refused", "Oakes"
    ) == [
        ["it “fit”"],
        ["refused to call"],
        ["Oakes"],
    ]


def test_the_words_of_a_passive_attribution_are_the_quoted_ones() -> None:
    text = "The line “stay home” was attributed to Omar Field."
    found = corrected(text, ["The line “stay home”", "Omar Field"], "was attributed to", None)
    assert found == [["“stay home”"], ["was attributed to"], ["Omar Field"]]


def test_is_not_what_is_no_content() -> None:
    text = "“It is safe” is not what Eva Lind said."
    assert corrected(text, ["“It is safe” is not what"], "said", "Eva Lind")[0] == ["“It is safe”"]


@pytest.mark.parametrize(
    ("content", "governed"),
    [
        ("ever having told her", "told"),
        ("that he had said so", "said"),
        ("reports that she had said so", "said"),
        ("the charge", None),
        ("the claim", None),
        ("“I said so”", None),
    ],
)
def test_a_denial_governs_the_first_verb_of_speech(content: str, governed: str | None) -> None:
    text = f"Sand denied {content}."
    found = find_governed_verb(
        text, Attribution((span(text, content),), (span(text, "denied"),), (), 0.9)
    )
    assert (found.group() if found else None) == governed
