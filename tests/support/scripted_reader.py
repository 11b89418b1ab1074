"""A reader whose findings a test can see in the text: “Words,” Name said.

The name may be "Name to Relay", for words that were passed on, and "she" is nobody known.
In "Name of Place" the last two words describe the speaker.
"""

from __future__ import annotations

import re
from dataclasses import replace

from service.extraction.quotation import Extraction, Kind, Polarity, Quotation, Stance
from service.speakers.article_reader import ArticleReader
from service.speakers.speaker import Resolution, Speaker, SpeakerKind
from service.text.document import Document
from service.text.spans import Span

_SENTENCE = re.compile(r"“([^”]+)”(?: and “([^”]+)”)? ([\w .]*?)(?: ?)(said|thinks|denies)\.")
_STANCES = {"said": Stance.SPEECH, "thinks": Stance.BELIEF, "denies": Stance.SPEECH}


class ScriptedPipeline:
    """Two quoted spans make a mixed quotation of two utterances, one a direct quotation."""

    def extract(self, document: Document) -> Extraction:
        if "EXPLODE" in document.text:
            raise RuntimeError(document.text)
        quotations = []
        for found in _SENTENCE.finditer(document.text):
            parts = [Span(*found.span(group)) for group in (1, 2) if found[group]]
            quotations.append(
                Quotation(
                    content=(Span(found.start(), parts[-1].end + 1),),
                    cue=(Span(*found.span(4)),),
                    source=(Span(*found.span(3)),) if found[3] else (),
                    kind=Kind.MIXED if found[2] else Kind.DIRECT,
                    stance=_STANCES[found[4]],
                    polarity=Polarity.DENIED if found[4] == "denies" else Polarity.ASSERTED,
                    confidence=0.9,
                    utterances=tuple((part,) for part in parts),
                )
            )
        broken = tuple(Span(*found.span()) for found in re.finditer("BROKEN.*", document.text))
        return Extraction(document, tuple(quotations), entities=(), broken=broken)


def resolve(extraction: Extraction) -> tuple[Resolution, ...]:
    """Names joined by "and" are several people; a name in lower case is no person's."""
    text = extraction.document.text
    return tuple(_resolution(text, quotation.source) for quotation in extraction.quotations)


def _resolution(text: str, source: tuple[Span, ...]) -> Resolution:
    who, _, relay = source[0].of(text).partition(" to ") if source else ("", "", "")
    names = who.split(" and ") if who else []
    starts = [source[0].start + who.index(name) for name in names]
    if names == ["she"]:
        return Resolution((), confidence=0.2, step="unknown", mention=source)
    return Resolution(
        speakers=tuple(map(_described, names, starts)),
        confidence=0.9,
        step="scripted",
        mention=tuple(Span(at, at + len(name)) for at, name in zip(starts, names, strict=True)),
        via=_speaker(relay) if relay else None,
    )


def _described(printed: str, start: int) -> Speaker:
    name = printed.partition(" of ")[0]
    described = (Span(start + len(name) + 1, start + len(printed)),) if name != printed else ()
    return replace(_speaker(name), description=described)


def _speaker(name: str) -> Speaker:
    return Speaker(name, SpeakerKind.PERSON if name.istitle() else SpeakerKind.ANONYMOUS)


def scripted_reader(*, max_characters: int) -> ArticleReader:
    return ArticleReader(
        pipeline=ScriptedPipeline(), resolve=resolve, max_characters=max_characters
    )
