"""Context rules: the words right around a quoted span say whose it is.

"Both sites pulled what Ada Quill described as a “wreck”": the words are hers, whatever the sentence
is about. A paragraph that is one quoted span belongs to the label in it ("QUILL: ...") or to the
signature below it ("- Ada Quill"). If it has whole sentences, it is a quotation even without a
speaker.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.extraction.cues import is_cue_word, load_lines
from service.extraction.quotation import Attribution, EntityLabel, NamedEntity, QuotedSpan
from service.extraction.quoted_text.bylines import (
    LabelStyle,
    SignatureStyle,
    find_label,
    find_signature,
)
from service.extraction.rules.name_lines import find_listed, find_name_lines
from service.extraction.rules.passed_on import find_passed_on
from service.extraction.rules.patterns import (
    CUE_WORD,
    OWNER_BEFORE,
    PRONOUN_BEFORE,
    WORD_AFTER,
    description_before,
    statement_before,
)
from service.text.document import Document
from service.text.sentences import ends_in_stop
from service.text.span_index import SpanIndex
from service.text.spans import Span

_SURE = 0.8
"""The confidence of an attribution by a context rule."""
_UNSURE = 0.5
"""The confidence of a quotation that nothing but its marks shows."""
_SENTENCE = 8
"""A paragraph in marks with fewer words may be a title or a caption."""
_SHORTEST_LABEL = 3
_REACH = 120
"""How many characters before a quoted span its context may begin."""
_EDGES = " \t\xa0,;"
_SPEAKS = (EntityLabel.PERSON, EntityLabel.ORGANIZATION)


def apply_context_rules(
    document: Document,
    attributions: Sequence[Attribution],
    entities: Sequence[NamedEntity],
    quoted_spans: Sequence[QuotedSpan],
) -> list[Attribution]:
    """Return the attributions, with those of the context rules in place of those they contradict.

    Args:
        document: The paragraphs of the story.
        attributions: Those found so far.
        entities: The names in the text.
        quoted_spans: All quoted spans of the text, in its order.
    """
    outermost = [quoted for quoted in quoted_spans if not quoted.depth]
    alone = _whole_paragraphs(document, outermost)
    named = find_name_lines(document, alone, entities)
    stated: dict[Span, Attribution] = {}
    passed_on: set[Span] = set()
    for quoted in outermost:
        found = find_stated_source(document.text, quoted, entities)
        if found is None and (found := find_passed_on(document.text, quoted, entities)):
            passed_on.add(quoted.outer)
        if quoted.outer in alone:
            byline = _find_byline(document, quoted, alone[quoted.outer])
            found = byline or named.get(quoted.outer) or found
        if found:
            stated[quoted.outer] = found
    claims = _Claims(attributions)
    new = {outer: found for outer, found in stated.items() if not claims.agree(outer, found)}
    taken = sorted(new)
    replacing = [new[outer] for outer in taken if outer in passed_on]
    kept = (
        _without(document.text, attribution, taken)
        for attribution in attributions
        if not _is_replaced(document.text, attribution, replacing)
    )
    known = [*(attribution for attribution in kept if attribution.content), *new.values()]
    listed = find_listed(document, outermost, entities)
    claimed = _Claims(known)
    known.extend(each for each in listed if next(claimed.on(each.content[0]), None) is None)
    return [*known, *_unclaimed(document.text, _Claims(known), outermost, alone)]


def find_stated_source(
    text: str, quoted: QuotedSpan, entities: Sequence[NamedEntity]
) -> Attribution | None:
    """Return the attribution that the words around a quoted span state, or None."""
    end = quoted.outer.start
    start = max(0, end - _REACH)
    for pattern in (description_before(), statement_before()):
        match = pattern.search(text, start, end)
        source = _source_before(text, match.start(), entities) if match else None
        if match and source:
            cue = Span(*match.span("cue"))
            return Attribution((quoted.outer,), (cue,), (source,), _SURE)
    return _find_owner(text, quoted, entities)


def _find_owner(
    text: str, quoted: QuotedSpan, entities: Sequence[NamedEntity]
) -> Attribution | None:
    """Return the attribution to the owner in 'her “sinking ship” remark', or None."""
    noun = WORD_AFTER.match(text, quoted.outer.end)
    if not noun or noun["cue"].lower().removesuffix("s") not in load_lines("quoted_nouns"):
        return None
    end = quoted.outer.start
    owner = OWNER_BEFORE.search(text, max(0, end - _REACH), end)
    if not owner:
        return None
    pronoun = Span(*owner.span("pronoun")) if owner["pronoun"] else None
    source = pronoun or _source_before(text, owner.start(), entities)
    cue = Span(*noun.span("cue"))
    return Attribution((quoted.outer,), (cue,), (source,), _SURE) if source else None


def _source_before(text: str, end: int, entities: Sequence[NamedEntity]) -> Span | None:
    """Return the name or the pronoun that ends at this offset, or None."""
    before = bisect_left(entities, end, key=lambda entity: entity.span.end)
    if before < len(entities) and entities[before].span.end == end:
        entity = entities[before]
        return entity.span if entity.label in _SPEAKS else None
    pronoun = PRONOUN_BEFORE.search(text, max(0, end - 10), end)
    return Span(*pronoun.span()) if pronoun else None


def _whole_paragraphs(document: Document, quoted_spans: Sequence[QuotedSpan]) -> dict[Span, int]:
    """Return the quoted spans that are a paragraph, each with the number of its paragraph."""
    numbers = {paragraph: number for number, paragraph in enumerate(document.paragraphs)}
    return {
        quoted.outer: numbers[quoted.outer] for quoted in quoted_spans if quoted.outer in numbers
    }


def _find_byline(document: Document, quoted: QuotedSpan, number: int) -> Attribution | None:
    """Return the attribution of a whole paragraph to the label in it or the signature below it."""
    text = document.text
    label = find_label(text, quoted.inner.trimmed(text), style=LabelStyle.CAPITALS)
    if label and not label.role and len(label.name) >= _SHORTEST_LABEL:
        words = Span(label.colon.end, quoted.inner.end).trimmed(text)
        if words.start > label.colon.end:
            content = Span(words.start, quoted.outer.end)
            return Attribution((content,), (label.colon,), (label.name,), _SURE)
    for below in document.paragraphs[number + 1 : number + 2]:
        signature = find_signature(text, below, style=SignatureStyle.LINE_OF_NAME)
        if signature:
            return Attribution((quoted.outer,), (), (signature.name,), _SURE)
    return None


def _unclaimed(
    text: str, claims: _Claims, quoted_spans: Sequence[QuotedSpan], alone: dict[Span, int]
) -> Iterator[Attribution]:
    """Yield an attribution for each paragraph of whole sentences in marks that has none so far.

    Paragraphs in marks that follow one another have one speaker.
    """
    last: tuple[int, tuple[Span, ...]] = (-1, ())
    for quoted in quoted_spans:
        number = alone.get(quoted.outer)
        if number is None:
            continue
        claimed = next(claims.on(quoted.outer), None)
        source = claimed if claimed is not None else last[1] if last[0] == number - 1 else ()
        last = (number, source)
        words = quoted.inner.of(text).strip()
        if claimed is not None or len(words.split()) < _SENTENCE:
            continue
        if words[0].isupper() and ends_in_stop(words):
            yield Attribution((quoted.outer,), (), source, _UNSURE)


class _Claims:
    """The content of attributions, with its sources."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        claims = [(piece, each.source) for each in attributions for piece in each.content]
        self._sources = [source for _, source in claims]
        self._pieces = SpanIndex([piece for piece, _ in claims])

    def on(self, quoted: Span) -> Iterator[tuple[Span, ...]]:
        """Return the sources of all content that overlaps the quoted span."""
        return (self._sources[number] for number in self._pieces.overlapping(quoted))

    def agree(self, quoted: Span, stated: Attribution) -> bool:
        """Return whether the quoted span has the stated source already."""
        (source,) = stated.source
        return any(source.overlaps(span) for spans in self.on(quoted) for span in spans)


def _is_replaced(text: str, attribution: Attribution, passed_on: Sequence[Attribution]) -> bool:
    """Return whether nothing is left of an attribution whose words another speaker has.

    Both have one cue ("quoted"), or the cue reports nothing ("fined Roe for calling").

    Args:
        text: The whole text.
        attribution: One of those found so far.
        passed_on: The attributions of words that are passed on, in the order of the text.
    """
    for piece in attribution.content:
        first = bisect_left(passed_on, piece.start, key=lambda other: other.content[-1].end)
        for other in passed_on[first : first + 1]:
            if not other.content[0].overlaps(piece):
                continue
            words = CUE_WORD.findall(" ".join(span.of(text) for span in attribution.cue))
            one_cue = any(span.overlaps(own) for span in other.cue for own in attribution.cue)
            if one_cue or (words and not any(is_cue_word(word) for word in words)):
                return True
    return False


def _without(text: str, attribution: Attribution, taken: Sequence[Span]) -> Attribution:
    """Return the attribution without the content that lies in quoted spans of other sources."""

    def is_taken(piece: Span) -> bool:
        bare = piece.trimmed(text, _EDGES)
        near = bisect_right(taken, bare.start, key=lambda quoted: quoted.start) - 1
        return near >= 0 and taken[near].contains(bare)

    content = tuple(piece for piece in attribution.content if not is_taken(piece))
    return replace(attribution, content=content)
