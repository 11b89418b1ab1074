"""Labels: B and I alternate after O in every set."""

from __future__ import annotations

import pytest

from service.extraction.model.labels import ENTITY_LABELS, LINK_LABELS, TAG_LABELS, begins


@pytest.mark.parametrize("labels", [TAG_LABELS, LINK_LABELS, ENTITY_LABELS])
def test_odd_labels_begin_a_span(labels: tuple[str, ...]) -> None:
    assert labels[0] == "O"
    assert [begins(number) for number in range(len(labels))] == [
        label.startswith("B-") for label in labels
    ]
    assert [label[2:] for label in labels[1::2]] == [label[2:] for label in labels[2::2]]
