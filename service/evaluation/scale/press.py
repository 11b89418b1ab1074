"""Real articles -> a press that prints quotes of the same lengths, words and speakers without end.

Words follow each other as in the articles, by a chain that looks at the two words before, and now
and then at one only; so words, stretches of five and what one speaker says repeat as skewed as in
print. No text of the articles is kept but what several of them quote: the stock phrases.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.dedup.fingerprint import GUARANTEED
from service.evaluation.attribution.stretches import quoted_stretches, trim
from service.evaluation.gold import GoldDocument, Marked
from service.text.spans import Span

LOOSE = 0.4
"""How often only one word before is looked at: so that as much text as the articles hold shares
about as many keys of runs as theirs does, as `service.evaluation.scale.skew` shows."""

TAIL = 300_000
"""Speakers beside those that the articles quote twice."""

_WORD = re.compile(r"[^\s\"“”„«»]*\w[^\s\"“”„«»]*")
_NAME = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*")
_NO_NAMES = frozenset(
    {"He", "She", "They", "It", "We", "I", "You", "His", "Her", "The", "Who", "A", "An", "One"}
)


@dataclass(frozen=True, slots=True)
class Press:
    """What is known of how quotes are printed. Lists hold each item as often as it was seen."""

    words: Sequence[str]
    after_two: Mapping[tuple[str, str], Sequence[str]]
    after_one: Mapping[str, Sequence[str]]
    lengths: Sequence[int]
    """Of quotes in words, stock phrases left out."""
    stock: Sequence[str]
    """Few words that several articles quote. More of them are one statement in several reports,
    and no stock phrase."""
    stock_share: float
    speakers: Sequence[str | None]
    """Of quotes; None for an unnamed one, empty for one who is quoted only once."""
    per_article: Sequence[int]

    def text(self, draw: random.Random) -> tuple[str, bool]:
        """A source of chance -> the words of one quote, and whether they are a stock phrase."""
        if draw.random() < self.stock_share:
            return draw.choice(self.stock), True
        return " ".join(self.go_on([], draw.choice(self.lengths), draw)), False

    def go_on(self, before: Sequence[str], count: int, draw: random.Random) -> list[str]:
        """Words, and how many are wanted in all -> the same, with as many more as that takes."""
        found = list(before)
        while len(found) < count:
            known = self.after_two.get((found[-2], found[-1])) if len(found) > 1 else None
            if known is None or draw.random() < LOOSE:
                known = self.after_one.get(found[-1]) if found else None
            known = known or self.words
            found.append(known[int(draw.random() * len(known))])
        return found

    def speaker(self, draw: random.Random) -> str | None:
        """A source of chance -> who says it, None for somebody unnamed."""
        name = draw.choice(self.speakers)
        if name != "":
            return name
        # Zipf's law with exponent 1: the logarithm of the rank is spread evenly.
        rank = int(TAIL ** draw.random())
        return f"Speaker{rank % 1_000} Tail{rank}"


def make_press(documents: Iterable[GoldDocument]) -> Press:
    """Annotated articles -> the press that prints like them."""
    words: list[str] = []
    quotes: list[str] = []
    speakers: list[str | None] = []
    per_article: list[int] = []
    for document in documents:
        words += words_of(document.text)
        found = list(quotes_of(document))
        quotes += [text for text, _ in found]
        speakers += [name for _, name in found]
        per_article += [len(found)] if found else []
    after_two: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    after_one: defaultdict[str, list[str]] = defaultdict(list)
    for one, two, three in zip(words, words[1:], words[2:], strict=False):
        after_two[one, two].append(three)
        after_one[two].append(three)
    times = Counter(text.casefold() for text in quotes)
    stock = [
        text for text in quotes if times[text.casefold()] > 1 and len(text.split()) < GUARANTEED
    ]
    quoted = Counter(speakers)
    return Press(
        words=words,
        after_two=dict(after_two),
        after_one=dict(after_one),
        lengths=[len(text.split()) for text in quotes if times[text.casefold()] == 1],
        stock=stock,
        stock_share=len(stock) / len(quotes),
        # Who was seen once stands for all who were not seen yet (Good and Turing).
        speakers=[name if name is None or quoted[name] > 1 else "" for name in speakers],
        per_article=per_article,
    )


def words_of(text: str) -> list[str]:
    """A text -> its words as printed, without quotation marks."""
    return _WORD.findall(text)


def quotes_of(document: GoldDocument) -> Iterable[tuple[str, str | None]]:
    """An article -> what it quotes and attributes, with the name of who said it."""
    last: str | None = None
    for marked in sorted(document.attributions, key=lambda each: each.content[:1]):
        name = _name(document.text, marked)
        # A pronoun is mostly whoever was named before.
        last = name or (last if _refers(document.text, marked) else None)
        for stretch in quoted_stretches(document.text):
            if any(_holds(part, stretch) for part in marked.content):
                text = trim(document.text, stretch).of(document.text)
                if _WORD.search(text):
                    yield " ".join(text.split()), last


def _holds(part: Span, stretch: Span) -> bool:
    return part.start <= stretch.end and stretch.start <= part.end


def _name(text: str, marked: Marked) -> str | None:
    source = " ".join(span.of(text) for span in marked.source)
    names = [name for name in _NAME.findall(source) if name not in _NO_NAMES]
    # Who is "Trump" here is "Donald Trump" there.
    return names[-1].removesuffix("’s").removesuffix("'s").split()[-1] if names else None


def _refers(text: str, marked: Marked) -> bool:
    source = " ".join(span.of(text) for span in marked.source)
    return source.casefold() in ("he", "she", "they", "i", "we")
