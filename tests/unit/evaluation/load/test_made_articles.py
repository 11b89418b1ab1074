"""Made-up articles look like news, and what they say is known."""

from service.evaluation.load.made_articles import (
    WORDS_AT_LEAST,
    MadeArticleReader,
    make_article,
    quotations_of,
)


def test_an_article_has_about_600_words_and_several_quotations() -> None:
    for number in range(20):
        text = make_article(number, series="one").text
        assert WORDS_AT_LEAST <= len(text.split()) < WORDS_AT_LEAST + 80
        assert len(quotations_of(text)) >= 5


def test_the_same_number_and_series_make_the_same_article() -> None:
    assert make_article(3, series="one") == make_article(3, series="one")
    assert make_article(3, series="one").url != make_article(3, series="two").url


def test_few_quotations_repeat_and_some_do() -> None:
    made = [make_article(number, series="one").text for number in range(200)]
    said = [quotation for text in made for quotation in quotations_of(text)]
    assert 0.85 < len(set(said)) / len(said) < 0.99


def test_the_reader_finds_each_quotation_and_who_said_it() -> None:
    text = make_article(5, series="one").text
    read = MadeArticleReader().read(text)
    found = [
        (quotation.utterances[0][0].of(text), resolution.speakers[0].name)
        for quotation, resolution in zip(read.extraction.quotations, read.resolutions, strict=True)
    ]
    assert found == quotations_of(text)
