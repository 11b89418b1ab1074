"""Generate news without end: quotes with the lengths, words and speakers of real articles.

Words follow each other as in the articles. A Markov chain looks at the two words before, sometimes
only at one. So words, runs of five words and the words of one speaker repeat as unevenly as in
print. No text of the articles is kept but the stock phrases, which several articles quote.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from service.dedup.index_keys import GUARANTEED
from service.evaluation.attribution.text_spans import spans_between_marks, trim_marks
from service.gold.documents import GoldDocument, MarkedAttribution
from service.text.spans import Span

LOOSE = 0.4
"""How often only one word before is used. With this value, generated text shares about as many keys
of runs as real text of the same length; `python -m service.evaluation skew` shows it."""

TAIL = 300_000
"""The number of speakers beside those that the articles quote twice."""

FIRST_DAY = date(2016, 1, 1)
DAYS = 10
"""The days of each batch; the next batch has the days after them."""

OUTLETS = 40
MOST_OUTLETS = 30
"""At most this many outlets print one quote. The chance falls with the cube of their number."""

KINDS = {"exact": 71, "variant": 20, "fragment": 54}
"""How a second outlet prints a quote, as often as among the labelled pairs of PolNeAR."""

UNNAMED = 0.08
"""How often a second outlet does not name the speaker."""
SAME_DAY = 0.6

_COUNTS = range(1, MOST_OUTLETS + 1)
_WEIGHTS = list(accumulate(count**-3 for count in _COUNTS))

_WORD = re.compile(r"[^\s\"“”„«»]*\w[^\s\"“”„«»]*")
_NAME = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*")
_NO_NAMES = frozenset(
    {"He", "She", "They", "It", "We", "I", "You", "His", "Her", "The", "Who", "A", "An", "One"}
)


@dataclass(frozen=True, slots=True)
class TextGenerator:
    """The statistics of real quotes. Lists hold each item as often as it occurred."""

    words: Sequence[str]
    after_two: Mapping[tuple[str, str], Sequence[str]]
    after_one: Mapping[str, Sequence[str]]
    lengths: Sequence[int]
    """The lengths of quotes in words, without stock phrases."""
    stock: Sequence[str]
    """Phrases of few words that several articles quote. Longer ones are no stock phrases, but one
    statement in several reports."""
    stock_share: float
    speakers: Sequence[str | None]
    """The speakers of quotes: None if unnamed, empty if quoted only once."""
    per_article: Sequence[int]

    def text(self, draw: random.Random) -> tuple[str, bool]:
        """Return the words of one quote, and whether they are a stock phrase."""
        if draw.random() < self.stock_share:
            return draw.choice(self.stock), True
        return " ".join(self.continue_words([], draw.choice(self.lengths), draw)), False

    def continue_words(self, before: Sequence[str], count: int, draw: random.Random) -> list[str]:
        """Return the words before, continued to `count` words in all."""
        found = list(before)
        while len(found) < count:
            known = self.after_two.get((found[-2], found[-1])) if len(found) > 1 else None
            if known is None or draw.random() < LOOSE:
                known = self.after_one.get(found[-1]) if found else None
            known = known or self.words
            found.append(known[int(draw.random() * len(known))])
        return found

    def speaker(self, draw: random.Random) -> str | None:
        """Return the name of a speaker; None if unnamed."""
        name = draw.choice(self.speakers)
        if name != "":
            return name
        # Zipf's law with exponent 1: the logarithm of the rank is spread evenly.
        rank = int(TAIL ** draw.random())
        return f"Speaker{rank % 1_000} Tail{rank}"


def learn_generator(documents: Iterable[GoldDocument]) -> TextGenerator:
    """Learn the statistics of annotated articles."""
    words: list[str] = []
    quotes: list[str] = []
    speakers: list[str | None] = []
    per_article: list[int] = []
    for document in documents:
        words += words_without_marks(document.text)
        found = list(quotations_in(document))
        quotes += [text for text, _ in found]
        speakers += [name for _, name in found]
        per_article += [len(found)] if found else []
    after_two: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    after_one: defaultdict[str, list[str]] = defaultdict(list)
    for first, second, third in zip(words, words[1:], words[2:], strict=False):
        after_two[first, second].append(third)
        after_one[second].append(third)
    times = Counter(text.casefold() for text in quotes)
    stock = [
        text for text in quotes if times[text.casefold()] > 1 and len(text.split()) < GUARANTEED
    ]
    quoted = Counter(speakers)
    return TextGenerator(
        words=words,
        after_two=dict(after_two),
        after_one=dict(after_one),
        lengths=[len(text.split()) for text in quotes if times[text.casefold()] == 1],
        stock=stock,
        stock_share=len(stock) / len(quotes),
        # A speaker seen once represents all speakers not seen yet (Good and Turing).
        speakers=[name if name is None or quoted[name] > 1 else "" for name in speakers],
        per_article=per_article,
    )


def words_without_marks(text: str) -> list[str]:
    """A text -> its words without quotation marks."""
    return _WORD.findall(text)


def quotations_in(document: GoldDocument) -> Iterable[tuple[str, str | None]]:
    """Yield the quotes that an article attributes, each with its speaker's surname or None."""
    last: str | None = None
    for marked in sorted(document.attributions, key=lambda each: each.content[:1]):
        name = _name(document.text, marked)
        # A pronoun mostly refers to the person named before.
        last = name or (last if _is_pronoun(document.text, marked) else None)
        for span in spans_between_marks(document.text):
            if any(_touches(part, span) for part in marked.content):
                text = trim_marks(document.text, span).of(document.text)
                if _WORD.search(text):
                    yield " ".join(text.split()), last


def _touches(part: Span, span: Span) -> bool:
    return part.start <= span.end and span.start <= part.end


def _name(text: str, marked: MarkedAttribution) -> str | None:
    source = " ".join(span.of(text) for span in marked.source)
    names = [name for name in _NAME.findall(source) if name not in _NO_NAMES]
    # "Trump" in one article is "Donald Trump" in another.
    return names[-1].removesuffix("’s").removesuffix("'s").split()[-1] if names else None


def _is_pronoun(text: str, marked: MarkedAttribution) -> bool:
    source = " ".join(span.of(text) for span in marked.source)
    return source.casefold() in ("he", "she", "they", "i", "we")


@dataclass(frozen=True, slots=True)
class PrintedQuote:
    """A quote as one outlet prints it."""

    text: str
    speaker: str | None
    day: date
    outlet: int

    @property
    def published_at(self) -> datetime:
        """Noon of the day."""
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)


def generate_news(generator: TextGenerator, number: int, quotes: int) -> list[list[PrintedQuote]]:
    """Generate a batch of news: the printed forms of each quote.

    Args:
        generator: What makes the words.
        number: The number of the batch; the same number gives the same news.
        quotes: The number of quotes.
    """
    draw = random.Random(number)  # noqa: S311 - only spreads words and days
    days = [FIRST_DAY + timedelta(days=number * DAYS + day) for day in range(DAYS)]
    found: list[list[PrintedQuote]] = []
    phrases: dict[tuple[str, str], list[PrintedQuote]] = {}
    while len(found) < quotes:
        (text, stock), speaker = generator.text(draw), generator.speaker(draw)
        printed = _print_quote(generator, text, speaker, days, draw)
        # A stock phrase that a speaker repeats within days is one quote without being assigned.
        known = phrases.get((text, speaker)) if stock and speaker else None
        if known is not None:
            known += printed
            continue
        found.append(printed)
        if stock and speaker:
            phrases[text, speaker] = printed
    return found


def vary_wording(generator: TextGenerator, text: str, kind: str, draw: random.Random) -> str:
    """Return the text as a second outlet prints it. A text of few words stays as it is.

    Args:
        generator: The source of other words.
        text: The words of the first outlet.
        kind: "exact", "variant" or "fragment".
        draw: The source of chance.
    """
    words = text.split()
    if kind == "variant" and len(words) > 3:
        for _ in range(1 + len(words) // 20):
            words[draw.randrange(len(words))] = draw.choice(generator.words)
    elif kind == "fragment" and len(words) > 1:
        count = draw.randrange(1 + len(words) // 5, len(words))
        start = draw.randrange(len(words) - count + 1)
        words = words[start : start + count]
    return " ".join(words)


def _print_quote(
    generator: TextGenerator,
    text: str,
    speaker: str | None,
    days: Sequence[date],
    draw: random.Random,
) -> list[PrintedQuote]:
    first = draw.randrange(len(days))
    [count] = draw.choices(_COUNTS, cum_weights=_WEIGHTS)
    printed = [PrintedQuote(text, speaker, days[first], draw.randrange(OUTLETS))]
    for kind in draw.choices(list(KINDS), weights=list(KINDS.values()), k=count - 1):
        later = 0 if draw.random() < SAME_DAY else draw.randint(1, 3)
        printed.append(
            PrintedQuote(
                text=vary_wording(generator, text, kind, draw),
                speaker=None if draw.random() < UNNAMED else speaker,
                day=days[min(first + later, len(days) - 1)],
                outlet=draw.randrange(OUTLETS),
            )
        )
    return printed
