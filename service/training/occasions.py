"""Find pronouns whose person is known in annotated articles, and the candidates for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from service.extraction.model.model_reader import ModelReader
from service.extraction.quotation import ContextVectors
from service.gold.articles import AnnotatedArticle
from service.gold.gold_extraction import gold_extraction
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.pronouns import agreeing_candidates
from service.speakers.coreference.ranker import Ranker, compare_vectors
from service.speakers.resolver import resolve_speakers
from service.text.spans import Span
from service.training.antecedents import Antecedents, surname_of

_PRONOUNS = frozenset(["he", "she"])


class Origin(StrEnum):
    """Who says which person a pronoun means, and of what kind the pronoun is."""

    HAND = "labelled by hand"
    SILVER = "sources, by machine"
    NARRATIVE = "the narrative, by machine"
    GAP = "GAP"


@dataclass(frozen=True, slots=True)
class Rival:
    """A candidate of a pronoun."""

    entity: Entity
    features: Mapping[str, float]
    pair: NDArray[np.float32]
    """The pronoun's vector beside the candidate's."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A pronoun, its candidates, and which of them are right."""

    article: str
    origin: Origin
    candidates: tuple[Mapping[str, float], ...]
    """The features of each."""
    pairs: NDArray[np.float32] = field(repr=False)
    """A row for each: the pronoun's vector beside the candidate's."""
    right: tuple[bool, ...]


def find_occasions(
    articles: Sequence[AnnotatedArticle],
    silver: Mapping[str, Antecedents],
    by_hand: Mapping[tuple[str, int], Span],
    ranker: Ranker,
    engine: ModelReader,
) -> Iterator[Occasion]:
    """Yield the occasions from which a choice can be learnt.

    Args:
        articles: Annotated articles.
        silver: By article, chains of mentions found by machine.
        by_hand: By article and offset of a pronoun, where its person is named; outranks silver.
        ranker: Decides the pronouns before each occasion.
        engine: Its encoder gives the vectors.
    """
    for article in articles:
        text = article.readings[0].text
        extraction = gold_extraction(article.readings[0])
        vectors = engine.read(extraction.document, extraction.quoted_spans).vectors
        seen: dict[int, tuple[Origin, list[Rival]]] = {}

        def observe(
            entities: Entities,
            word: str,
            offset: int,
            content: Sequence[Span],
            seen: dict[int, tuple[Origin, list[Rival]]] = seen,
            vectors: ContextVectors | None = vectors,
        ) -> None:
            if word in _PRONOUNS and offset not in seen:
                origin = Origin.SILVER if content else Origin.NARRATIVE
                rivals = find_rivals(entities, word, offset, content=content, vectors=vectors)
                seen[offset] = origin, rivals

        extraction = replace(extraction, vectors=vectors)
        resolve_speakers(extraction, ranker=ranker, observe=observe)
        for offset, (origin, rivals) in sorted(seen.items()):
            named = by_hand.get((article.id, offset))
            pronoun = Span(offset, offset + (2 if text[offset] in "hH" else 3))
            chains = silver.get(article.id)
            meant = surname_of(named.of(text)) if named else None
            if named is None and chains is not None:
                meant = chains.surname(text, pronoun)
            surnames = [surname_of(rival.entity.full_name) for rival in rivals]
            right = [meant is not None and surname == meant for surname in surnames]
            yield from make_occasion(article.id, Origin.HAND if named else origin, rivals, right)


def find_rivals(
    entities: Entities,
    word: str,
    offset: int,
    *,
    content: Sequence[Span],
    vectors: ContextVectors | None,
) -> list[Rival]:
    """Return the candidates of a pronoun, with what the ranker looks at.

    Args:
        entities: The entities read so far.
        word: The pronoun, in lower case.
        offset: Its offset.
        content: What its person said.
        vectors: The encoder's vectors of the text.
    """
    pronoun = vectors.vector(Span(offset, offset + len(word))) if vectors else None
    if vectors is None or pronoun is None:
        return []
    rivals = []
    for candidate in agreeing_candidates(entities, word=word, offset=offset, content=content):
        vector = vectors.vector(candidate.words)
        if vector is not None:
            pair = compare_vectors(pronoun, vector)
            rivals.append(Rival(candidate.entity, candidate.features, pair))
    return rivals


def make_occasion(
    article: str, origin: Origin, rivals: Sequence[Rival], right: Sequence[bool]
) -> Iterator[Occasion]:
    """Yield an occasion, or nothing where the candidates leave no choice or none is right.

    Args:
        article: The id of the article.
        origin: Who says what is right.
        rivals: The candidates.
        right: Which of them are right.
    """
    if len(rivals) > 1 and any(right):
        features = tuple(rival.features for rival in rivals)
        pairs = np.stack([rival.pair for rival in rivals])
        yield Occasion(article, origin, features, pairs, tuple(right))
