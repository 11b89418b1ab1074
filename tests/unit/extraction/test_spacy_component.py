"""OnRecord as a spaCy component; the engine is a scripted one, but for the last test."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import registry

from service.errors import InvalidText
from service.extraction.quotation import Attribution, QuotedSpan, Reader, Reading
from service.extraction.spacy_component import LoadReader, QuotationComponent, read_attributions
from service.text.document import Document
from service.text.spans import Span

ROOT = Path(__file__).parents[3]
TEXT = "“We’ll rebuild (some-\nday),” Ada Holm said. “Soon,” she added."
BLANK = spacy.blank("en")
CONFIG = {"reader": {"@misc": "tests.scripted_reader"}}


class ScriptedReader:
    """Finds what stands in marks, and gives it to the words that the test knows to speak."""

    def read(self, document: Document, quoted_spans: Sequence[QuotedSpan]) -> Reading:
        def span(words: str) -> tuple[Span, ...]:
            start = document.text.find(words)
            return (Span(start, start + len(words)),) if start >= 0 else ()

        found = [
            Attribution(
                content=(quoted_span.inner,), cue=span("said"), source=span("Ada"), confidence=0.5
            )
            for quoted_span in quoted_spans
        ]
        return Reading(attributions=tuple(found), entities=())


class FixedReader:
    """Finds one attribution with these contents, whatever the text."""

    def __init__(self, *contents: Span) -> None:
        self._contents = contents

    def read(self, document: Document, quoted_spans: Sequence[QuotedSpan]) -> Reading:
        return Reading(attributions=(Attribution(self._contents, (), (), 1.0),), entities=())


def scripted_reader() -> LoadReader:
    return ScriptedReader


registry.misc("tests.scripted_reader", func=scripted_reader)


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("onrecord_quotations", config=CONFIG)
    return pipeline


def account(doc: Doc) -> list[tuple[object, ...]]:
    """What the component found, in words."""
    return [
        (
            [span.text for span in found.content],
            [span.text for span in found.cue],
            [span.text for span in found.source],
            found.kind,
            found.stance,
            found.confidence,
            found.offsets,
        )
        for found in doc._.attributions
    ] + [(span.text, span.label_) for span in doc.spans["quotations"]]


SAID = "“We tried,” Ada said."
FOUND = [
    (
        *(["We tried,"], ["said"], ["Ada"], "direct", "speech", 0.5),
        {"content": [(1, 10)], "cue": [(16, 20)], "source": [(12, 15)]},
    ),
    ("We tried,", "direct"),
]


def test_a_doc_gets_its_quotations(nlp: Language) -> None:
    assert account(nlp(SAID)) == FOUND


def test_a_text_without_quotations_gets_none(nlp: Language) -> None:
    for text in ("", " ", "Ada spoke."):
        assert account(nlp(text)) == []


def test_a_doc_that_the_component_has_not_seen_has_none(nlp: Language) -> None:
    assert read_attributions(nlp.make_doc(SAID)) == []


def component(reader: Reader) -> QuotationComponent:
    return QuotationComponent(lambda: reader)


@pytest.mark.parametrize(
    ("words", "widened"),
    [
        (Span(0, 3), "The"),
        (Span(1, 3), "The"),
        (Span(1, 6), "The piers"),
        (Span(3, 9), "piers"),
        (Span(10, 13), "stay-open"),
        (Span(19, 20), "."),
    ],
)
def test_a_span_is_widened_to_the_tokens_it_touches(words: Span, widened: str) -> None:
    spaces = [True, True, False, False]
    doc = Doc(BLANK.vocab, words=["The", "piers", "stay-open", "."], spaces=spaces)
    (found,) = component(FixedReader(words))(doc)._.attributions
    assert [span.text for span in found.content] == [widened]
    assert found.offsets["content"] == [(words.start, words.end)]


def test_white_space_between_tokens_is_no_span() -> None:
    doc = BLANK.make_doc("The pier stays. ")
    for space in (Span(3, 4), Span(15, 16)):
        (found,) = component(FixedReader(space, Span(0, 3)))(doc)._.attributions
        assert [span.text for span in found.content] == ["The"]


def test_each_span_of_content_is_in_the_group() -> None:
    doc = component(FixedReader(Span(0, 3), Span(4, 8)))(BLANK.make_doc("The pier stays."))
    assert [(span.text, span.label_) for span in doc.spans["quotations"]] == [
        ("The", "indirect"),
        ("pier", "indirect"),
    ]


def test_a_text_longer_than_the_service_reads_is_read(nlp: Language) -> None:
    assert account(nlp(SAID + " " * 200_000)) == FOUND


def test_nul_is_refused(nlp: Language) -> None:
    with pytest.raises(InvalidText):
        nlp("“We\x00tried,” Ada said.")


def test_bytes_keep_all(nlp: Language) -> None:
    assert account(Doc(nlp.vocab).from_bytes(nlp(SAID).to_bytes())) == FOUND


def test_a_doc_bin_keeps_all(nlp: Language) -> None:
    packed = DocBin(docs=[nlp(SAID), nlp("")]).to_bytes()
    said, empty = DocBin().from_bytes(packed).get_docs(nlp.vocab)
    assert account(said) == FOUND
    assert read_attributions(empty) == []


def test_a_copy_keeps_all(nlp: Language) -> None:
    assert account(nlp(SAID).copy()) == FOUND
    assert account(pickle.loads(pickle.dumps(nlp(SAID)))) == FOUND


def test_a_saved_pipeline_works_as_before(nlp: Language, tmp_path: Path) -> None:
    nlp(SAID)
    nlp.to_disk(tmp_path)
    assert account(spacy.load(tmp_path)(SAID)) == FOUND


def test_several_processes_give_what_one_gives(nlp: Language) -> None:
    nlp(SAID)
    texts = [SAID, TEXT, "", SAID] * 3
    alone = [account(doc) for doc in nlp.pipe(texts)]
    several = [account(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=2)]
    assert several == alone
    assert alone[0] == FOUND


def test_an_engine_is_loaded_when_it_is_needed_and_once() -> None:
    loaded = []

    def load() -> Reader:
        loaded.append(1)
        return ScriptedReader()

    lazy = QuotationComponent(load)
    assert not loaded
    lazy(BLANK.make_doc(SAID))
    lazy(BLANK.make_doc(SAID))
    assert len(loaded) == 1


def test_a_component_is_sent_to_another_process_without_its_engine() -> None:
    one = QuotationComponent(ScriptedReader)
    one(BLANK.make_doc(SAID))
    assert account(pickle.loads(pickle.dumps(one))(BLANK.make_doc(SAID))) == FOUND


def test_the_entry_point_makes_the_component_known(tmp_path: Path) -> None:
    # Also the order in which things register: spaCy asks for the factory while its module loads.
    package = tmp_path / "quoter-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: quoter\nVersion: 1\n")
    (package / "entry_points.txt").write_text(
        "[spacy_factories]\n"
        "onrecord_quotations = service.extraction.spacy_component:make_quotations\n"
    )
    code = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('onrecord_quotations');"
        "print(nlp.config['components']['onrecord_quotations'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == (
        "{'factory': 'onrecord_quotations', 'reader': {'@misc': 'onrecord.reader.v1'}}\n"
    ), done.stderr


def test_the_engine_that_ships_reads_a_doc() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord_quotations")
    (found,) = nlp("“We tried our best,” Ada Holm said.")._.attributions
    assert [span.text for span in found.source] == ["Ada Holm"]
    assert found.kind == "direct"


def test_the_page_shows_what_happens(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "spacy.md").read_text("utf-8")
    blocks = re.findall(r"^```(python|text)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}
    for language, block in blocks:
        if language == "python":
            exec(block, names)
        else:
            assert capsys.readouterr().out == block
    assert [language for language, _ in blocks] == ["python", "text"] * 2
