"""Find the pronouns that speak in annotated articles, and the candidates for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.extraction.quotation import Quotation
from service.gold.articles import AnnotatedArticle
from service.gold.gold_extraction import gold_extraction
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.pronouns import agreeing_candidates
from service.speakers.coreference.ranker import Ranker
from service.speakers.resolver import resolve_speakers
from service.speakers.sources.parse import SourcePart
from service.text.spans import Span
from service.training.antecedents import Antecedents, surname_of

_PRONOUNS = frozenset(["he", "she"])


@dataclass(frozen=True, slots=True)
class Occasion:
    """A pronoun that speaks, its candidates, and which of them are right."""

    article: str
    by_hand: bool
    candidates: tuple[Mapping[str, float], ...]
    """The features of each."""
    right: tuple[bool, ...]


def find_occasions(
    articles: Sequence[AnnotatedArticle],
    silver: Mapping[str, Antecedents],
    by_hand: Mapping[tuple[str, int], Span],
    ranker: Ranker,
) -> Iterator[Occasion]:
    """Articles and known antecedents -> the occasions from which a choice can be learnt.

    Args:
        articles: Annotated articles.
        silver: By article, chains of mentions found by machine.
        by_hand: By article and offset of a pronoun, where its person is named; outranks silver.
        ranker: Decides the pronouns before each occasion.
    """
    for article in articles:
        text = article.readings[0].text
        seen: dict[int, tuple[tuple[str | None, Mapping[str, float]], ...]] = {}

        def observe(
            entities: Entities,
            part: SourcePart,
            quotation: Quotation,
            seen: dict[int, tuple[tuple[str | None, Mapping[str, float]], ...]] = seen,
        ) -> None:
            offset = part.span.start
            if part.head in _PRONOUNS and offset not in seen:
                found = agreeing_candidates(
                    entities, word=part.head, offset=offset, content=quotation.content
                )
                seen[offset] = tuple((surname_of(c.entity.full_name), c.features) for c in found)

        resolve_speakers(gold_extraction(article.readings[0]), ranker=ranker, observe=observe)
        for offset, rivals in sorted(seen.items()):
            named = by_hand.get((article.id, offset))
            pronoun = Span(offset, offset + (2 if text[offset] in "hH" else 3))
            chains = silver.get(article.id)
            meant = surname_of(named.of(text)) if named else None
            if named is None and chains is not None:
                meant = chains.surname(text, pronoun)
            right = tuple(meant is not None and who == meant for who, _ in rivals)
            if len(rivals) > 1 and any(right):
                yield Occasion(article.id, named is not None, tuple(f for _, f in rivals), right)
