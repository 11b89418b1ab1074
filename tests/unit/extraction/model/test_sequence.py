import pytest

from service.extraction.model.model_reader import WEIGHTS
from service.extraction.model.runs import PieceRun
from service.extraction.model.sequence import MarkPlace, PieceSequence, read_sequence
from service.extraction.model.tokeniser import Tokeniser
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.text.document import read_document
from service.text.spans import Span

TOKENISER = Tokeniser(WEIGHTS / "vocabulary.txt")


def sequence_of(text: str) -> PieceSequence:
    document = read_document(text)
    return read_sequence(document, find_quoted_spans(document), TOKENISER)


def test_a_separator_follows_every_paragraph() -> None:
    sequence = sequence_of("One two.\n\nThree.")
    separators = [index for index, number in enumerate(sequence.numbers) if number == 102]
    assert separators == [3, 6]
    assert sequence.paragraphs.tolist() == [0, 0, 0, 0, 1, 1, 1]


def test_places_tell_marks_from_what_stands_between_them() -> None:
    sequence = sequence_of("“Go ‘now’!” he said.\n“Stay")
    assert sequence.places.tolist() == [
        MarkPlace.OPENING,
        MarkPlace.INSIDE,
        MarkPlace.INSIDE,
        MarkPlace.NESTED,
        MarkPlace.INSIDE,
        MarkPlace.INSIDE,
        MarkPlace.CLOSING,
        *[MarkPlace.OUTSIDE] * 4,
        MarkPlace.OPENING,
        MarkPlace.UNCLOSED,
        MarkPlace.OUTSIDE,
    ]


def test_pieces_and_spans_lead_to_each_other() -> None:
    text = "The harbourmaster spoke."
    sequence = sequence_of(text)
    run = sequence.locate(Span(4, 17))
    assert sequence.span(run) == Span(4, 17)
    within = PieceRun(run.start + 1, run.end)
    assert sequence.span(within) == Span(4, 17), "a word is never cut"


def test_a_span_between_pieces_has_none() -> None:
    assert len(sequence_of("One  two").locate(Span(3, 5))) == 0


@pytest.mark.parametrize("word", ["U.S.", "3.5", "1,200"])
def test_a_word_with_points_in_it_is_one(word: str) -> None:
    text = f"The {word} rate"
    sequence = sequence_of(text)
    for piece in range(1, len(sequence) - 2):
        assert sequence.span(PieceRun(piece, piece + 1)).of(text) == word


def test_a_mark_goes_where_its_partner_does_not() -> None:
    text = "“Go on,” a guard said."
    sequence = sequence_of(text)
    assert sequence.span(PieceRun(0, 5)).of(text) == "“Go on,”"
    assert sequence.span(PieceRun(0, 3)).of(text) == "Go on"
    assert sequence.span(PieceRun(4, 7)).of(text) == "a guard"
