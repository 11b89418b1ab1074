"""Apply editors' corrections to quotations as they were read, before they are stored.

All of it is pure. A correction names an utterance by a key that outlives rows, and holds the words
that it chose as places beside those that were read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from service.dedup.stored_form import letters_hash, occurrence_key
from service.dedup.utterance import EDITOR_STEP
from service.storage.inputs import (
    QuotationCorrection,
    QuotationWrite,
    SpeakerWrite,
    UtteranceWrite,
)
from service.storage.views import ResolutionView, SpanText
from service.text.spans import Span

Changes = Mapping[str, Any]
"""`Judgement.changes` of a correction."""

EDITOR = ResolutionView(step=EDITOR_STEP, confidence=1.0, mention=None, via=None)
"""How a speaker was found whom an editor named."""

_ANONYMOUS = "anonymous"
_BESIDE, _WORDS = "beside", "words"
"""Among the changes: where the words as read began at the time, and the hash of those chosen."""


def as_changes(correction: QuotationCorrection, *, read: UtteranceWrite, text: str) -> Changes:
    """Return a correction as a judgement keeps it. It holds no words of the article.

    Args:
        correction: What the editor corrects.
        read: The words as they were read.
        text: The article's text.
    """
    if correction.spans is not None:
        return {
            "spans": [{"start": span.start, "end": span.end} for span in correction.spans],
            _BESIDE: read.spans[0].start,
            _WORDS: letters_hash(_words(correction.spans, text)),
        }
    if correction.name is not None:
        return {"name": correction.name, "kind": correction.kind}
    return {"no_quotation": True}


def utterance_keys(
    outlet_key: str, article_key: str, quotations: Sequence[QuotationWrite]
) -> list[list[str]]:
    """Return the key of each utterance of an article's quotations, as they were read."""
    before: Counter[str] = Counter()
    keys = []
    for quotation in quotations:
        of_quotation = []
        for utterance in quotation.utterances:
            letters = letters_hash(utterance.text)
            nth = before[letters]
            of_quotation.append(occurrence_key(outlet_key, article_key, utterance.text, nth=nth))
            before[letters] += 1
        keys.append(of_quotation)
    return keys


def correct_quotations(
    quotations: Sequence[QuotationWrite],
    corrections: Mapping[str, Sequence[Changes]],
    *,
    outlet_key: str,
    article_key: str,
    text: str,
) -> tuple[QuotationWrite, ...]:
    """Return an article's quotations with the corrections that hold.

    Args:
        quotations: The quotations as they were read.
        corrections: The changes of each utterance, the latest last, by the utterance's key.
        outlet_key: The key of the outlet.
        article_key: The natural key of the article within the outlet.
        text: The article's text.
    """
    keys = utterance_keys(outlet_key, article_key, quotations)
    return tuple(
        _corrected(quotation, [corrections.get(key, ()) for key in of_quotation], text)
        for quotation, of_quotation in zip(quotations, keys, strict=True)
    )


def _corrected(
    read: QuotationWrite, corrections: Sequence[Sequence[Changes]], text: str
) -> QuotationWrite:
    utterances = tuple(
        _corrected_utterance(utterance, changes, text)
        for utterance, changes in zip(read.utterances, corrections, strict=True)
    )
    named = [changes for of_one in corrections for changes in of_one if "name" in changes]
    if utterances == read.utterances and not named:
        return read
    if all(utterance.withdrawn for utterance in utterances):
        return replace(read, utterances=utterances, speakers=(), as_read=read)
    speaker = max(named, key=lambda changes: int(changes["number"])) if named else None
    return replace(
        read,
        content=_content(read, utterances, text),
        utterances=utterances,
        speakers=(_speaker(speaker),) if speaker else read.speakers,
        resolution=EDITOR if speaker else read.resolution,
        as_read=read,
    )


def _corrected_utterance(
    read: UtteranceWrite, corrections: Sequence[Changes], text: str
) -> UtteranceWrite:
    corrected = read
    for changes in corrections:
        if "no_quotation" in changes:
            return replace(read, withdrawn=True)
        if "spans" in changes:
            spans = _moved(changes, read.spans[0].start - changes[_BESIDE], text)
            if letters_hash(_words(spans, text)) == changes[_WORDS]:
                corrected = UtteranceWrite(_words(spans, text), spans)
    return corrected


def _moved(changes: Changes, by: int, text: str) -> tuple[Span, ...]:
    """Return the spans of a correction where they are now. What is outside the text is cut off."""
    moved = (
        Span(max(each["start"] + by, 0), min(each["end"] + by, len(text)))
        for each in changes["spans"]
    )
    return tuple(span for span in moved if span.start < span.end)


def _content(read: QuotationWrite, utterances: Sequence[UtteranceWrite], text: str) -> SpanText:
    """Return all that is attributed: the words as corrected, and the paraphrase around them."""
    moved = [
        (before, after)
        for before, after in zip(read.utterances, utterances, strict=True)
        if before.spans != after.spans
    ]
    if not moved:
        return read.content
    spans = list(read.content.spans)
    for before, _ in moved:
        for words in before.spans:
            spans = [piece for span in spans for piece in _without(span, words)]
    spans = [span for span in spans if any(map(str.isalnum, span.of(text)))]
    spans += [span for _, after in moved for span in after.spans]
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return SpanText(_words(joined, text), tuple(joined))


def _without(span: Span, words: Span) -> list[Span]:
    if not span.overlaps(words):
        return [span]
    pieces = Span(span.start, words.start), Span(words.end, span.end)
    return [piece for piece in pieces if piece.start < piece.end]


def _speaker(changes: Changes) -> SpeakerWrite:
    return SpeakerWrite(
        name=changes["name"], kind=changes["kind"], named=changes["kind"] != _ANONYMOUS
    )


def _words(spans: Sequence[Span], text: str) -> str:
    return " ".join(span.of(text) for span in spans)
