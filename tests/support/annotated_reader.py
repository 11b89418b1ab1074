"""A reader of annotated lines, so that storage is tested without an engine.

A text is lines of `SPEAKER | KIND | WORDS`; other lines hold no quotation. A speaker is a name,
`@name` for an organisation, `~words` for an anonymous one, `?` for no speaker, `A & B` for both,
`A via B` for A's words passed on by B. `A = words` describes A. `A?` is a name of which the reader
is unsure.
Parts of the words are set off by ` // `: of a direct quotation they are one utterance, of a mixed
one each is its own. A kind may be followed by a stance or a polarity: `direct belief`,
`direct denied`.
"""

from __future__ import annotations

from dataclasses import replace

from service.extraction.quotation import Extraction, Kind, Polarity, Quotation, Stance
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import Resolution, Speaker, SpeakerKind
from service.text.document import read_document
from service.text.spans import Span


class AnnotatedReader:
    """A reader of texts in this form. It counts them."""

    def __init__(self) -> None:
        self.count = 0

    def read(self, text: str) -> ReadArticle:
        self.count += 1
        document = read_document(text)
        quotations, resolutions = [], []
        for paragraph in document.paragraphs:
            line = paragraph.of(text)
            if line.count(" | ") == 2:
                quotations.append(_quotation(text, paragraph))
                resolutions.append(_resolution(line.split(" | ")[0], paragraph.start))
        extraction = Extraction(document=document, quotations=tuple(quotations), entities=())
        return ReadArticle(extraction=extraction, resolutions=tuple(resolutions))


def _quotation(text: str, line: Span) -> Quotation:
    source, kinds, words = line.of(text).split(" | ")
    kind, _, more = kinds.partition(" ")
    denied = more == Polarity.DENIED
    parts, start = [], line.end - len(words)
    for part in words.split(" // "):
        parts.append(Span(start, start + len(part)))
        start += len(part) + len(" // ")
    spans = tuple(parts)
    cue_start = line.start + len(source) + len(" | ")
    return Quotation(
        content=spans,
        cue=(Span(cue_start, cue_start + len(kinds)),),
        source=() if source == "?" else (Span(line.start, line.start + len(source)),),
        kind=Kind(kind),
        stance=Stance(more) if more and not denied else Stance.SPEECH,
        polarity=Polarity.DENIED if denied else Polarity.ASSERTED,
        confidence=0.75,
        utterances=tuple((span,) for span in spans) if kind == "mixed" else (spans,),
    )


def _resolution(source: str, start: int) -> Resolution:
    who, _, relay = source.partition(" via ")
    names_only = who.removesuffix("?")
    printed = names_only.split(" & ") if names_only else []
    speakers = tuple(_described(each, start + source.index(each)) for each in printed)
    names = [speaker.name or "" for speaker in speakers]
    places = [start + source.index(name) for name in names]
    return Resolution(
        speakers=speakers,
        confidence=0.3 if speakers and who.endswith("?") else 0.5,
        step="annotated",
        mention=tuple(Span(at, at + len(name)) for at, name in zip(places, names, strict=True)),
        via=_speaker(relay) if relay else None,
    )


def _described(printed: str, start: int) -> Speaker:
    name, _, words = printed.partition(" = ")
    end = start + len(printed)
    described = (Span(end - len(words), end),) if words else ()
    return replace(_speaker(name), description=described)


def _speaker(name: str) -> Speaker:
    kinds = {"@": SpeakerKind.ORGANIZATION, "~": SpeakerKind.ANONYMOUS}
    kind = kinds.get(name[0], SpeakerKind.PERSON)
    return Speaker(name=name.lstrip("@~"), kind=kind)
