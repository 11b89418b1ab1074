from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.extraction.model.model_reader import WEIGHTS
from service.extraction.model.tokeniser import Shape, Tokeniser
from service.text.spans import Span

TOKENISER = Tokeniser(WEIGHTS / "vocabulary.txt")


def surfaces(text: str) -> list[str]:
    return [text[p.start : p.end] for p in TOKENISER.pieces(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Stay calm.", ["Stay", "calm", "."]),
        ("far\u200baway", ["far", "away"]),
        ("naïve ﬁne", ["naïve", "ﬁ", "ne"]),
        ("nai\u0308ve", ["nai\u0308ve"]),
        ("&ldquo;Go&rdquo;", ["&ldquo;", "Go", "&rdquo;"]),
        ("the 中文 press", ["the", "中", "文", "press"]),
        ("don’t", ["don", "’", "t"]),
        ("snake_case", ["snake", "_", "case"]),
        ("𝒳 👩‍🚀", ["𝒳", "👩", "🚀"]),
        ("x" * 70, ["x" * 70]),
        (" \u00a0\u2028 ", []),
    ],
)
def test_pieces_stand_where_their_words_do(text: str, pieces: list[str]) -> None:
    assert surfaces(text) == pieces


def test_every_double_mark_is_the_same_piece() -> None:
    pieces = TOKENISER.pieces('“”„«»"&quot;', Span(0, 12))
    assert len({piece.number for piece in pieces}) == 1
    assert {piece.shape for piece in pieces} == {Shape.DOUBLE_MARK}


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("said", Shape.LOWER),
        ("Said", Shape.CAPITALISED),
        ("A", Shape.CAPITALISED),
        ("NATO", Shape.CAPITALS),
        ("McNeil", Shape.MIXED),
        ("iPhone", Shape.MIXED),
        ("2016", Shape.DIGITS),
        ("—", Shape.PUNCTUATION),
    ],
)
def test_shapes_keep_what_uncased_pieces_lose(word: str, shape: Shape) -> None:
    assert TOKENISER.pieces(word, Span(0, len(word)))[0].shape is shape


@given(st.text(max_size=60), st.integers(0, 20), st.integers(0, 60))
@example("구름", 0, 2)
def test_pieces_follow_one_another_within_the_span(text: str, start: int, end: int) -> None:
    span = Span(min(start, len(text)), max(min(start, len(text)), min(end, len(text))))
    pieces = TOKENISER.pieces(text, span)
    assert all(span.start <= piece.start < piece.end <= span.end for piece in pieces)
    assert all(
        first.end <= second.start or (first.start, first.end) == (second.start, second.end)
        for first, second in pairwise(pieces)
    )
