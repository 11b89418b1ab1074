"""A reader whose findings a test can see in the text: “Words,” Name said."""

from __future__ import annotations

import re

from service.extraction.quotation import Extraction, Kind, Quotation, Stance
from service.speakers.account import ArticleReader
from service.speakers.speaker import Resolution, Speaker, SpeakerKind
from service.text.document import Document
from service.text.spans import Span

_SENTENCE = re.compile(r"“([^”]+)”(?: and “([^”]+)”)? ([\w .]*?)(?: ?)(said|thinks)\.")
_STANCES = {"said": Stance.SPEECH, "thinks": Stance.BELIEF}


class ScriptedPipeline:
    """Two stretches make a mixed quotation of two utterances, one a direct quotation."""

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
                    confidence=0.9,
                    utterances=tuple((part,) for part in parts),
                )
            )
        broken = tuple(Span(*found.span()) for found in re.finditer("BROKEN.*", document.text))
        return Extraction(document, tuple(quotations), entities=(), broken=broken)


def resolve(extraction: Extraction) -> tuple[Resolution, ...]:
    """Names joined by "and" are several people; a name in lower case is nobody's."""
    text = extraction.document.text
    return tuple(
        Resolution(
            speakers=tuple(
                Speaker(name, SpeakerKind.PERSON if name.istitle() else SpeakerKind.ANONYMOUS)
                for span in quotation.source
                for name in span.of(text).split(" and ")
            ),
            confidence=0.9,
            step="scripted",
            mention=(),
        )
        for quotation in extraction.quotations
    )


def scripted_reader(*, max_characters: int) -> ArticleReader:
    return ArticleReader(
        pipeline=ScriptedPipeline(), resolve=resolve, max_characters=max_characters
    )
