"""The labels that the network gives to pieces."""

from __future__ import annotations

from service.extraction.quotation import EntityLabel

OUTSIDE = 0

TAG_LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
"""What a piece is, whichever attribution it belongs to."""

LINK_LABELS = ("O", "B-source", "I-source", "B-content", "I-content")
"""What a piece is to one cue."""

ENTITY_LABELS = (
    "O",
    *(f"{position}-{label.value}" for label in EntityLabel for position in ("B", "I")),
)
"""What a piece is within a name."""


def begins(label: int) -> bool:
    """A label's number -> whether it begins a span: in every set, B and I take turns after O."""
    return label % 2 == 1
