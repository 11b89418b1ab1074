"""Annotated articles to occasions: pronouns that speak, and the candidates for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.extraction.quotation import Extraction, Kind, NamedEntity, Quotation, Stance
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.pronouns import agreeing_candidates
from service.speakers.coreference.ranker import Ranker
from service.speakers.resolver import resolve_speakers
from service.speakers.sources.parse import SourcePart
from service.text.document import read_document
from service.text.spans import Span
from service.training.antecedents import Antecedents, surname_of
from service.training.corpus import Annotated, Article

_MARKS = '“”"«»'
_PRONOUNS = frozenset(["he", "she"])


@dataclass(frozen=True, slots=True)
class Occasion:
    """A pronoun that speaks, the candidates for it and which of them are right."""

    article: str
    by_hand: bool
    candidates: tuple[Mapping[str, float], ...]
    """The features of each."""
    right: tuple[bool, ...]


def find_occasions(
    articles: Sequence[Article],
    silver: Mapping[str, Antecedents],
    by_hand: Mapping[tuple[str, int], Span],
    ranker: Ranker,
) -> Iterator[Occasion]:
    """Articles and whom pronouns stand for -> the occasions on which a choice can be learnt.

    Args:
        articles: annotated articles.
        silver: by article, chains of mentions found by machine.
        by_hand: by article and place of a pronoun, where its bearer is named; outranks silver.
        ranker: what decides the pronouns met on the way.
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

        resolve_speakers(extraction_of(article.readings[0]), ranker=ranker, observe=observe)
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


def extraction_of(reading: Annotated) -> Extraction:
    """One annotator's reading -> the extraction that a perfect engine would have made of it."""
    document = read_document(reading.text, max_characters=len(reading.text) + 1)
    gold = sorted((g for g in reading.attributions if g.content), key=lambda g: g.content[0])
    quotations = []
    for each in gold:
        quoted = any(
            span.of(reading.text)[:1] in _MARKS
            or reading.text[span.start - 1 : span.start] in _MARKS
            for span in each.content
            if span.start
        )
        quotations.append(
            Quotation(
                content=each.content,
                cue=each.cue,
                source=each.source,
                kind=Kind.DIRECT if quoted else Kind.INDIRECT,
                stance=Stance.SPEECH,
                confidence=1.0,
                utterances=(each.content,),
            )
        )
    entities = tuple(NamedEntity(name.span, name.label) for name in reading.names or ())
    return Extraction(
        document, tuple(quotations), entities, quoted_spans=find_quoted_spans(document)
    )
