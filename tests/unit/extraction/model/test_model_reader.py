"""The trained reader as a whole; what it must find is in the cases, here is how it must behave."""

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extraction.model.model_reader import ModelReader, load_reader
from service.extraction.model.sequence import PieceSequence
from service.extraction.model.tagger import Tagged, Tagger
from service.extraction.model.windows import Window
from service.extraction.quotation import Attribution, EntityLabel, Reading
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.text.document import read_document

PARAGRAPHS = (
    "“We will rebuild the pier,” said harbour master Ines Calder on Monday.",
    "The council agreed to the plan in March. It has not found the money.",
    "Dana Okoye, who keeps the lighthouse, said the storm had taken both lamps.",
    "According to Northwind Energy, prices will rise in July.",
    "“It was dark,” Okoye added, “and nobody came.”",
    "Oslo and Bergen wait for the ferry.",
)
TOLERANCE = 1e-4
"""How far a confidence may move with the number of threads or the place in the text."""


@cache
def shared_reader() -> ModelReader:
    return load_reader()


@pytest.fixture
def reader() -> ModelReader:
    return shared_reader()


def read(reader: ModelReader, text: str) -> Reading:
    document = read_document(text)
    return reader.read(document, find_quoted_spans(document))


def parts(attribution: Attribution, text: str) -> tuple[Sequence[str], ...]:
    spans = (attribution.source, attribution.cue, attribution.content)
    return tuple([span.of(text) for span in each] for each in spans)


def test_sources_cues_and_contents_come_out(reader: ModelReader) -> None:
    text = "\n\n".join(PARAGRAPHS)
    reading = read(reader, text)
    found = [parts(attribution, text) for attribution in reading.attributions]
    assert (["harbour master Ines Calder"], ["said"], ["“We will rebuild the pier,”"]) in found
    assert (["Northwind Energy"], ["According to"], ["prices will rise in July"]) in found
    assert (["Okoye"], ["added"], ["“It was dark,”", "“and nobody came.”"]) in found
    persons = {
        entity.span.of(text) for entity in reading.entities if entity.label is EntityLabel.PERSON
    }
    assert {"Ines Calder", "Dana Okoye", "Okoye"} <= persons


def test_the_number_of_threads_changes_nothing(reader: ModelReader) -> None:
    text = "\n\n".join(PARAGRAPHS * 4)
    one, two = read(reader, text), read(load_reader(threads=2), text)
    assert [parts(each, text) for each in one.attributions] == [
        parts(each, text) for each in two.attributions
    ]
    assert one.entities == two.entities
    for first, second in zip(one.attributions, two.attributions, strict=True):
        assert first.confidence == pytest.approx(second.confidence, abs=TOLERANCE)


@settings(max_examples=10)
@given(st.permutations(PARAGRAPHS), st.integers(0, 12))
def test_a_paragraph_reads_alike_wherever_it_stands(order: list[str], filler: int) -> None:
    reader = shared_reader()
    text = "\n\n".join([PARAGRAPHS[1]] * filler + order)
    reading = read(reader, text)
    for paragraph in PARAGRAPHS:
        start = text.rindex(paragraph)
        among = [
            each
            for each in reading.attributions
            if start <= each.content[0].start < start + len(paragraph)
        ]
        alone = read(reader, paragraph).attributions
        assert [parts(each, text) for each in among] == [parts(each, paragraph) for each in alone]
        for one, other in zip(among, alone, strict=True):
            assert one.confidence == pytest.approx(other.confidence, abs=TOLERANCE)


def test_what_was_read_before_changes_nothing(reader: ModelReader) -> None:
    first = read(reader, PARAGRAPHS[0])
    read(reader, "\n\n".join(PARAGRAPHS * 3))
    assert read(reader, PARAGRAPHS[0]) == first


@pytest.mark.usefixtures("guards_on")
def test_a_broken_paragraph_costs_that_paragraph_only(
    reader: ModelReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n\n".join((PARAGRAPHS[0], "A zzyzx paragraph.", PARAGRAPHS[3]))
    poison = read_document(text).paragraphs[1]
    tag = Tagger.tag

    def fail(self: Tagger, sequence: PieceSequence, window: Window) -> Tagged:
        starts = sequence.starts[window.core_start : window.core_end]
        if ((starts >= poison.start) & (starts < poison.end)).any():
            raise RuntimeError("broken")
        return tag(self, sequence, window)

    monkeypatch.setattr(Tagger, "tag", fail)
    reading = read(reader, text)
    assert reading.broken == (poison,)
    assert [parts(each, text)[0] for each in reading.attributions] == [
        ["harbour master Ines Calder"],
        ["Northwind Energy"],
    ]


@settings(max_examples=25)
@given(st.text(alphabet=st.sampled_from("aB9 .,“”\"'’\n&;said \u200b\u0301é中🚀"), max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    document = read_document(text)
    reading = shared_reader().read(document, find_quoted_spans(document))
    assert reading.broken == ()
    for each in reading.attributions:
        assert 0.0 <= each.confidence <= 1.0
        for span in (*each.content, *each.cue, *each.source):
            assert any(paragraph.contains(span) for paragraph in document.paragraphs)


@pytest.mark.parametrize("text", ["", " \n ", "a" * 5000, "“" * 400, "said " * 2000])
def test_odd_texts_are_read(reader: ModelReader, text: str) -> None:
    assert read(reader, text).broken == ()
