"""Laws of descriptions: where they stand, and that they cost little."""

from __future__ import annotations

import re
import time
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from service.extraction.quotation import QuotedSpan
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.ranker import load_ranker
from service.speakers.descriptions.describe import describe_entity
from service.speakers.mentions.mention import EntityType, read_mention
from service.speakers.names.layout import TextLayout, read_layout
from service.text.document import read_document
from service.text.spans import Span

NAME = "Ann Lee"
PIECES = st.sampled_from(
    [
        NAME,
        ", the mayor of Ems,",
        "“",
        "”",
        "(D-Ohio)",
        "Sen.",
        "spokeswoman",
        ", 43,",
        "who runs",
        "said",
        "of the",
        "Union",
        ".",
        "\n",
        "🚢",
        "—",
        "and",
        "the lawyer,",
        "Secretary of",
    ]
)


def read(text: str) -> tuple[TextLayout, Entity | None]:
    """Return the layout of a text, and the entity of all printings of the name."""
    marked = [
        QuotedSpan(Span(*found.span(1)), Span(*found.span()), 0, closed=True, continues=False)
        for found in re.finditer("“([^”\n]*)”", text)
    ]
    layout = read_layout(read_document(text), marked)
    entities = Entities(layout, ranker=load_ranker())
    entity = None
    for found in re.finditer(NAME, text):
        mention = read_mention(layout, Span(*found.span()), EntityType.PERSON)
        entity = (entities.add(mention) if mention else None) or entity
    return layout, entity


@given(st.lists(PIECES, max_size=24))
@example(["—", "who runs", ", the mayor of Ems,"])
def test_a_description_stands_in_one_paragraph_and_in_no_marks(pieces: list[str]) -> None:
    text = f"{NAME} " + " ".join(pieces)
    layout, entity = read(text)
    assert entity is not None

    spans = describe_entity(layout, entity)

    assert list(spans) == sorted(spans)
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text).strip() == span.of(text)
        assert "\n" not in span.of(text)
        assert NAME not in span.of(text)
        assert not any(span.overlaps(quoted) for quoted in layout.quoted)
    assert all(one.end <= next_.start for one, next_ in pairwise(spans))


def test_a_long_paragraph_costs_no_more_than_a_short_one() -> None:
    def seconds(times: int) -> float:
        layout, entity = read(f"{NAME}, " + "the old mayor of the long quay " * times)
        assert entity is not None
        started = time.perf_counter()
        for _ in range(20):
            describe_entity(layout, entity)
        return time.perf_counter() - started

    seconds(100)
    assert seconds(6_000) < 10 * seconds(200) + 0.05
