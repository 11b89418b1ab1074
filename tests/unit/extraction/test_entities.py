import numpy as np

from service.extraction.entities import find_entities
from service.extraction.labels import ENTITY_LABELS
from service.extraction.quotation import EntityLabel
from service.extraction.reader import WEIGHTS
from service.extraction.sequence import read_sequence
from service.extraction.tokeniser import Tokeniser
from service.text.document import read_document

TOKENISER = Tokeniser(WEIGHTS / "vocabulary.txt")


def names_in(text: str, labels: list[str]) -> list[tuple[str, EntityLabel]]:
    sequence = read_sequence(read_document(text), (), TOKENISER)
    chances = np.full((len(sequence), len(ENTITY_LABELS)), 0.01, dtype=np.float32)
    for row, label in zip(chances, labels, strict=True):
        row[ENTITY_LABELS.index(label)] = 0.9
    entities = find_entities(chances, sequence)
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
