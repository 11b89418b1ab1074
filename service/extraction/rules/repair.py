"""What marks and cue words say that an engine does not see: who of two spoke, and who nobody."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from service.extraction.cues import find_stance, is_cue_word, load_verbs
from service.extraction.quotation import Attribution, Reading, Stance, Stretch
from service.extraction.rules.speaker_turns import in_one_sentence, take_turns
from service.text.document import Document
from service.text.spans import Span

_NOBODY = re.compile(r"(?:nobody|no[ -]one|none|nothing)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W_]+)*")
_DASH_NAME = re.compile(r"\s*(?:[—–―]|--?)\s*((?:[^\W\d_]|[\"“(]).{1,100}?)\s*")
_DETERMINER = re.compile(r"\b(?:an?|the|its|his|her|their|this|so-called)\s+$", re.IGNORECASE)
_NOUN = re.compile(r"\s+[a-z]{3,}")
_SENTENCE_END = re.compile(r"[.!?…:][\"”’'»)\]]*\s*$")
_CLOSING = "\"”’'»)]"
_EDGES = " \t\xa0,;"
_SHORT = 3
_MARK = 10
"""As long as a mark may be: `&#8220;` has seven characters."""
_CLAUSE = 8
_GOES_ON = (",", "?", "!", "—")


def mend(document: Document, reading: Reading, stretches: Sequence[Stretch]) -> list[Attribution]:
    """A document, what an engine found and the stretches -> attributions that respect the marks.

    Words that nobody said, and scare quotes, are dropped. "A," she said, according to B: she spoke.
    A paraphrase and the quoted sentence behind it are two. What a paragraph leaves unclosed and the
    next goes on with is one. A stretch with a dash and a name behind it is said by that name.
    """
    text = document.text
    outermost = [stretch for stretch in stretches if not stretch.depth]
    starts = [stretch.outer.start for stretch in outermost]
    mended: list[Attribution] = []
    turns = (
        turn
        for attribution in reading.attributions
        if attribution.content
        for turn in take_turns(text, in_one_sentence(text, attribution), reading.entities)
    )
    for attribution in turns:
        if _is_nobodys(text, attribution):
            continue
        held = _held(attribution.content, outermost, starts)
        if _is_scare_quote(text, attribution, held):
            continue
        said = _relayed(text, attribution, held) or attribution
        mended.extend(_parted(text, said, held))
    owners: dict[Span, list[int]] = {}
    for index, found in enumerate(mended):
        for stretch in _held(found.content, outermost, starts):
            owners.setdefault(stretch.inner, []).append(index)
    return [
        *_continued(text, mended, owners, outermost),
        *_signed(document, owners.keys(), outermost),
    ]


def _held(
    content: Sequence[Span], stretches: Sequence[Stretch], starts: Sequence[int]
) -> list[Stretch]:
    """Content -> the stretches that lie in it, found by where they start."""
    held = []
    for whole in content:
        # Content may leave out the marks: then the outer span starts before it.
        index = bisect_left(starts, whole.start - _MARK)
        while index < len(stretches) and stretches[index].inner.start <= whole.end:
            inner = stretches[index].inner
            if whole.start <= inner.start and inner.end <= whole.end + 1:
                held.append(stretches[index])
            index += 1
    return held


def _is_nobodys(text: str, attribution: Attribution) -> bool:
    return any(_NOBODY.match(span.of(text)) for span in attribution.source)


def _is_scare_quote(text: str, attribution: Attribution, held: Sequence[Stretch]) -> bool:
    """Whether all that is verbatim is a few words before a noun, and the cue reports nothing."""
    cue = " ".join(span.of(text) for span in attribution.cue)
    if len(held) != 1 or not cue or any(is_cue_word(word) for word in _WORD.findall(cue)):
        return False
    (stretch,) = held
    before, behind = text[: stretch.outer.start], text[stretch.outer.end :]
    return (
        len(stretch.inner.of(text).split()) <= _SHORT
        and _DETERMINER.search(before[-20:]) is not None
        and _NOUN.match(behind) is not None
    )


def _relayed(text: str, attribution: Attribution, held: Sequence[Stretch]) -> Attribution | None:
    """Content that is stretches and then "she said" alone -> an attribution to her, or None."""
    rest = [span for whole in attribution.content for span in _outside(text, whole, held)]
    before = [stretch for stretch in held if rest and stretch.outer.end <= rest[0].start]
    if len(rest) != 1 or not before:
        return None
    if before[-1].inner.of(text).rstrip()[-1:] not in _GOES_ON:
        return None
    if not text[before[-1].outer.end : rest[0].start].isspace():
        return None
    words = list(_WORD.finditer(text, rest[0].start, rest[0].end))
    if not 2 <= len(words) <= _CLAUSE:
        return None
    for cue, source in ((words[-1], words[:-1]), (words[0], words[1:])):
        if cue.group().lower() in load_verbs() and find_stance(cue.group()) is Stance.SPEECH:
            return replace(
                attribution,
                content=tuple(stretch.outer for stretch in held),
                cue=(Span(*cue.span()),),
                source=(Span(source[0].start(), source[-1].end()),),
            )
    return None


def _outside(text: str, whole: Span, held: Sequence[Stretch]) -> Iterator[Span]:
    """A span of content -> what of it stands outside the stretches, if it holds words."""
    position = whole.start
    for stretch in held:
        if stretch.outer.overlaps(whole):
            gap = Span(position, max(position, stretch.outer.start))
            if _WORD.search(gap.of(text)):
                yield gap.trimmed(text, _EDGES)
            position = stretch.outer.end
    gap = Span(position, max(position, whole.end))
    if _WORD.search(gap.of(text)):
        yield gap.trimmed(text, _EDGES)


def _parted(
    text: str, attribution: Attribution, held: Sequence[Stretch]
) -> tuple[Attribution, ...]:
    """A paraphrase and a quoted sentence of its own behind it -> one attribution for each."""
    sentences = tuple(
        whole
        for whole in attribution.content
        if any(_is_whole_sentence(text, whole, stretch) for stretch in held)
    )
    rest = tuple(whole for whole in attribution.content if whole not in sentences)
    paraphrased = [whole for whole in rest if any(True for _ in _outside(text, whole, held))]
    if not sentences or not rest or len(paraphrased) != len(rest):
        return (attribution,)
    return (replace(attribution, content=rest), replace(attribution, content=sentences))


def _is_whole_sentence(text: str, whole: Span, stretch: Stretch) -> bool:
    words = stretch.inner.of(text).strip()
    return (
        whole.trimmed(text, _EDGES) in (stretch.outer, stretch.inner)
        and words[:1].isupper()
        and words.rstrip(_CLOSING)[-1:] in (".", "!", "?", "…")
        and _SENTENCE_END.search(text[max(0, stretch.outer.start - 20) : stretch.outer.start])
        is not None
    )


def _signed(
    document: Document, claimed: Set[Span], stretches: Sequence[Stretch]
) -> Iterator[Attribution]:
    """Stretches that are a paragraph but for a dash and a name behind -> said by that name."""
    paragraphs = {paragraph.start: paragraph for paragraph in document.paragraphs}
    for stretch in stretches:
        paragraph = paragraphs.get(stretch.outer.start)
        if paragraph is None or stretch.inner in claimed:
            continue
        signature = _DASH_NAME.fullmatch(document.text, stretch.outer.end, paragraph.end)
        words = _WORD.findall(signature.group(1)) if signature else []
        if not signature or not any(word[0].isupper() for word in words):
            continue
        if not any(word.lower() in load_verbs() for word in words):
            source = Span(*signature.span(1))
            yield Attribution(content=(stretch.outer,), cue=(), source=(source,), confidence=0.8)


def _continued(
    text: str,
    attributions: Sequence[Attribution],
    owners: Mapping[Span, Sequence[int]],
    stretches: Sequence[Stretch],
) -> list[Attribution]:
    """Attributions -> the same, each with the paragraphs that its unclosed stretches go on in.

    Where two claim parts of one chain of paragraphs, each keeps its own.
    """
    joined = list(attributions)
    for chain in _chains(stretches):
        claiming = {index for stretch in chain for index in owners.get(stretch.inner, ())}
        missing = [stretch.outer for stretch in chain if stretch.inner not in owners]
        if len(claiming) == 1 and not any(_reports(span.of(text)) for span in missing):
            (index,) = claiming
            content = tuple(sorted((*joined[index].content, *missing)))
            joined[index] = replace(joined[index], content=content)
    return joined


def _reports(words: str) -> bool:
    """An unclosed stretch -> whether it ends on "she said": then its closing mark was forgotten."""
    clause = _WORD.findall(words.rpartition(",")[2])
    return len(clause) <= _CLAUSE and any(is_cue_word(word) for word in clause)


def _chains(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Stretches -> those that go on from paragraph to paragraph, two or more together."""
    chain: list[Stretch] = []
    for stretch in stretches:
        if not (stretch.continues and chain and not chain[-1].closed):
            if len(chain) > 1:
                yield chain
            chain = []
        chain.append(stretch)
    if len(chain) > 1:
        yield chain
