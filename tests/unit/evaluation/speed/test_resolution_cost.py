"""The cost of resolution is measured beside extraction, in one run."""

from __future__ import annotations

from service.evaluation.speed.resolution_cost import ResolutionCost, measure_resolution
from service.evaluation.timing import Elapsed
from service.extraction.quotation import Extraction, Kind, Quotation, Stance
from service.text.spans import Span


class OneQuotation:
    """A pipeline that finds one quotation in every text."""

    def extract(self, document):
        content = (Span(0, 1),)
        quotation = Quotation(content, (), (), Kind.DIRECT, Stance.SPEECH, 1.0, (content,))
        return Extraction(document, (quotation,), ())


def test_both_steps_are_counted_over_the_same_texts():
    cost = measure_resolution(OneQuotation(), ["A b.", "C d."])
    assert (cost.texts, cost.quotations) == (2, 2)
    assert cost.extraction.wall > cost.extraction.processor / 2 > 0
    assert cost.resolution.wall > 0


def test_the_share_is_resolution_for_each_second_of_extraction():
    extraction, resolution = Elapsed(wall=9.0, processor=4.0), Elapsed(wall=9.0, processor=0.5)
    assert ResolutionCost(1, 1, extraction, resolution).share == 0.125
    nothing = Elapsed(0.0, 0.0)
    assert ResolutionCost(0, 0, nothing, nothing).share == 0.0
