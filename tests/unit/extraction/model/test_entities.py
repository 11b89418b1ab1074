import numpy as np

from service.extraction.model.entities import find_entities
from service.extraction.model.labels import ENTITY_LABELS
from service.extraction.model.model_reader import WEIGHTS
from service.extraction.model.sequence import read_sequence
from service.extraction.model.tokeniser import Tokeniser
from service.extraction.quotation import EntityLabel
from service.text.document import read_document

TOKENISER = Tokeniser(WEIGHTS / "vocabulary.txt")


def names_in(text: str, labels: list[str]) -> list[tuple[str, EntityLabel]]:
    sequence = read_sequence(read_document(text), (), TOKENISER)
    chances = np.full((len(sequence), len(ENTITY_LABELS)), 0.01, dtype=np.float32)
    for row, label in zip(chances, labels, strict=True):
        row[ENTITY_LABELS.index(label)] = 0.9
    entities = find_entities(text, chances, sequence)
    return [(entity.span.of(text), entity.label) for entity in entities]


def test_names_side_by_side_are_two() -> None:
    labels = ["B-person", "B-person", "I-person", "O"]
    assert names_in("Ada Bo Jones", labels) == [
        ("Ada", EntityLabel.PERSON),
        ("Bo Jones", EntityLabel.PERSON),
    ]


def test_a_name_holds_whole_words_of_one_label() -> None:
    labels = ["B-location", "I-organization", "I-organization", "O"]
    assert names_in("Harbour Trust Ltd", labels) == [
        ("Harbour Trust Ltd", EntityLabel.ORGANIZATION)
    ]


def test_a_name_stays_in_its_paragraph() -> None:
    labels = ["B-person", "I-person", "I-person", "O"]
    assert [name for name, _ in names_in("Ada\nJones", labels)] == ["Ada", "Jones"]


def persons_of(text: str, *words: str) -> list[str]:
    """A text and the quoted_spans that the network takes for one person each -> the names found."""
    sequence = read_sequence(read_document(text), (), TOKENISER)
    chances = np.full((len(sequence), len(ENTITY_LABELS)), 0.01, dtype=np.float32)
    outside, begins, goes_on = (ENTITY_LABELS.index(one) for one in ("O", "B-person", "I-person"))
    chances[:, outside] = 0.9
    for word in words:
        start = text.index(word)
        pieces = (sequence.starts >= start) & (sequence.ends <= start + len(word))
        pieces &= sequence.ends > sequence.starts
        chances[pieces, outside], chances[pieces, goes_on] = 0.01, 0.9
        first = np.flatnonzero(pieces)[0]
        chances[first, goes_on], chances[first, begins] = 0.01, 0.9
    return [entity.span.of(text) for entity in find_entities(text, chances, sequence)]


def test_a_name_ends_in_no_hyphenated_word() -> None:
    assert persons_of("Mr. Park Geun-hye spoke", "Park Geun", "hye") == ["Park Geun-hye"]
    assert persons_of("Doris Crouse-Mays spoke", "Mays") == ["Crouse-Mays"]


def test_a_hyphen_before_a_name_is_not_always_part_of_it() -> None:
    assert persons_of("the anti-Jones vote", "Jones") == ["Jones"]
    assert persons_of("the Smith-Jones debate", "Smith", "Jones") == ["Smith", "Jones"]


def test_a_nickname_parts_no_name() -> None:
    assert persons_of("Ada “Bo” Jones spoke", "Ada", "Bo", "Jones") == ["Ada “Bo” Jones"]
    assert persons_of("Ada Roe (“Jones”) spoke", "Ada Roe", "Jones") == ["Ada Roe", "Jones"]
