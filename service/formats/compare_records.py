"""Compare a record as it was exported with the record as an annotator left it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.formats.judgement_requests import (
    CorrectionRequest,
    EditorRequest,
    JudgementRequest,
    to_seen,
)
from service.formats.record import ArticleRecord, QuotationRecord, SpeakerRecord
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A correction that no judgement can say."""

    quotation: int
    """The number of the quotation in the record as it was written, from 0."""
    reason: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """A stored quotation, and what an annotator left of it."""

    number: int
    id: str
    before: QuotationRecord
    after: QuotationRecord

    @property
    def is_moved(self) -> bool:
        """Whether the words stand elsewhere."""
        return _places(self.after) != _places(self.before)

    @property
    def speaker(self) -> SpeakerRecord | None:
        """The one named speaker whom the annotator put in place of those before."""
        if len(self.after.speakers) != 1 or _names(self.after) == _names(self.before):
            return None
        return self.after.speakers[0] if self.after.speakers[0].name else None


def compare_records(
    before: ArticleRecord, after: ArticleRecord
) -> Iterator[EditorRequest | Unsaid]:
    """Yield the decisions that turn one record into the other, one for each occurrence.

    Speakers come before words, since a request finds its quotation by the words that were exported.
    Quotations that are not stored or that were added are no decisions: they are gold for
    `onrecord evaluate`.
    """
    by_id = {each.id: each for each in after.quotations if each.id}
    new = [each for each in after.quotations if each.id is None]
    pairs, gone = [], []
    for number, quotation in enumerate(before.quotations):
        if quotation.id is None:
            continue
        left = by_id.get(quotation.id) or _drawn_again(quotation, new)
        if left is None:
            gone.append((quotation.id, quotation))
        else:
            pairs.append(_Pair(number, quotation.id, quotation, left))
    for pair in pairs:
        yield from _splits(pair)
    if before.id is None:
        return

    def correction(identifier: str, quotation: QuotationRecord) -> CorrectionRequest:
        seen = to_seen(before.text, quotation)
        return CorrectionRequest(article_id=before.id or "", quotation_id=identifier, seen=seen)

    for pair, said in _speakers(pairs):
        if isinstance(said, Unsaid):
            yield said
        else:
            yield replace(correction(pair.id, pair.before), speaker=said)
    for pair in pairs:
        if pair.is_moved:
            yield replace(correction(pair.id, pair.before), spans=_places(pair.after))
    for identifier, quotation in gone:
        yield correction(identifier, quotation)


def _drawn_again(gone: QuotationRecord, new: list[QuotationRecord]) -> QuotationRecord | None:
    """Take the new quotation over the words of one that is gone, and return it."""
    for each in new:
        if any(a.overlaps(b) for a in each.spans for b in gone.spans):
            new.remove(each)
            speakers = each.speakers or gone.speakers
            return replace(each, speakers=speakers, quote_id=gone.quote_id)
    return None


def _speakers(pairs: list[_Pair]) -> Iterator[tuple[_Pair, SpeakerRecord | Unsaid]]:
    """Yield the speakers that were put in place of others, one for each attribution."""
    given: set[object] = set()
    for pair in pairs:
        attribution = _attribution(pair.before)
        if pair.speaker is None or attribution in given:
            continue
        beside = [each for each in pairs if _attribution(each.before) == attribution]
        if any(_names(each.after) != [pair.speaker.name] for each in beside):
            reason = "A quotation of the same attribution has other speakers. Name the same ones."
            yield pair, Unsaid(pair.number, reason)
        else:
            given.add(attribution)
            yield pair, pair.speaker


def _splits(pair: _Pair) -> Iterator[JudgementRequest | Unsaid]:
    """Yield how occurrences go to another quote, or from one of several speakers to another."""
    found = [] if pair.speaker else list(_speaker_splits(pair))
    if pair.before.quote_id and pair.after.quote_id is None:
        found.append(JudgementRequest("quotes", pair.before.quote_id, (pair.id,)))
    if pair.is_moved and any(isinstance(each, JudgementRequest) for each in found):
        yield Unsaid(pair.number, "Its words are others now. Load them, and export it again.")
    else:
        yield from found


def _speaker_splits(pair: _Pair) -> Iterator[JudgementRequest | Unsaid]:
    left = list(pair.after.speakers)
    lost: list[SpeakerRecord] = []
    for speaker in pair.before.speakers:
        same = [each for each in left if each.name == speaker.name]
        if same:
            left.remove(same[0])
        else:
            lost.append(speaker)
    named = [each.name for each in left if each.name]
    if len(lost) != len(left) or len(named) != len(left):
        if lost or left:
            yield Unsaid(pair.number, "A judgement gives words to one speaker, who has a name.")
        return
    for speaker, name in zip(lost, named, strict=True):
        if speaker.id is None:
            yield Unsaid(pair.number, "The speaker before has no id, so no judgement can name it.")
        else:
            yield JudgementRequest("speakers", speaker.id, (pair.id,), name)


def _names(quotation: QuotationRecord) -> list[str | None]:
    return [each.name for each in quotation.speakers]


def _attribution(quotation: QuotationRecord) -> object:
    return quotation.content, quotation.cue, quotation.source


def _places(quotation: QuotationRecord) -> tuple[Span, ...]:
    return tuple(sorted(quotation.spans))
