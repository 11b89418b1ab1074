"""Predicted attributions are paired with the gold ones that they answer."""

from service.gold.documents import MarkedAttribution
from service.gold.pairing import AttributionPair, cover_attributions, pair_attributions
from service.text.spans import Span


def marked(start: int, end: int, source: tuple[int, int] | None = None) -> MarkedAttribution:
    spans = (Span(*source),) if source else ()
    return MarkedAttribution(content=(Span(start, end),), source=spans)


def test_those_that_share_most_are_paired_first() -> None:
    gold = cover_attributions([marked(0, 10), marked(20, 30, (31, 33))])
    predicted = cover_attributions([marked(0, 6), marked(0, 9), marked(20, 30)])
    assert pair_attributions(gold, predicted) == (
        AttributionPair(gold=1, predicted=2, same_source=False),
        AttributionPair(gold=0, predicted=1, same_source=True),
    )


def test_an_attribution_without_content_is_left_out() -> None:
    assert cover_attributions([MarkedAttribution(content=(), source=(Span(0, 3),))]) == ()
