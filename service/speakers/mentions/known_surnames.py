"""Find lone surnames of known people that the engine missed in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import fold_word, given_name_gender
from service.text.spans import Span

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
