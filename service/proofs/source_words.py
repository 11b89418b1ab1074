"""The words of a source, indexed: where a draft's words may stand, and who says them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from service.dedup.align import SharedRun
from service.dedup.words.normalise import Token, bits, total_bits
from service.extraction.cues import load_lines
from service.proofs.source_text import SourceText, Statement
from service.proofs.words import spoken_words
from service.text.document import split_paragraphs
from service.text.sentences import split_sentences
from service.text.spans import Span

_RARE_BITS = 8.5
"""A word of this weight is an anchor by itself."""
_MOST_PLACES = 400
"""More places of one pair of words are not looked at: the words are a refrain."""
_MOST_RUNS = 80
_WORDS_A_STOP = 30
_MOST_AROUND = 1_000
"""The characters of its sentences that are shown at each side of a passage. A transcript without
stops is one sentence, and each passage would be shown with all of it."""
_STOP = re.compile(r"[^\W\d_][.!?][\"”’')\]]*(?:\s|\Z)")


@dataclass(frozen=True, slots=True)
class SourceWords:
    """The words of one source, in order, with the statement and the sentence of each."""

    source: SourceText
    tokens: tuple[Token, ...]
    forms: tuple[str, ...]
    owners: tuple[int, ...]
    """The number of each word's statement; -1 for the text's own voice."""
    sentences: tuple[Span, ...]
    sentence_of: tuple[int, ...]
    """The number of each word's sentence."""
    pairs: dict[tuple[str, str], list[int]]
    """Where two words stand side by side."""
    places: dict[str, list[int]]
    """Where a word stands."""
    has_stops: bool
    """Whether sentences end in stops. Captions without stops do not say where one ends."""

    def statement(self, number: int) -> Statement:
        """Return the statement with this number."""
        return self.source.own_voice if number < 0 else self.source.statements[number]

    def hull(self, first: int, last: int) -> Span:
        """Return the span from one word to another one, both included."""
        within = self.tokens[first : last + 1]
        return Span(min(t.start for t in within), max(t.end for t in within))

    def sentence_around(self, span: Span) -> Span:
        """Return the sentences that hold a span, without what is far from it."""
        first = bisect_right(self.sentences, span.start, key=lambda each: each.start) - 1
        last = bisect_left(self.sentences, span.end, key=lambda each: each.start) - 1
        whole = Span(
            min(span.start, self.sentences[max(0, first)].start),
            max(span.end, self.sentences[max(0, last)].end),
        )
        if span.start - whole.start > _MOST_AROUND:
            low = bisect_left(self.tokens, span.start - _MOST_AROUND, key=lambda each: each.start)
            whole = Span(min(self.tokens[low].start, span.start), whole.end)
        if whole.end - span.end > _MOST_AROUND:
            high = bisect_right(self.tokens, span.end + _MOST_AROUND, key=lambda each: each.end)
            whole = Span(whole.start, max(self.tokens[high - 1].end, span.end))
        return whole.trimmed(self.source.text)


def index_source(source: SourceText) -> SourceWords:
    """Return the words of a source, ready to be searched."""
    text = source.text
    paragraphs = split_paragraphs(text)
    tokens = spoken_words(text, paragraphs, source.hidden)
    forms = tuple(token.form for token in tokens)
    starts = [token.start for token in tokens]
    owners = [-1] * len(tokens)
    by_size = sorted(
        range(len(source.statements)),
        key=lambda n: -sum(len(span) for span in source.statements[n].spans),
    )
    for number in by_size:
        for span in source.statements[number].spans:
            first, end = bisect_left(starts, span.start), bisect_left(starts, span.end)
            owners[first:end] = [number] * (end - first)
    sentences = [
        sentence
        for paragraph in paragraphs
        for sentence in split_sentences(text, paragraph, is_abbreviation=_is_abbreviation)
    ] or [Span(0, len(text))]
    sentence_starts = [sentence.start for sentence in sentences]
    pairs: dict[tuple[str, str], list[int]] = {}
    for place, pair in enumerate(pairwise(forms)):
        pairs.setdefault(pair, []).append(place)
    places: dict[str, list[int]] = {}
    for place, form in enumerate(forms):
        places.setdefault(form, []).append(place)
    return SourceWords(
        source=source,
        tokens=tokens,
        forms=forms,
        owners=tuple(owners),
        sentences=tuple(sentences),
        sentence_of=tuple(bisect_right(sentence_starts, start) - 1 for start in starts),
        pairs=pairs,
        places=places,
        has_stops=len(tokens) < _WORDS_A_STOP * (1 + len(_STOP.findall(text))),
    )


def find_whole(words: Sequence[str], source: SourceWords, *, most: int) -> list[int]:
    """Return the first places where all words stand side by side in the source."""
    if not words:
        return []
    if len(words) == 1:
        return source.places.get(words[0], [])[:most]
    rarest = min(
        range(len(words) - 1), key=lambda i: len(source.pairs.get((words[i], words[i + 1]), ()))
    )
    wanted = tuple(words)
    found = source.pairs.get((words[rarest], words[rarest + 1]), ())
    starts = (place - rarest for place in found)
    whole = (s for s in starts if s >= 0 and source.forms[s : s + len(wanted)] == wanted)
    return list(islice(whole, most))


def shared_runs(words: Sequence[str], source: SourceWords) -> list[SharedRun]:
    """Return the heaviest runs of words that the draft (a) and the source (b) share."""
    runs: list[SharedRun] = []
    for at, pair in enumerate(pairwise(words)):
        found = source.pairs.get(pair, ())
        for place in found[:_MOST_PLACES]:
            if at and place and source.forms[place - 1] == words[at - 1]:
                continue  # The run that begins earlier goes on here.
            runs.append(SharedRun(at, place, _length(words, source.forms, at, place)))
    for at, word in enumerate(words):
        if bits(word) >= _RARE_BITS:
            for place in source.places.get(word, ())[:_MOST_PLACES]:
                if _length(words, source.forms, at, place) == 1 and not (
                    at and place and source.forms[place - 1] == words[at - 1]
                ):
                    runs.append(SharedRun(at, place, 1))
    weighed = [(-total_bits(words[run.a : run.a + run.length]), run.a, run.b, run) for run in runs]
    heaviest = sorted(weighed, key=lambda each: each[:3])[:_MOST_RUNS]
    return [run for *_, run in heaviest]


def _length(words: Sequence[str], forms: Sequence[str], at: int, place: int) -> int:
    length = 0
    while (
        at + length < len(words)
        and place + length < len(forms)
        and words[at + length] == forms[place + length]
    ):
        length += 1
    return length


def _is_abbreviation(word: str) -> bool:
    # "No." ends an answer more often than it numbers something.
    return len(word) == 1 or (word.lower() in load_lines("abbreviations") - {"no"})
