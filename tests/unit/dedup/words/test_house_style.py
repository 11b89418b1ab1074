"""One printed word gives the same normal words in every house style."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.words.house_style import plain_words


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("won't", ("will", "not")),
        ("they'll", ("they", "will")),
        ("gonna", ("going", "to")),
        ("It's", ("it", "is")),
        ("Quill's", ("quills",)),
        ("Harbour", ("harbor",)),
        ("organised", ("organized",)),
        ("analysing", ("analyzing",)),
        ("travelled", ("traveled",)),
        ("theatre", ("theater",)),
        ("Café", ("cafe",)),
        ("'em", ("them",)),
        ("''", ()),
    ],
)
def test_a_printed_word_has_normal_words(printed: str, words: tuple[str, ...]) -> None:
    assert plain_words(printed) == words


@pytest.mark.parametrize("word", ["hour", "four", "wise", "size", "called", "possess"])
def test_a_word_that_only_looks_british_stays(word: str) -> None:
    assert plain_words(word) == (word,)


@given(st.text(max_size=12))
def test_normal_words_are_their_own_normal_words(printed: str) -> None:
    for word in plain_words(printed):
        assert plain_words(word) == (word,)
