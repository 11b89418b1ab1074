"""A parsed paragraph, and which of its tokens stand between quotation marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from service.extraction.cues import load_verbs
from service.extraction.quotation import Stretch
from service.extraction.rules.plain import PlainText
from service.text.spans import Span

OUTSIDE = -1
_DEPENDENTS = 60
_STOPS = frozenset(".?!;")
_TRIM = frozenset(" \t\xa0,.;:-–—…!?")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as the rules see it: everything is counted in tokens, spans come out."""

    text: str
    """The whole text: spans are offsets into it."""
    span: Span
    plain: PlainText
    doc: Doc
    stretches: tuple[Stretch, ...]
    """The outermost stretches of the paragraph."""
    owners: tuple[int, ...]
    """For each token the number of the stretch it stands in, marks included, or OUTSIDE."""
    tokens: tuple[range, ...]
    """For each stretch its tokens, marks included."""
    sentences: tuple[range, ...]
    """For each token the tokens of its sentence; none ends amid a stretch."""
    dependents: tuple[tuple[Token, ...], ...]
    """For each token the tokens that hang from it, a reasonable number at most."""

    def place(self, first: int, last: int) -> Span:
        """A first and a last token -> where their words stand in the text."""
        end = self.doc[last]
        return self.plain.span(self.doc[first].idx, end.idx + len(end))

    def words(self, first: int, last: int) -> Span | None:
        """A first and a last token -> their words without outer stops; None if none are left."""
        if first > last:
            return None
        span = self.place(first, last)
        start, end = span.start, span.end
        while start < end and self.text[start] in _TRIM:
            start += 1
        while end > start and self.text[end - 1] in _TRIM:
            end -= 1
        for number in {self.owners[index] for index in (first, last)} - {OUTSIDE}:
            # A stretch is said whole or not at all.
            outer = self.stretches[number].outer
            start, end = min(start, outer.start), max(end, outer.end)
        return Span(start, end) if start < end else None

    def gap_before(self, number: int) -> range:
        """The number of a stretch -> the tokens between the stretch before and this one."""
        start = self.tokens[number - 1].stop if number else 0
        return range(start, self.tokens[number].start)

    def gap_after(self, number: int) -> range:
        """The number of a stretch -> the tokens between this stretch and the next."""
        last = number + 1 == len(self.tokens)
        end = len(self.owners) if last else self.tokens[number + 1].start
        return range(self.tokens[number].stop, end)

    def is_outside(self, index: int) -> bool:
        """A token -> whether it stands outside all quotation marks."""
        return self.owners[index] == OUTSIDE


def lay_tokens(
    *, text: str, span: Span, plain: PlainText, doc: Doc, stretches: Sequence[Stretch]
) -> Paragraph:
    """A parsed paragraph and its outermost stretches -> the same with its tokens told apart."""
    owners = [OUTSIDE] * len(doc)
    worded: list[Stretch] = []
    tokens: list[range] = []
    index = 0
    for stretch in stretches:
        while index < len(doc) and plain.span(*_ends(doc[index])).end <= stretch.outer.start:
            index += 1
        first = index
        while index < len(doc) and plain.span(*_ends(doc[index])).start < stretch.outer.end:
            owners[index] = len(worded)
            index += 1
        if first < index:  # none is left of a stretch that held nothing but stray marks
            worded.append(stretch)
            tokens.append(range(first, index))
    ends = [
        doc[i].text in _STOPS if owner == OUTSIDE else _ends_with(text, worded[owner], doc, i)
        for i, owner in enumerate(owners)
    ]
    return Paragraph(
        text=text,
        span=span,
        plain=plain,
        doc=doc,
        stretches=tuple(worded),
        owners=tuple(owners),
        tokens=tuple(tokens),
        sentences=tuple(_sentences(ends)),
        dependents=_dependents(doc),
    )


def is_cue(token: Token) -> bool:
    """A token -> whether it is a form of a cue verb, used as a verb."""
    return token.lower_ in load_verbs() and token.tag_.startswith("VB")


def verb_of(token: Token) -> str:
    """A cue token -> the verb that it is a form of."""
    return load_verbs()[token.lower_][0]


def is_comma(paragraph: Paragraph, index: int) -> bool:
    """A token -> whether a comma stands there, or a stretch that ends with one."""
    if index >= len(paragraph.doc):
        return False
    if paragraph.doc[index].text in (",", "--", "—", "–"):
        return True
    if paragraph.is_outside(index):
        return False
    number = paragraph.owners[index]
    closes = index == paragraph.tokens[number][-1]
    return closes and paragraph.stretches[number].inner.of(paragraph.text).rstrip().endswith(",")


def content_of(paragraph: Paragraph, first: int, last: int) -> tuple[Span, ...]:
    """A first and a last token -> their words as content; empty if none are left."""
    if first > last:
        return ()
    span = paragraph.words(first, last)
    return (span,) if span else ()


def _dependents(doc: Doc) -> tuple[tuple[Token, ...], ...]:
    """A parse -> for each token its dependents (spaCy walks the whole subtree to find them)."""
    dependents: list[list[Token]] = [[] for _ in range(len(doc))]
    for token in doc:
        siblings = dependents[token.head.i]
        if token.head.i != token.i and len(siblings) < _DEPENDENTS:
            siblings.append(token)
    return tuple(tuple(siblings) for siblings in dependents)


def _ends_with(text: str, stretch: Stretch, doc: Doc, index: int) -> bool:
    """A token in a stretch -> whether both end here, and a sentence with them."""
    if index + 1 == len(doc):
        return True
    place = doc[index + 1]
    last = text[stretch.inner.end - 1 : stretch.inner.end]
    return last in _STOPS and place.text[:1].isupper() and doc[index].is_quote


def _sentences(ends: Sequence[bool]) -> list[range]:
    """For each token whether a sentence ends there -> for each token its sentence."""
    sentences: list[range] = []
    start = 0
    for index, is_end in enumerate(ends):
        if is_end or index + 1 == len(ends):
            sentences.extend([range(start, index + 1)] * (index + 1 - start))
            start = index + 1
    return sentences


def _ends(token: Token) -> tuple[int, int]:
    return token.idx, token.idx + len(token)
