"""Notes for the copy desk: what an editor asks about the quotations of a draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.dedup.words.normalise import total_bits
from service.extraction.quotation import Kind
from service.proofs.draft import DraftQuotation
from service.proofs.patterns import REASON
from service.proofs.source_text import SourceText, Statement, Voice, to_source_speaker
from service.proofs.speakers import CreditCheck, credit
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import Speaker, SpeakerKind
from service.text.document import Document
from service.text.spans import Span

_RUN = 4
"""Two quotations that share as many words, side by side, are compared."""
_LEAST_BITS = 25.0
"""Fewer shared words may be said by anybody, and twice."""


class NoteKind(StrEnum):
    """What the copy desk asks about."""

    UNATTRIBUTED = "unattributed"
    ANONYMOUS_WITHOUT_REASON = "anonymous_without_reason"
    SURNAME_ONLY = "surname_only"
    TWO_SPEAKERS = "two_speakers"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Note:
    """One question about a draft."""

    kind: NoteKind
    span: Span
    """The words of the draft that it is about."""
    related: Span | None = None
    """The first of two quotations with the same words."""


def find_notes(draft: ReadArticle, quotations: Sequence[DraftQuotation]) -> list[Note]:
    """Return the notes on a draft, in the order of its text."""
    document = draft.extraction.document
    found = [
        *_unattributed(quotations),
        *_anonymous(document, quotations),
        *_surnames(quotations),
        *_same_words(quotations),
    ]
    return sorted(found, key=lambda note: (note.span, note.kind))


def _unattributed(quotations: Sequence[DraftQuotation]) -> Iterator[Note]:
    for each in quotations:
        unknown = not each.resolution.speakers and not each.quotation.source
        if each.kind is not Kind.INDIRECT and unknown:
            yield Note(NoteKind.UNATTRIBUTED, _hull(each))


def _anonymous(document: Document, quotations: Sequence[DraftQuotation]) -> Iterator[Note]:
    """Yield a note for each source without a name, once, unless any place says why."""
    first: dict[str, Span] = {}
    reasons: set[str] = set()
    for each in quotations:
        speakers = each.resolution.speakers
        if not speakers or any(s.kind is not SpeakerKind.ANONYMOUS for s in speakers):
            continue
        source = each.quotation.source or each.spans
        key = (speakers[0].name or source[0].of(document.text)).casefold()
        first.setdefault(key, source[0])
        near = [p for p in document.paragraphs if any(p.overlaps(span) for span in source)]
        if any(REASON.search(document.text, p.start, p.end) for p in near):
            reasons.add(key)
    for key, span in first.items():
        if key not in reasons:
            yield Note(NoteKind.ANONYMOUS_WITHOUT_REASON, span)


def _surnames(quotations: Sequence[DraftQuotation]) -> Iterator[Note]:
    noted: set[str] = set()
    for each in quotations:
        for speaker in each.resolution.speakers:
            if _is_surname(speaker) and speaker.name not in noted:
                noted.add(speaker.name or "")
                yield Note(NoteKind.SURNAME_ONLY, (each.quotation.source or each.spans)[0])


def _is_surname(speaker: Speaker) -> bool:
    return speaker.kind is SpeakerKind.PERSON and len((speaker.name or "").split()) == 1


def _same_words(quotations: Sequence[DraftQuotation]) -> Iterator[Note]:
    """Yield a note for words that a quotation shares whole with an earlier one."""
    seen: dict[tuple[str, ...], int] = {}
    for number, each in enumerate(quotations):
        if each.kind is Kind.INDIRECT or each.bits < _LEAST_BITS:
            continue
        runs = [each.forms[i : i + _RUN] for i in range(len(each.forms) - _RUN + 1)]
        for earlier in sorted({seen[run] for run in runs if run in seen}):
            if _has_whole(quotations[earlier].forms, each.forms):
                differ = _differ(quotations[earlier], each)
                kind = NoteKind.TWO_SPEAKERS if differ else NoteKind.REPEATED
                yield Note(kind, _hull(each), _hull(quotations[earlier]))
                break
        for run in runs:
            seen.setdefault(run, number)


def _has_whole(one: Sequence[str], other: Sequence[str]) -> bool:
    shorter, longer = sorted((" ".join(one), " ".join(other)), key=len)
    return f" {shorter} " in f" {longer} " and total_bits(shorter.split()) >= _LEAST_BITS


def _differ(one: DraftQuotation, other: DraftQuotation) -> bool:
    speakers = tuple(map(to_source_speaker, one.resolution.speakers))
    said = Statement(one.spans, Voice.QUOTED, speakers)
    return credit(other.speaker, said, SourceText(one.text, (said,), said)) is CreditCheck.DIFFERENT


def _hull(quotation: DraftQuotation) -> Span:
    return Span(quotation.spans[0].start, max(span.end for span in quotation.spans))
