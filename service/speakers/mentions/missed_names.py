"""Find names that the engine missed: in sources, and before or at known surnames."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.name_boundaries import is_part_of_name
from service.speakers.mentions.patterns import CAPITALISED_RUN, HONORIFIC_BEFORE
from service.speakers.names.lexicon import fold_word, given_name_gender, word_genders, word_set
from service.speakers.names.patterns import TRAILING_APOSTROPHE
from service.speakers.names.person_names import WORD
from service.speakers.names.roles import is_plural_role
from service.text.spans import Span

_GIVEN_AND_LAST = re.compile(
    r"(?<![\w’'])([^\W\d_a-z][\w\-]{1,40})[ \u00a0](?P<last>[^\W\d_a-z][\w\-]*(?:['’][A-Z]\w+)?)"
)
_PLURAL_SUBJECT = re.compile(r"[^\W\d_]+[^s\W]s[ \u00a0](?:\w+ly[ \u00a0])?[a-z]+(?<![sd])\b")
"""A plural noun and a verb that agrees with it: "Viewers thank"."""
_LONE_CAPITAL = re.compile(
    r"(?<![\w.’'&/-])(?<![A-Z]\w[ \u00a0])(?P<name>[A-Z][a-z]\w{1,20})"
    r"(?!['’]?[\w&/-])(?![ \u00a0][A-Z])"
)
"""A capitalised word that no capitalised word follows."""
_WITHIN_SENTENCE = re.compile(r"[a-z],?[ \u00a0]$")
_VERB_AFTER = re.compile(
    r"[ \u00a0](?:has|had|is|was|did|does|will|would|also|said|says|told|then|later|never|once|went"
    r"|took|made)\b"
)
_LONGEST_VERB = 24
"""How many code points after a plural noun its verb is looked for."""
_MOST_WORDS = 4
_NEVER = ("group_nouns", "peoples", "documents", "organization_nouns", "indefinite_pronouns")
"""Word lists that hold no name of a person."""


def find_missed_names(
    text: str, sources: Iterable[Span], taken: Sequence[Span], surnames: Mapping[str, int]
) -> Iterator[Span]:
    """Yield the spans of capitalised words in sources that look like names.

    Args:
        text: The whole text.
        sources: The spans of the sources.
        taken: The spans of the names that are known already.
        surnames: The surnames among them, folded, each with the offset of its first mention.
    """
    known = sorted(taken)
    starts = [span.start for span in known]
    for source in sources:
        first = max(0, bisect_left(starts, source.start) - 1)
        near = known[first : bisect_left(starts, source.end)]
        for run in CAPITALISED_RUN.finditer(text, source.start, source.end):
            span = _name_in_run(run)
            if span is None or any(span.overlaps(other) for other in near):
                continue
            word = fold_word(TRAILING_APOSTROPHE.sub("", span.of(text)))
            if (
                surnames.get(word, span.end) < span.end
                or " " in word
                or _may_be_lone_name(text, span, source, word)
            ):
                yield span


def find_full_forms(
    text: str, alone: Mapping[str, int], full: Mapping[str, int]
) -> Iterator[tuple[Span, int]]:
    """Yield full names of surnames that are known alone, each with its `known_from`.

    Args:
        text: The whole text.
        alone: Surnames, folded, each with the offset of its first mention without a given name.
        full: Surnames, folded, each with the offset of its first mention with a given name.
    """
    surnames = {word: offset for word, offset in alone.items() if full.get(word, offset) >= offset}
    for pair in _GIVEN_AND_LAST.finditer(text) if surnames else ():
        known_from = surnames.get(fold_word(pair["last"]))
        if known_from is not None and is_part_of_name(text, pair, pair["last"]):
            yield Span(pair.start(), pair.end()), known_from


def _name_in_run(run: re.Match[str]) -> Span | None:
    tokens = list(WORD.finditer(run.group()))
    while tokens and fold_word(tokens[0].group()) in word_set("function_words"):
        tokens.pop(0)
    if not 1 <= len(tokens) <= _MOST_WORDS:
        return None
    return Span(run.start() + tokens[0].start(), run.start() + tokens[-1].end())


def _may_be_lone_name(text: str, span: Span, source: Span, word: str) -> bool:
    """Return whether one capitalised word is a name, and not only the first of its sentence."""
    if len(word) < 2 or any(word in word_set(name) for name in _NEVER):
        return False
    if HONORIFIC_BEFORE.search(text, max(0, span.start - 6), span.start):
        return True
    alone = len(source) - len(span) < 3
    if alone and _PLURAL_SUBJECT.match(text, span.start, span.end + _LONGEST_VERB):
        return False
    at_start = span.start == source.start and not alone
    if at_start and text[span.end : span.end + 1] not in ("'", "’", ","):
        return False
    if word in word_genders("titles") or is_plural_role(word):
        return False
    return alone or word not in word_genders("roles")


def find_known_surnames(text: str, found: Mapping[Span, Mention]) -> Iterator[Span]:
    """Yield the lone surnames of people whom the text named in full before, where no mention is.

    A word that begins a sentence must have a verb behind it: "Trump has" may not be a noun.

    Args:
        text: The whole text.
        found: The mentions of the text.
    """
    surnames = _full_surnames(found)
    taken = sorted(found)
    starts = [span.start for span in taken]
    for word in _LONE_CAPITAL.finditer(text) if surnames else ():
        if surnames.get(fold_word(word["name"]), word.start()) >= word.start():
            continue
        span = Span(*word.span("name"))
        near = taken[max(0, bisect_left(starts, span.start) - 1) : bisect_left(starts, span.end)]
        if any(span.overlaps(other) for other in near):
            continue
        within = _WITHIN_SENTENCE.search(text, max(0, span.start - 3), span.start)
        if within or _VERB_AFTER.match(text, span.end):
            yield span


def _full_surnames(found: Mapping[Span, Mention]) -> dict[str, int]:
    """Return the surnames, folded, of the people who are named with a known given name.

    Each has the offset from which the text shows its full name.
    """
    surnames: dict[str, int] = {}
    for mention in found.values():
        words = mention.name.words
        if mention.entity_type is not EntityType.PERSON or len(words) == 1:
            continue
        if given_name_gender(words[0]):
            surname = mention.name.surname[-1]
            known_from = surnames.get(surname, mention.known_from)
            surnames[surname] = min(known_from, mention.known_from)
    return surnames
