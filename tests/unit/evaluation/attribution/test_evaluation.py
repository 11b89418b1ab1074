"""The documents with most errors."""

from __future__ import annotations

from service.evaluation.attribution.evaluation import worst_documents
from tests.support.scored_document import DIRECT, INDIRECT, MIXED, said, score


def test_the_worst_documents_are_those_with_most_errors() -> None:
    scores = [
        score(DIRECT, MIXED, INDIRECT, id_="good"),
        score(DIRECT, id_="middling"),
        score(id_="bad"),
        score(DIRECT, MIXED, said("said the", None), id_="also"),
    ]
    ids = [each.document.id for each in worst_documents(scores, at_most=9)]
    assert ids == ["bad", "also", "middling"]
    assert len(worst_documents(scores, at_most=1)) == 1
