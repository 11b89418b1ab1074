import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.extraction.model.model_reader import WEIGHTS
from service.extraction.model.sequence import PieceSequence, read_sequence
from service.extraction.model.tokeniser import Tokeniser
from service.extraction.model.windows import Cut, Window, cut_windows
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.text.document import read_document

TOKENISER = Tokeniser(WEIGHTS / "vocabulary.txt")
CUT = Cut(longest=20, before=4, after=2)


def sequence_of(text: str) -> PieceSequence:
    document = read_document(text)
    return read_sequence(document, find_quoted_spans(document), TOKENISER)


def windows_of(text: str) -> list[Window]:
    return cut_windows(sequence_of(text), CUT, colon=TOKENISER.colon)


@given(st.lists(st.integers(1, 60), max_size=8), st.sampled_from((" word", " word:", " “word”")))
def test_cores_follow_one_another_and_windows_are_bounded(lengths: list[int], word: str) -> None:
    text = "\n".join(word * length for length in lengths)
    windows = windows_of(text)
    cores = [place for window in windows for place in range(window.core_start, window.core_end)]
    assert cores == list(range(len(sequence_of(text))))
    for window in windows:
        assert 0 <= window.start <= window.core_start < window.core_end <= window.end
        assert len(window) <= CUT.longest


def test_a_paragraph_has_a_window_of_its_own() -> None:
    assert [len(window) for window in windows_of("One two.\n\nThree.\n\nFour five.")] == [4, 3, 4]


@pytest.mark.parametrize(
    "text", ["She went on.\n\n“One day.”", "She went on:\n\nOne more day.", "“One.\n\n“Two.”"]
)
def test_a_paragraph_that_leans_on_the_one_before_is_read_with_it(text: str) -> None:
    assert len(windows_of(text)) == 1


def test_parts_of_a_long_paragraph_overlap() -> None:
    first, second, third = windows_of("word " * 40)
    assert (first.start, first.core_end, first.end) == (0, 14, 16)
    assert (second.start, second.core_start) == (10, 14)
    assert third.end == 41


def test_an_empty_text_has_no_window() -> None:
    assert windows_of(" \n ") == []
