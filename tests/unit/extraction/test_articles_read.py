"""The five real articles beside this checkout: what must be found in them, and what must not."""

from pathlib import Path

import pytest

from service.extraction.pipeline import QuotationPipeline
from service.extraction.quotation import Extraction, Quotation
from service.text.document import read_document

ARTICLES = Path(__file__).parents[4] / "shared" / "articles"

pytestmark = pytest.mark.skipif(
    not ARTICLES.is_dir(), reason="the real articles are not beside this checkout"
)


@pytest.fixture(scope="module")
def extractions(quotation_pipeline: QuotationPipeline) -> dict[str, Extraction]:
    return {
        path.name[:3]: quotation_pipeline.extract(read_document(path.read_text(encoding="utf-8")))
        for path in sorted(ARTICLES.glob("*.txt"))
    }


def verbatim(extraction: Extraction) -> dict[str, Quotation]:
    """The quoted words of an article -> the quotation they stand in."""
    text = extraction.document.text
    return {
        " ".join(span.of(text) for span in utterance).rstrip(".,"): quotation
        for quotation in extraction.quotations
        for utterance in quotation.utterances
        if quotation.kind != "indirect"
    }


@pytest.mark.parametrize(
    ("article", "start", "source"),
    [
        ("000", "For some time, China has actively promoted", "Liu Pengyu"),
        ("000", "But their entreaties went nowhere", "the paper"),
        ("000", "After one diplomatic exchange in December", "the Times"),
        ("000", "another month or so", "Biden"),
        ("000", "working", "Biden"),
        ("001", "Over three months, senior Biden", "The New York Times"),
        ("001", "Each time, the Chinese officials", "the paper"),
        ("002", "for some time, China communicated", "Liu"),
        ("002", "I’m not prepared to comment", "Mr. Biden"),
        ("002", "Friendship between the two States", "Beijing and the Kremlin"),
        ("002", "Our information indicates", "the insider"),
        ("003", "another month or so", "Biden"),
        ("003", "working", "Biden"),
        ("004", "The U.S. has been fueling the flame", "she"),
        ("004", "the culprit of current tensions", "Hua Chunying"),
    ],
)
def test_what_was_said_is_found(
    extractions: dict[str, Extraction], article: str, start: str, source: str
) -> None:
    extraction = extractions[article]
    found = [q for words, q in verbatim(extraction).items() if words.startswith(start)]
    assert len(found) == 1
    sources = [span.of(extraction.document.text) for span in found[0].source]
    assert any(source in named for named in sources)


@pytest.mark.parametrize("words", ["no limits", "Effort", "Backfires", "forbidden"])
def test_scare_quotes_and_titles_are_no_quotations(
    extractions: dict[str, Extraction], words: str
) -> None:
    assert not any(words in verbatim(extraction) for extraction in extractions.values())


@pytest.mark.parametrize(
    "words", ["All rights reserved", "Newsletter", "leave a tip", "Getty", "six-party", "WATCH"]
)
def test_boilerplate_yields_nothing(extractions: dict[str, Extraction], words: str) -> None:
    for extraction in extractions.values():
        text = extraction.document.text
        told = [span.of(text) for q in extraction.quotations for span in q.content]
        assert not any(words in content for content in told)


def test_nothing_breaks(extractions: dict[str, Extraction]) -> None:
    assert [extraction.broken for extraction in extractions.values()] == [()] * 5
