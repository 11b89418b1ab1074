"""The draft's side of a proof: each quotation with its words, and the marks between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from service.dedup.words.normalise import Token, bits, tokens_of
from service.dedup.words.patterns import NEGATIONS
from service.extraction.quotation import Kind, Polarity, Quotation, QuotedSpan, Stance
from service.extraction.rules.content.titles import names_a_title
from service.extraction.statements.min_confidence import ANSWERED
from service.proofs.speakers import DraftSpeaker, draft_speaker
from service.proofs.words import spoken_words
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import UNRESOLVED, Resolution
from service.text.spans import Span

_OMISSION = re.compile(r"…|\.\s?\.\s?\.|\[|\*\s?\*\s?\*")
_STOP = re.compile(r"[.!?]")
_LOWER_START = re.compile(r"[\s\"'“”‘’(]*[^\W\d_A-Z]")
_BEGINS_WITHIN = re.compile(r"[\s\"'“”‘’(]*(?:…|\.\s?\.|\[|[^\W\d_A-Z])")
_ENDS_WITHIN = re.compile(r"(?:…|\.\s?\.\s?\.|\])[\s\"'“”‘’).,]*\Z")
_SENTENCE_END = re.compile(r"[.!?;\n]\s*")
_LEAD = 60
"""A negation before a piece is in as many characters before its mark."""
_FEWEST_UNCREDITED = 5
"""Fewer words in marks without a speaker are a name or a phrase of the newsroom's."""


@dataclass(frozen=True)
class DraftQuotation:
    """One utterance of a draft: a direct quotation, a quoted stretch of a mixed one, a paraphrase.

    It is not slotted, so that its words are read once.
    """

    text: str
    """The draft."""
    quotation: Quotation
    resolution: Resolution
    spans: tuple[Span, ...]
    """The words, without marks."""
    credited: bool = True
    """False for words in marks that no clause credits to a speaker."""

    @property
    def kind(self) -> Kind:
        """How much of the attribution is verbatim."""
        return self.quotation.kind

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The normal words."""
        return spoken_words(self.text, self.spans)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms of the normal words."""
        return tuple(token.form for token in self.tokens)

    @cached_property
    def bits(self) -> float:
        """The weight of all words."""
        return sum(map(bits, self.forms))

    @cached_property
    def speaker(self) -> DraftSpeaker:
        """Who said it, as the draft has it."""
        printed = " ".join(span.of(self.text) for span in self.quotation.source)
        return draft_speaker(self.resolution, printed)

    @cached_property
    def wording(self) -> str:
        """The words as printed, the spans joined by a space."""
        return " ".join(span.of(self.text) for span in self.spans)

    @cached_property
    def begins_within(self) -> bool:
        """Whether the draft shows that the words begin within a sentence."""
        return self.kind is Kind.MIXED or bool(_BEGINS_WITHIN.match(self.wording))

    @cached_property
    def ends_within(self) -> bool:
        """Whether the draft shows that the words are a piece, or that they stop short."""
        is_piece = self.kind is Kind.MIXED or bool(_LOWER_START.match(self.wording))
        return is_piece or bool(_ENDS_WITHIN.search(self.wording))

    @cached_property
    def is_denied(self) -> bool:
        """Whether the draft prints a negation before a piece: 'would not “pretend”'."""
        before = Span(max(0, self.spans[0].start - _LEAD), self.spans[0].start).of(self.text)
        words = _SENTENCE_END.split(before)[-1]
        return any(token.form in NEGATIONS for token in tokens_of(words))

    def is_interrupted_before(self, number: int) -> bool:
        """Return whether a clause such as "she said" stands before a word."""
        starts = [span.start for span in self.spans]
        one, other = self.tokens[number - 1].start, self.tokens[number].start
        return bisect_right(starts, one) != bisect_right(starts, other)

    def has_omission_before(self, number: int) -> bool:
        """Return whether an ellipsis or brackets stand before a word."""
        return bool(_OMISSION.search(self._between(number)))

    def has_stop_before(self, number: int) -> bool:
        """Return whether a sentence ends before a word."""
        return bool(_STOP.search(self._between(number)))

    def place_in_wording(self, first: int, last: int) -> Span:
        """Return where the words from `first` to `last` stand in `wording`."""
        start = min(token.start for token in self.tokens[first : last + 1])
        end = max(token.end for token in self.tokens[first : last + 1])
        return Span(self._in_wording(start), self._in_wording(end))

    def spans_of(self, first: int, last: int) -> tuple[Span, ...]:
        """Return where the words from `first` to `last` stand in the draft."""
        start = min(token.start for token in self.tokens[first : last + 1])
        end = max(token.end for token in self.tokens[first : last + 1])
        return tuple(
            Span(max(start, span.start), min(end, span.end))
            for span in self.spans
            if span.start < end and start < span.end
        )

    def _between(self, number: int) -> str:
        return self.text[self.tokens[number - 1].end : self.tokens[number].start]

    def _in_wording(self, offset: int) -> int:
        before = 0
        for span in self.spans:
            if offset <= span.end:
                return before + max(0, offset - span.start)
            before += len(span) + 1
        return len(self.wording)


def draft_quotations(draft: ReadArticle) -> list[DraftQuotation]:
    """Return every quotation of a draft in the order of its text, as `POST /v1/extract` has them.

    An indirect one that is hardly a statement ("praised the design") is none.
    Words in marks that no clause credits come as well: an editor wants to know whose they are.
    """
    text = draft.extraction.document.text
    found = [
        DraftQuotation(text, quotation, resolution, utterance)
        for quotation, resolution in zip(
            draft.extraction.quotations, draft.resolutions, strict=True
        )
        if quotation.kind is not Kind.INDIRECT
        or (quotation.stance is Stance.SPEECH and ANSWERED.keeps(quotation))
        for utterance in quotation.utterances
    ]
    found += _uncredited(text, draft.extraction.quoted_spans, draft.extraction.quotations)
    return sorted(found, key=lambda each: (each.spans, each.quotation.content))


def _uncredited(
    text: str, quoted_spans: Sequence[QuotedSpan], quotations: Sequence[Quotation]
) -> Iterator[DraftQuotation]:
    ends = sorted((span.start, span.end) for quotation in quotations for span in quotation.content)
    reach, farthest = [], 0
    for _, end in ends:
        farthest = max(farthest, end)
        reach.append(farthest)
    starts = [start for start, _ in ends]
    for quoted in quoted_spans:
        at = bisect_right(starts, quoted.inner.end - 1) - 1
        if quoted.depth or (at >= 0 and reach[at] > quoted.inner.start):
            continue
        words = quoted.inner.trimmed(text)
        if _is_prose(words.of(text)) and not names_a_title(text, quoted.inner):
            alone = Quotation(
                content=(words,),
                cue=(),
                source=(),
                kind=Kind.DIRECT,
                stance=Stance.SPEECH,
                confidence=0.0,
                utterances=((words,),),
                polarity=Polarity.ASSERTED,
            )
            yield DraftQuotation(text, alone, UNRESOLVED, (words,), credited=False)


def _is_prose(words: str) -> bool:
    printed = words.split()
    small = sum(word[:1].islower() for word in printed)
    return len(printed) >= _FEWEST_UNCREDITED and 2 * small > len(printed)
