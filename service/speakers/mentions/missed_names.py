"""Names in sources that an engine missed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from service.speakers.mentions.name_boundaries import is_part_of_name
from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.speakers.names.person_names import WORD
from service.text.spans import Span

_RUN = re.compile(
    r"[^\W\d_a-z][\w.'’\-]*"
    r"(?:[ \u00a0]+(?:[^\W\d_a-z][\w.'’\-]*|d[aeiu]|v[ao]n|der|al|bin))*"
)
_PAIR = re.compile(
    r"(?<![\w’'])([^\W\d_a-z][\w\-]+)[ \u00a0](?P<last>[^\W\d_a-z][\w\-]*(?:['’][A-Z]\w+)?)"
)
_MOST_WORDS = 4
_NEVER = ("group_nouns", "peoples", "documents", "organization_nouns", "someone")
_HONORIFIC = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?[ \u00a0]$")


def find_missed_names(
    text: str, sources: Iterable[Span], taken: Sequence[Span], surnames: Mapping[str, int]
) -> Iterator[Span]:
    """A text, its sources, the names seen in it -> capitalised words that look like more names.

    Args:
        text: the whole text.
        sources: where the sources stand.
        taken: where names were seen.
        surnames: the surnames among them, plain, and where each is first seen.
    """
    seen = sorted(taken)
    starts = [span.start for span in seen]
    for source in sources:
        near = seen[max(0, bisect_left(starts, source.start) - 1) : bisect_left(starts, source.end)]
        for run in _RUN.finditer(text, source.start, source.end):
            span = _named(run)
            if span is None or any(span.overlaps(other) for other in near):
                continue
            word = fold_word(re.sub(r"['’]s?$", "", span.of(text)))
            if (
                surnames.get(word, span.end) < span.end
                or " " in word
                or _may_stand_alone(text, span, source, word)
            ):
                yield span


def find_full_forms(
    text: str, alone: Mapping[str, int], full: Mapping[str, int]
) -> Iterator[tuple[Span, int]]:
    """Surnames that stand alone -> where they follow a given name, and from where this is known.

    Args:
        text: the whole text.
        alone: surnames, plain, and where each first stands alone.
        full: surnames, plain, and where each is first seen with a given name.
    """
    sought = {word: at for word, at in alone.items() if full.get(word, at) >= at}
    for pair in _PAIR.finditer(text) if sought else ():
        known_from = sought.get(fold_word(pair["last"]))
        if known_from is not None and is_part_of_name(text, pair, pair["last"]):
            yield Span(pair.start(), pair.end()), known_from


def is_plural_role(printed: str) -> bool:
    """A word that looks like a name -> whether it only says what several people are."""
    word = fold_word(printed)
    singular = f"{word[:-3]}man" if word.endswith("men") else word.removesuffix("s")
    return word != singular and singular in word_genders("roles")


def _named(run: re.Match[str]) -> Span | None:
    tokens = list(WORD.finditer(run.group()))
    while tokens and fold_word(tokens[0].group()) in word_set("function_words"):
        tokens.pop(0)
    if not 1 <= len(tokens) <= _MOST_WORDS:
        return None
    return Span(run.start() + tokens[0].start(), run.start() + tokens[-1].end())


def _may_stand_alone(text: str, span: Span, source: Span, word: str) -> bool:
    """Whether one capitalised word is a name and not just the first of its sentence."""
    if len(word) < 2 or any(word in word_set(kind) for kind in _NEVER):
        return False
    if _HONORIFIC.search(text, max(0, span.start - 6), span.start):
        return True
    alone = len(source) - len(span) < 3
    if (
        span.start == source.start
        and not alone
        and text[span.end : span.end + 1] not in ("'", "’", ",")
    ):
        return False
    if word in word_genders("titles") or is_plural_role(word):
        return False
    return alone or word not in word_genders("roles")
