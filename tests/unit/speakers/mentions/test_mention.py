"""One mention: its type, its possessive and its span."""

from __future__ import annotations

import pytest

from service.speakers.mentions.mention import EntityType, read_mention
from service.speakers.names.layout import read_layout
from service.text.document import read_document
from service.text.spans import Span


@pytest.mark.parametrize(
    ("text", "name", "given", "expected"),
    [
        ("Mr. Moss spoke.", "Moss", EntityType.ORGANIZATION, EntityType.PERSON),
        (
            "The Harbour Commission met.",
            "Harbour Commission",
            EntityType.PERSON,
            EntityType.ORGANIZATION,
        ),
        ("The Chinese left.", "Chinese", EntityType.ORGANIZATION, EntityType.GROUP),
        ("Then Facebook answered.", "Facebook", EntityType.PERSON, EntityType.ORGANIZATION),
    ],
)
def test_the_words_of_a_name_correct_its_type(
    text: str, name: str, given: EntityType, expected: EntityType
) -> None:
    start = text.index(name)
    layout = read_layout(read_document(text))
    mention = read_mention(layout, Span(start, start + len(name)), given)
    assert mention is not None
    assert mention.entity_type is expected


@pytest.mark.parametrize(
    ("text", "possessive"),
    [
        ("Roe’s aide spoke.", True),
        ("Roe spokesman Jan Bo spoke.", True),
        ("Roe spoke.", False),
    ],
)
def test_a_name_may_only_own_the_noun_after_it(text: str, possessive: bool) -> None:
    mention = read_mention(read_layout(read_document(text)), Span(0, 3), EntityType.PERSON)
    assert mention is not None
    assert mention.possessive is possessive


def test_a_plural_or_a_title_is_no_mention() -> None:
    for text in ("Senators left.", "They left."):
        layout = read_layout(read_document(text))
        span = Span(0, text.index(" "))
        assert read_mention(layout, span, EntityType.PERSON) is None
