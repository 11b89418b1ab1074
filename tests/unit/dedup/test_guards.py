"""Differences that make two statements of similar words, and formulas that identify no quote."""

import pytest

from service.dedup.align import align
from service.dedup.guards import are_opposites, changes_meaning, is_formula, quotes_the_other
from service.dedup.words.normalise import tokens_of
from tests.support.utterances import linked, said


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fares rose by 3 percent in June", "Fares rose by 4 percent in June"),
        ("Fares rose by 30", "Fares rose by 40"),
        ("We will sell the ferry to the council", "We will not sell the ferry to the council"),
        ("I never said that the pier was safe", "I said that the pier was safe"),
        (
            "Everyone here trusts Ada Quill with the port",
            "Everyone here trusts Ned Pike with the port",
        ),
        ("Guilty of sinking it", "Not guilty of sinking it"),
        ("The pier opened for all of us in 2029", "The pier opened for all of us in 2030"),
        ("We lost 4.5 million on that ferry", "We lost 45 million on that ferry"),
        ("It was nothing but a leak in the hull", "It was a leak in the hull"),
    ],
)
def test_a_changed_number_name_or_negation_makes_another_quote(one: str, other: str) -> None:
    assert linked(said(one), said(other)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("safe", "hardly safe"),
        ("safe", "unsafe"),
        ("legal", "illegal"),
        ("opened", "closed"),
        ("cheap at 3 million pounds", "cheap at 3 million dollars"),
    ],
)
def test_a_word_of_the_opposite_meaning_makes_another_quote(one: str, other: str) -> None:
    frame = "The bridge is {} for every bus that crosses the gorge in winter"
    assert linked(said(frame.format(one)), said(frame.format(other))) is None


@pytest.mark.parametrize(
    ("one", "other", "changed"),
    [
        ("the pier was safe", "the pier was never safe", True),
        ("the old pier was safe", "the new pier was safe", True),
        ("the pier was so very safe", "the pier was quite safe", False),
        ("Ada Quill saw the pier and Ned", "Ned and Ada saw the pier", False),
    ],
)
def test_only_some_differences_change_the_meaning(one: str, other: str, changed: bool) -> None:
    a, b = tokens_of(one), tokens_of(other)
    runs = align([token.form for token in a], [token.form for token in b])
    assert changes_meaning(runs, a, b) == changed


@pytest.mark.parametrize(
    ("one", "other", "opposite"),
    [
        ("safe", "unsafe", True),
        ("opens", "closed", True),
        ("inn", "in", False),
        ("ferry", "ferries", False),
    ],
)
def test_opposites_are_found_from_either_side(one: str, other: str, opposite: bool) -> None:
    assert are_opposites(one, other) == are_opposites(other, one) == opposite


@pytest.mark.parametrize(
    "formula",
    [
        "Thank you very much",
        "And thank you all so much, everybody!",
        "God bless you, and God bless America.",
        "We’ll see what happens",
        "at the end of the day",
        "No comment.",
    ],
)
def test_a_formula_on_another_day_is_another_quote(formula: str) -> None:
    assert is_formula([token.form for token in tokens_of(formula)])
    assert linked(said(formula), said(formula))
    assert linked(said(formula), said(formula, days=1)) is None


def test_a_sentence_with_a_formula_is_no_formula() -> None:
    sentence = "Thank you very much, and do mind the wet planks of this dear old ferry"
    assert not is_formula([token.form for token in tokens_of(sentence)])
    assert linked(said("Thank you very much"), said(sentence, days=1)) is None
    assert linked(said(sentence), said(sentence, days=9))


def test_words_in_inner_quotation_marks_are_quoted_from_another_speaker() -> None:
    plain = tokens_of("the pier is safe")
    quoting = tokens_of("She says ‘the pier is safe’ and sails off")
    whole = tokens_of("‘the pier is safe’")
    for other, quotes in ((quoting, True), (whole, False)):
        runs = align([token.form for token in plain], [token.form for token in other])
        assert quotes_the_other(runs, plain, other) == quotes
