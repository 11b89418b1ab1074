"""Stretches by the paragraph in which they stand."""

from __future__ import annotations

from collections.abc import Sequence

from service.extraction.quotation import Stretch
from service.text.spans import Span


def group_stretches(
    paragraphs: Sequence[Span], stretches: Sequence[Stretch]
) -> list[tuple[Stretch, ...]]:
    """Paragraphs and stretches in the order of the text -> for each paragraph its stretches."""
    groups: list[tuple[Stretch, ...]] = []
    index = 0
    for paragraph in paragraphs:
        inside: list[Stretch] = []
        while index < len(stretches) and stretches[index].outer.start < paragraph.end:
            if paragraph.contains(stretches[index].outer):
                inside.append(stretches[index])
            index += 1
        groups.append(tuple(inside))
    return groups
