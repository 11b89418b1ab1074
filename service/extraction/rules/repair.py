"""Repair attributions by marks and cue words that the engine overlooks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from service.extraction.cues import find_stance, is_cue_word, load_lines, load_verbs
from service.extraction.quotation import Attribution, QuotedSpan, Reading, Stance
from service.extraction.quoted_text.bylines import SignatureStyle, find_signature
from service.extraction.rules.speaker_turns import cut_source_to_sentence, split_speakers
from service.extraction.rules.subjects import widen_source
from service.text.document import Document
from service.text.sentences import ends_in_stop, follows_sentence
from service.text.spans import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W_]+)*")
_CLOSING = "\"”’'»)]"
_EDGES = " \t\xa0,;"
_MARK = 10
"""More characters than a mark has: `&#8220;` has seven."""
_CLAUSE = 8
"""A reporting clause ("the keeper of the pier said") has at most this many words."""
_CONTINUES = (",", "?", "!", "—")
"""The last character of quoted words before a reporting clause."""
_SIGNED = 0.8
"""The confidence of an attribution by a signature."""


def repair_attributions(
    document: Document, reading: Reading, quoted_spans: Sequence[QuotedSpan]
) -> list[Attribution]:
    """Return the attributions of an engine, corrected by the quotation marks.

    - In '"A," she said, according to B', the words A are hers, not B's.
    - In '"A," B, flanked by C, said', the words A are those of B, not of C.
    - A paraphrase and the quoted sentence after it become two attributions.
    - Paragraphs that continue an unclosed quoted span belong to one attribution.
    - A quoted span with a dash and a name after it belongs to that name.
    """
    text = document.text
    outermost = [quoted for quoted in quoted_spans if not quoted.depth]
    starts = [quoted.outer.start for quoted in outermost]
    repaired: list[Attribution] = []
    for attribution in _split_by_speaker(text, reading):
        held = _quoted_spans_in(attribution.content, outermost, starts)
        clause = _with_reporting_clause(text, attribution, held)
        whole = widen_source(text, clause or attribution, held)
        repaired.extend(_split_paraphrase(text, whole, held))
    owners: dict[Span, list[int]] = {}
    for index, found in enumerate(repaired):
        for quoted in _quoted_spans_in(found.content, outermost, starts):
            owners.setdefault(quoted.inner, []).append(index)
    return [
        *_join_paragraphs(text, repaired, owners, outermost),
        *_signed(document, owners.keys(), outermost),
    ]


def _split_by_speaker(text: str, reading: Reading) -> Iterator[Attribution]:
    for attribution in reading.attributions:
        if attribution.content:
            one_sentence = cut_source_to_sentence(text, attribution)
            yield from split_speakers(text, one_sentence, reading.entities)


def _quoted_spans_in(
    content: Sequence[Span], quoted_spans: Sequence[QuotedSpan], starts: Sequence[int]
) -> list[QuotedSpan]:
    """Return the quoted spans within the content. `starts` holds where each begins."""
    held = []
    for whole in content:
        # Content may leave out the marks: then the outer span starts before it.
        index = bisect_left(starts, whole.start - _MARK)
        while index < len(quoted_spans) and quoted_spans[index].inner.start <= whole.end:
            inner = quoted_spans[index].inner
            if whole.start <= inner.start and inner.end <= whole.end + 1:
                held.append(quoted_spans[index])
            index += 1
    return held


def _with_reporting_clause(
    text: str, attribution: Attribution, held: Sequence[QuotedSpan]
) -> Attribution | None:
    """Return the attribution to her, if the content ends with "she said" alone, or None."""
    rest = [span for whole in attribution.content for span in _outside(text, whole, held)]
    before = [quoted for quoted in held if rest and quoted.outer.end <= rest[0].start]
    if len(rest) != 1 or not before:
        return None
    if before[-1].inner.of(text).rstrip()[-1:] not in _CONTINUES:
        return None
    if not text[before[-1].outer.end : rest[0].start].isspace():
        return None
    words = list(_WORD.finditer(text, rest[0].start, rest[0].end))
    if not 2 <= len(words) <= _CLAUSE:
        return None
    clauses = [(words[-1], words[:-1]), (words[0], words[1:])]
    subject = 1 if words[0].group().lower() in load_lines("pronouns") else _names_in(words)
    if subject and subject < len(words):
        clauses.append((words[subject], words[:subject]))  # "she told the crew"
    for cue, source in clauses:
        if cue.group().lower() in load_verbs() and find_stance(cue.group()) is Stance.SPEECH:
            return replace(
                attribution,
                content=tuple(quoted.outer for quoted in held),
                cue=(Span(*cue.span()),),
                source=(Span(source[0].start(), source[-1].end()),),
            )
    return None


def _names_in(words: Sequence[re.Match[str]]) -> int:
    """Return how many words with a capital letter come first."""
    return next((n for n, word in enumerate(words) if word.group()[0].islower()), len(words))


def _outside(text: str, whole: Span, held: Sequence[QuotedSpan]) -> Iterator[Span]:
    """Yield the parts of the content outside the quoted spans that hold words."""
    position = whole.start
    for quoted in held:
        if quoted.outer.overlaps(whole):
            gap = Span(position, max(position, quoted.outer.start))
            if _WORD.search(gap.of(text)):
                yield gap.trimmed(text, _EDGES)
            position = quoted.outer.end
    gap = Span(position, max(position, whole.end))
    if _WORD.search(gap.of(text)):
        yield gap.trimmed(text, _EDGES)


def _split_paraphrase(
    text: str, attribution: Attribution, held: Sequence[QuotedSpan]
) -> tuple[Attribution, ...]:
    """Return one attribution for a paraphrase, and one for the quoted sentences after it."""
    sentences = tuple(
        whole
        for whole in attribution.content
        if any(_is_whole_sentence(text, whole, quoted) for quoted in held)
    )
    rest = tuple(whole for whole in attribution.content if whole not in sentences)
    paraphrased = [whole for whole in rest if any(True for _ in _outside(text, whole, held))]
    if not sentences or not rest or len(paraphrased) != len(rest):
        return (attribution,)
    return (replace(attribution, content=rest), replace(attribution, content=sentences))


def _is_whole_sentence(text: str, whole: Span, quoted: QuotedSpan) -> bool:
    words = quoted.inner.of(text).strip()
    return (
        whole.trimmed(text, _EDGES) in (quoted.outer, quoted.inner)
        and not words[:1].islower()
        and ends_in_stop(words.rstrip(_CLOSING))
        and follows_sentence(text, quoted.outer.start)
    )


def _signed(
    document: Document, claimed: Set[Span], quoted_spans: Sequence[QuotedSpan]
) -> Iterator[Attribution]:
    """Yield an attribution for each paragraph of a quoted span, a dash and a name."""
    paragraphs = {paragraph.start: paragraph for paragraph in document.paragraphs}
    for quoted in quoted_spans:
        paragraph = paragraphs.get(quoted.outer.start)
        if paragraph is None or quoted.inner in claimed:
            continue
        rest = Span(quoted.outer.end, paragraph.end)
        signature = find_signature(document.text, rest, style=SignatureStyle.REST_OF_LINE)
        words = _WORD.findall(signature.name.of(document.text)) if signature else []
        if not signature or not any(word[0].isupper() for word in words):
            continue
        if not any(word.lower() in load_verbs() for word in words):
            yield Attribution((quoted.outer,), (), (signature.name,), _SIGNED)


def _join_paragraphs(
    text: str,
    attributions: Sequence[Attribution],
    owners: Mapping[Span, Sequence[int]],
    quoted_spans: Sequence[QuotedSpan],
) -> list[Attribution]:
    """Return the attributions, each with the paragraphs that continue its unclosed quoted spans.

    If two attributions hold parts of one chain of paragraphs, each keeps its own.
    """
    joined = list(attributions)
    for chain in _chains(quoted_spans):
        claiming = {index for quoted in chain for index in owners.get(quoted.inner, ())}
        missing = [quoted.outer for quoted in chain if quoted.inner not in owners]
        if len(claiming) == 1 and not any(_reports(span.of(text)) for span in missing):
            (index,) = claiming
            content = tuple(sorted((*joined[index].content, *missing)))
            joined[index] = replace(joined[index], content=content)
    return joined


def _reports(words: str) -> bool:
    """Return whether an unclosed span ends with "she said": its closing mark was forgotten."""
    clause = _WORD.findall(words.rpartition(",")[2])
    return len(clause) <= _CLAUSE and any(is_cue_word(word) for word in clause)


def _chains(quoted_spans: Sequence[QuotedSpan]) -> Iterator[list[QuotedSpan]]:
    """Yield the quoted spans that continue from paragraph to paragraph, two or more together."""
    chain: list[QuotedSpan] = []
    for quoted in quoted_spans:
        if not (quoted.continues and chain and not chain[-1].closed):
            if len(chain) > 1:
                yield chain
            chain = []
        chain.append(quoted)
    if len(chain) > 1:
        yield chain
