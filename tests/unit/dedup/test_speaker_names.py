"""Two names of speakers agree where they may be one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.speaker_names import Agreement, agreement, name_block, spelled_alike

NAMES = st.lists(
    st.sampled_from(
        ["ada", "adam", "sen.", "lady", "sir", "quill", "quil", "jr", "of", "al-quill"]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada quill", "ada quill"),
        ("ada quill", "ada merete quill"),
        ("tim brackley", "timothy brackley"),
        ("bob quill", "robert quill"),
        ("sen. ada quill", "ada quill"),
        ("ada brackley", "ada brackly"),
        ("muammar gadhafi", "moammar al-qaddafi"),
        ("stefen brackley", "stephan brackley"),
    ],
)
def test_one_person_under_two_forms(one: str, other: str) -> None:
    assert agreement(one, other) is Agreement.SAME
    assert name_block(one) == name_block(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada quill", "ned quill"),
        ("ned quill", "ned quill jr"),
        ("paul quill", "paula quill"),
        ("ned holm", "ned holt"),
        ("lady quill", "sir quill"),
        ("harbour board", "harbour safety board"),
        ("bank of norrland", "bank of new norrland"),
        ("board", "harbour board"),
        ("house republicans", "house democrats"),
    ],
)
def test_two_speakers_of_like_names(one: str, other: str) -> None:
    assert agreement(one, other) is Agreement.DIFFERENT


def test_a_surname_alone_may_be_anyone_of_the_name() -> None:
    provisional = "quill\x1ewire.example\x1e2031-W18"
    assert agreement("quill", "ada quill") is Agreement.SURNAME
    assert agreement(provisional, "ada quill") is Agreement.SURNAME
    assert agreement(provisional, "quill\x1epost.example\x1e2031-W18") is Agreement.SURNAME
    assert agreement(provisional, "ada holm") is Agreement.DIFFERENT


def test_names_in_two_spellings() -> None:
    assert spelled_alike("gadhafi", "qaddafi")
    assert spelled_alike("benghasi", "benghazi")
    assert not spelled_alike("gambia", "zambia")
    assert not spelled_alike("iran", "iraq")


@given(NAMES, NAMES)
def test_agreement_is_symmetric(one: str, other: str) -> None:
    assert agreement(one, other) is agreement(other, one)
