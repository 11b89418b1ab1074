"""Gold documents and predictions are read, and refused where they do not fit."""

from __future__ import annotations

import pytest

from service.errors import InvalidRequest
from service.gold.documents import match_predictions, read_gold, read_predictions
from service.text.spans import Span


def test_of_several_annotators_the_first_counts() -> None:
    line = '{"id": "1", "text": "Ida spoke.", "attributions": [%s]}'
    (document,) = read_gold([line % '{"content": [[0, 3]]}', "", line % ""])
    assert [each.content for each in document.attributions] == [(Span(0, 3),)]
    assert document.outlet == "(none)"


@pytest.mark.parametrize(
    ("gold", "predicted", "detail"),
    [
        ("", "", "The gold file holds no document."),
        ("{", "", "Line 1 is not JSON."),
        ("5", "", "Line 1 is not a JSON object."),
        ('{"id": "1"}', "", "Line 1 has no text."),
        (
            '{"id": "1", "text": "a", "attributions": []}',
            "",
            "There is no prediction for the document 1.",
        ),
        (
            '{"id": "1", "text": "a", "attributions": []}',
            '{"id": "1", "attributions": [{"content": [[0, 2]]}]}',
            "A span leaves the text of the document 1.",
        ),
    ],
)
def test_files_that_do_not_fit_are_refused(gold: str, predicted: str, detail: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        match_predictions(read_gold([gold]), read_predictions([predicted]))
    assert refused.value.detail == detail
