"""Numbers -> days of news: what several outlets print of what is said, whole or not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from service.evaluation.scale.press import Press

FIRST_DAY = date(2016, 1, 1)
DAYS = 10
"""Of each batch; the next batch is of the days after."""

OUTLETS = 40
MOST_PRINTS = 30
"""Of one quote. One outlet prints most, two print fewer: the cube of how many."""

KINDS = {"exact": 71, "variant": 20, "fragment": 54}
"""What a further print is of the first, as often as among the labelled pairs of PolNeAR."""

UNNAMED = 0.08
"""How often a further print does not name the speaker."""
SAME_DAY = 0.6

_COUNTS = range(1, MOST_PRINTS + 1)
_WEIGHTS = list(accumulate(count**-3 for count in _COUNTS))


@dataclass(frozen=True, slots=True)
class Print:
    """A quote as one outlet prints it."""

    text: str
    speaker: str | None
    day: date
    outlet: int

    @property
    def published_at(self) -> datetime:
        """Noon of the day."""
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)


def news(press: Press, number: int, quotes: int) -> list[list[Print]]:
    """A press, the number of a batch, how many quotes -> the prints of each, always the same."""
    draw = random.Random(number)  # noqa: S311 - only spreads words and days
    days = [FIRST_DAY + timedelta(days=number * DAYS + day) for day in range(DAYS)]
    found: list[list[Print]] = []
    phrases: dict[tuple[str, str], list[Print]] = {}
    while len(found) < quotes:
        (text, stock), speaker = press.text(draw), press.speaker(draw)
        prints = _prints(press, text, speaker, days, draw)
        # What somebody says again within days is one quote, and need not be placed to be so.
        known = phrases.get((text, speaker)) if stock and speaker else None
        if known is not None:
            known += prints
            continue
        found.append(prints)
        if stock and speaker:
            phrases[text, speaker] = prints
    return found


def change(press: Press, text: str, kind: str, draw: random.Random) -> str:
    """A text and a kind -> the text as another outlet prints it; too few words stay as they are."""
    words = text.split()
    if kind == "variant" and len(words) > 3:
        for _ in range(1 + len(words) // 20):
            words[draw.randrange(len(words))] = draw.choice(press.words)
    elif kind == "fragment" and len(words) > 1:
        count = draw.randrange(1 + len(words) // 5, len(words))
        start = draw.randrange(len(words) - count + 1)
        words = words[start : start + count]
    return " ".join(words)


def _prints(
    press: Press, text: str, speaker: str | None, days: Sequence[date], draw: random.Random
) -> list[Print]:
    first = draw.randrange(len(days))
    [count] = draw.choices(_COUNTS, cum_weights=_WEIGHTS)
    prints = [Print(text, speaker, days[first], draw.randrange(OUTLETS))]
    for kind in draw.choices(list(KINDS), weights=list(KINDS.values()), k=count - 1):
        later = 0 if draw.random() < SAME_DAY else draw.randint(1, 3)
        prints.append(
            Print(
                text=change(press, text, kind, draw),
                speaker=None if draw.random() < UNNAMED else speaker,
                day=days[min(first + later, len(days) - 1)],
                outlet=draw.randrange(OUTLETS),
            )
        )
    return prints
