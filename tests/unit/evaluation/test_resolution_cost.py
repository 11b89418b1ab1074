"""What resolution costs is measured beside extraction, in one run."""

from __future__ import annotations

from service.evaluation.speed.resolution_cost import Cost, measure_cost
from service.extraction.quotation import Extraction, Kind, Quotation, Stance
from service.text.spans import Span


class OneQuotation:
    """A pipeline that finds one quotation in every text."""

    def extract(self, document):
        content = (Span(0, 1),)
        quotation = Quotation(content, (), (), Kind.DIRECT, Stance.SPEECH, 1.0, (content,))
        return Extraction(document, (quotation,), ())


def test_both_steps_are_counted_over_the_same_texts():
    cost = measure_cost(OneQuotation(), ["A b.", "C d."])
    assert (cost.texts, cost.quotations) == (2, 2)
    assert cost.extraction > 0
    assert cost.resolution > 0


def test_the_share_is_resolution_for_each_second_of_extraction():
    assert Cost(1, 1, extraction=4.0, resolution=0.5).share == 0.125
    assert Cost(0, 0, extraction=0.0, resolution=0.0).share == 0.0
