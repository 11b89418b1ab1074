from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.key import identify, own_key, speaker_key
from service.dedup.normal import fingerprint, normal_form, words_of

ANYTHING = st.text(st.characters(exclude_categories=()))
CONTRIVED = st.lists(
    st.sampled_from(
        [
            *"aB1 '’“\".,-–—…&;#\u200b\u00a0\u0301",
            "amp;",
            "&amp;",
            "&#38;",
            "quot;",
            "--",
            "''",
            "ß",
        ]
    )
).map("".join)


@given(ANYTHING | CONTRIVED)
def test_a_normal_form_is_its_own(text: str) -> None:
    normal = normal_form(text)
    assert normal_form(normal) == normal
    assert len(fingerprint(normal)) == 64
    assert all(word in normal for word in words_of(normal))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Yes,” he", "'yes', he".replace("',", ",'")),
        ("AT&amp;T’s", "at&t's"),
        ("AT&amp;amp;T", "AT&T"),
        ("10–12 days", "10-12 days"),
        ("a word—a dash", "a word -- a dash"),
        ("don\u200bt go\u00a0now!?", "dont  go now"),
        ("so it is . . .", "So it is…"),
        ("Stra\u00adße", "STRASSE"),
        ("cafe\u0301", "café"),
    ],
)
def test_printings_of_one_utterance_are_equal(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("-5 degrees", "5 degrees"), ("10²", "102"), ("$5", "5"), (".5", "5"), ("were", "we're")],
)
def test_what_means_something_else_stays_apart(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize(
    ("text", "verbatim", "merges", "merges_unnamed"),
    [
        ("...", True, False, False),
        ("no", True, True, False),
        ("a, b - c d e", True, True, True),
        ("a b c d", True, True, False),
        ("a b c d e", False, False, False),
    ],
)
def test_what_may_merge(text: str, verbatim: bool, merges: bool, merges_unnamed: bool) -> None:
    identity = identify(text, verbatim=verbatim)
    assert (identity.merges, identity.merges_unnamed) == (merges, merges_unnamed)


def test_keys_of_speakers() -> None:
    assert speaker_key(["b", "a", "b"]) == speaker_key(["a", "b"])
    assert speaker_key([]) == ""
    assert speaker_key(["a b"]) != speaker_key(["a", "b"])
    assert len(speaker_key(str(number) * 9 for number in range(99))) < 400
    assert own_key("article", 1) != own_key("article", 2)
