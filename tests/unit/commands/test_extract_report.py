"""The lines that `onrecord extract` writes."""

from __future__ import annotations

import json
from typing import Any

from service.commands.extract_report import article_line, failure_line
from service.extraction.quotation import Extraction, Kind, Quotation, Stance
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import Resolution, Speaker, SpeakerKind
from service.text.document import read_document
from service.text.spans import Span

TEXT = "“Ready,” said Ida Holm and Bo Ek."


def article(*speakers: Speaker, via: Speaker | None = None) -> ReadArticle:
    quotation = Quotation(
        content=(Span(1, 7),),
        cue=(Span(9, 13),),
        source=(Span(14, 32),),
        kind=Kind.DIRECT,
        stance=Stance.SPEECH,
        confidence=0.91234,
        utterances=((Span(1, 7),),),
    )
    return ReadArticle(
        extraction=Extraction(document=read_document(TEXT), quotations=(quotation,), entities=()),
        resolutions=(
            Resolution(
                speakers=speakers,
                confidence=0.98765,
                step="name",
                mention=(Span(14, 22),) if speakers else (),
                via=via,
            ),
        ),
    )


def attribution(*speakers: Speaker, via: Speaker | None = None) -> dict[str, Any]:
    line = json.loads(article_line("a1", article(*speakers, via=via)))
    assert line["id"] == "a1"
    (only,) = line["attributions"]
    return dict(only)


def test_an_attribution_has_the_shape_that_the_scorer_reads() -> None:
    assert attribution(Speaker("Ida Holm", SpeakerKind.PERSON)) == {
        "content": [[1, 7]],
        "cue": [[9, 13]],
        "source": [[14, 32]],
        "kind": "direct",
        "stance": "speech",
        "polarity": "asserted",
        "speaker": "Ida Holm",
        "speaker_kind": "person",
        "descriptions": [[]],
        "confidence": 0.9123,
        "statement": 1.0,
        "resolution": {"step": "name", "confidence": 0.9877, "mention": [[14, 22]], "via": None},
    }


def test_joint_speakers_are_joined() -> None:
    both = [Speaker("Ida Holm", SpeakerKind.PERSON), Speaker("Bo Ek", SpeakerKind.PERSON)]
    assert attribution(*both)["speaker"] == "Ida Holm; Bo Ek"


def test_an_unknown_speaker_is_null() -> None:
    assert attribution()["speaker"] is None
    assert attribution()["speaker_kind"] is None
    assert attribution()["resolution"]["mention"] == []


def test_the_relay_is_shown() -> None:
    relay = Speaker("Second Wire", SpeakerKind.ORGANIZATION)
    found = attribution(Speaker("Ida Holm", SpeakerKind.PERSON), via=relay)
    assert found["resolution"]["via"] == {"name": "Second Wire", "kind": "organization"}


def test_an_anonymous_speaker_has_a_kind_and_no_name() -> None:
    found = attribution(Speaker(None, SpeakerKind.ANONYMOUS))
    assert (found["speaker"], found["speaker_kind"]) == (None, "anonymous")


def test_paragraphs_that_could_not_be_read_are_listed() -> None:
    extraction = Extraction(
        document=read_document(TEXT), quotations=(), entities=(), broken=(Span(0, 8),)
    )
    line = article_line("a1", ReadArticle(extraction=extraction, resolutions=()))
    assert json.loads(line) == {"id": "a1", "attributions": [], "unread": [[0, 8]]}


def test_a_failure_keeps_its_place_and_its_reason() -> None:
    assert json.loads(failure_line("a1", "too long")) == {
        "id": "a1",
        "attributions": [],
        "error": "too long",
    }
