"""Turn the quotations of an article that was read into what storage takes in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from service.extraction.quotation import Polarity, Quotation
from service.extraction.statements.min_confidence import MinConfidence
from service.ingest.article_in import MAX_NAME
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import Resolution, Speaker, SpeakerKind
from service.storage.inputs import QuotationWrite, SpeakerWrite, UtteranceWrite
from service.storage.views import Relay, ResolutionView, SpanText
from service.text.spans import Span


def quotation_inputs(
    article: ReadArticle, *, stances: Collection[str], min_confidence: MinConfidence
) -> tuple[QuotationWrite, ...]:
    """Return the article's quotations that are stored, in the order of the text."""
    text = article.extraction.document.text
    found = zip(article.extraction.quotations, article.resolutions, strict=True)
    return tuple(
        QuotationWrite(
            kind=quotation.kind.value,
            stance=quotation.stance.value,
            polarity=quotation.polarity.value,
            confidence=quotation.confidence,
            content=_span_text(text, quotation.content),
            cue=_span_text(text, quotation.cue) if quotation.cue else None,
            source=_span_text(text, quotation.source) if quotation.source else None,
            resolution=_resolution(text, resolution),
            speakers=_speakers(text, resolution, denied=_is_denied(quotation)),
            utterances=() if _is_denied(quotation) else _utterances(text, quotation.utterances),
            denied=_utterances(text, quotation.utterances) if _is_denied(quotation) else (),
        )
        for quotation, resolution in found
        if quotation.stance.value in stances and min_confidence.keeps(quotation)
    )


def _span_text(text: str, spans: tuple[Span, ...]) -> SpanText:
    return SpanText(text=" ".join(span.of(text) for span in spans), spans=spans)


def _resolution(text: str, resolution: Resolution) -> ResolutionView:
    via = _speaker(text, resolution.via) if resolution.via else None
    return ResolutionView(
        step=resolution.step,
        confidence=resolution.confidence,
        mention=_span_text(text, resolution.mention) if resolution.mention else None,
        via=Relay(via.name, via.kind) if via and via.name else None,
    )


def _utterances(text: str, utterances: tuple[tuple[Span, ...], ...]) -> tuple[UtteranceWrite, ...]:
    read = (_span_text(text, spans) for spans in utterances)
    return tuple(UtteranceWrite(text=u.text, spans=u.spans) for u in read if u.text.strip())


def _is_denied(quotation: Quotation) -> bool:
    return quotation.polarity is Polarity.DENIED


def _speakers(text: str, resolution: Resolution, *, denied: bool) -> tuple[SpeakerWrite, ...]:
    """Return the speakers. Who did not say it gets no row, and nothing is counted for them."""
    found = (_speaker(text, speaker) for speaker in resolution.speakers)
    return tuple(replace(speaker, named=False) if denied else speaker for speaker in found)


def _speaker(text: str, speaker: Speaker) -> SpeakerWrite:
    # A "name" that is longer than any name is a piece of text. No speaker is known by it.
    name = speaker.name if speaker.name and len(speaker.name) <= MAX_NAME else None
    named = name is not None and speaker.kind is not SpeakerKind.ANONYMOUS
    return SpeakerWrite(
        name=name,
        kind=speaker.kind.value,
        named=named,
        description=_span_text(text, speaker.description) if speaker.description else None,
    )
