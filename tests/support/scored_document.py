"""One document and predictions in it, small enough to count by hand."""

from __future__ import annotations

from service.evaluation.attribution.scores import DocumentScore, score_document
from service.gold.documents import Comparison, GoldDocument, MarkedAttribution
from service.text.spans import Span

TEXT = (
    "“We will rebuild the pier,” Ada Holm said. Bo Ek said the “old” pier stays. It will, he said."
)


def said(words: str, source: str | None, confidence: float | None = None) -> MarkedAttribution:
    start = TEXT.index(words)
    by = TEXT.index(source) if source else 0
    return MarkedAttribution(
        content=(Span(start, start + len(words)),),
        source=(Span(by, by + len(source)),) if source else (),
        confidence=confidence,
    )


DIRECT = said("We will rebuild the pier", "Ada Holm")
MIXED = said("the “old” pier stays", "Bo Ek")
INDIRECT = said("It will", "he")


def score(*predicted: MarkedAttribution, id_: str = "1", outlet: str = "wire") -> DocumentScore:
    gold = GoldDocument(id=id_, text=TEXT, outlet=outlet, attributions=(DIRECT, MIXED, INDIRECT))
    return score_document(Comparison(gold=gold, predicted=predicted))
