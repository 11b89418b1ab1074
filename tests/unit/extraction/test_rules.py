from collections.abc import Iterable, Iterator

import pytest
from spacy.tokens import Doc

from service.extraction.cues import find_stance, load_verbs
from service.extraction.marks import find_stretches
from service.extraction.quotation import EntityLabel, Reading, Stance
from service.extraction.rules.plain import read_plain
from service.extraction.rules.reader import RuleReader
from service.text.document import read_document
from service.text.spans import Span

TEXT = "“The boat is late,” said Ada Roy.\nThis one breaks.\n“We will wait,” said Ben Cole."


class Breaking:
    """A parser that fails on what the test names, alone or in company."""

    def __init__(self, reader: RuleReader, *, on: str) -> None:
        self._nlp = reader._nlp
        self._on = on

    def __call__(self, text: str) -> Doc:
        if self._on in text:
            raise ValueError("the parser fails")
        return self._nlp(text)

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        return (self(text) for text in texts)


def read(reader: RuleReader, text: str) -> Reading:
    document = read_document(text)
    return reader.read(document, find_stretches(document))


def test_a_paragraph_on_which_the_parser_fails_costs_itself_alone(rule_reader: RuleReader) -> None:
    reading = read(RuleReader(Breaking(rule_reader, on="breaks")), TEXT)
    assert [span.of(TEXT) for span in reading.broken] == ["This one breaks."]
    assert [a.source[0].of(TEXT) for a in reading.attributions] == ["Ada Roy", "Ben Cole"]


def test_names_come_out_as_entities(rule_reader: RuleReader) -> None:
    text = "Angela Merkel met Microsoft in Berlin on Friday."
    found = {entity.span.of(text): entity.label for entity in read(rule_reader, text).entities}
    assert found == {
        "Angela Merkel": EntityLabel.PERSON,
        "Microsoft": EntityLabel.ORGANIZATION,
        "Berlin": EntityLabel.LOCATION,
    }


def test_only_the_paragraphs_given_are_read(rule_reader: RuleReader) -> None:
    document = read_document(TEXT)
    part = type(document)(text=TEXT, paragraphs=document.paragraphs[2:])
    reading = rule_reader.read(part, find_stretches(document))
    assert [a.source[0].of(TEXT) for a in reading.attributions] == ["Ben Cole"]


@pytest.mark.parametrize("hostile", ['"', "'", "a", "“‘", "$", "http://", "said ", '"a" said '])
def test_hostile_text_is_read_within_bounds(rule_reader: RuleReader, hostile: str) -> None:
    assert read(rule_reader, (hostile * 4000)[:4000]).broken == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plain words", "plain words"),
        ("Al &amp; Bo", "Al & Bo"),
        ("&ldquo;Yes&#8221;", "“Yes”"),
        ("``Yes''", '"Yes"'),
        ("a\u200bb\xa0c", "ab c"),
        ("&nosuch; & co", "&nosuch; & co"),
    ],
)
def test_the_parser_reads_plain_words(text: str, words: str) -> None:
    plain = read_plain(text, Span(0, len(text)))
    assert plain.words == words
    assert plain.span(0, len(words)) == Span(0, len(text))


def test_every_verb_knows_its_forms() -> None:
    verbs = load_verbs()
    assert {verbs[form][0] for form in ("deny", "denies", "denied", "denying")} == {"deny"}
    assert {verbs[form][0] for form in ("tell", "tells", "told", "telling")} == {"tell"}
    assert {verbs[form][0] for form in ("argue", "argued", "arguing")} == {"argue"}
    assert {verbs[form][0] for form in ("stress", "stresses", "stressed")} == {"stress"}


@pytest.mark.parametrize(
    ("cue", "stance"),
    [
        ("said", Stance.SPEECH),
        ("according to", Stance.SPEECH),
        ("", Stance.SPEECH),
        ("Thinks", Stance.BELIEF),
        ("plans to", Stance.INTENTION),
        ("said he hopes", Stance.SPEECH),
    ],
)
def test_a_cue_tells_the_stance(cue: str, stance: Stance) -> None:
    assert find_stance(cue) is stance
