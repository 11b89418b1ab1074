"""The generator learns its statistics from articles."""

from service.evaluation.scale.text_generator import TextGenerator

STOCK = "open the sluice"


def test_articles_are_read(generator: TextGenerator) -> None:
    assert generator.stock == [STOCK] * 3
    assert generator.stock_share == 0.25
    assert set(generator.speakers) == {"Quill", "Pike", "Stone"}
