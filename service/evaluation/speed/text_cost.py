"""Measure what texts cost that a client might send to keep a server busy.

Each kind of text is measured at several sizes. No kind should cost out of proportion: twice the
text should cost about twice, and no more than a few times an ordinary text of its size.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice
from pathlib import Path

from service.commands.inputs import read_record
from service.evaluation.timing import Stopwatch
from service.speakers.article_reader import ArticleReader, load_article_reader

MakeText = Callable[[int], str]
"""Returns a text of a size in code points."""

_ORDINARY = "ordinary articles"
_SHARED_SURNAMES = ("Bart", "Carr", "Dunn", "Elms", "Frey", "Gale", "Holt", "Irwin")


def _repeated(unit: str) -> MakeText:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _names() -> Iterator[str]:
    """Yield made-up full names without end, the same ones each time."""
    chance = random.Random(3)  # noqa: S311 - to be the same each time
    while True:
        syllables = [chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(6)]
        yield " ".join("".join(half).title() for half in (syllables[:3], syllables[3:]))


def _filled(parts: Iterator[str], size: int) -> str:
    """Return the first parts as one text of a size."""
    shortest = 4
    return "".join(islice(parts, size // shortest + 1))[:size]


def _different_names(size: int) -> str:
    return _filled((f"{name}, " for name in _names()), size)


def _shared_surnames(size: int) -> str:
    turns = (
        f"“We go {number},” {name.split()[0]} {_SHARED_SURNAMES[number % 8]} said. She agreed. "
        for number, name in zip(count(), _names(), strict=False)
    )
    return _filled(turns, size)


def _one_line_of_news(size: int) -> str:
    sentences = (
        f"{name}, a keeper of the pier, told the council that the work would go on in the spring. "
        f"“We have waited for years,” {name.split()[1]} said. She asked {other} for the money. "
        for name, other in zip(_names(), islice(_names(), 7, None), strict=False)
    )
    return _filled(sentences, size)


TEXT_KINDS: dict[str, MakeText] = {
    "`Ann Lee, `": _repeated("Ann Lee, "),
    "`Ann Lee. `": _repeated("Ann Lee. "),
    "`she `": _repeated("she "),
    "`he said `": _repeated("he said "),
    "different names, one line": _different_names,
    "speakers that share surnames": _shared_surnames,
    "news in one line": _one_line_of_news,
    "one word of letters": lambda size: f"The {'a' * size} said “Go.” She left."[-size:],
    "`Ann-Lee-`": _repeated("Ann-Lee-"),
    "`“a,” he said. `": _repeated("“a,” he said. "),
    "`he said.` lines": _repeated("he said.\n"),
    "`We go.` lines, CRLF": _repeated("We go.\r\n"),
    "`— Yes.` lines": _repeated("— Yes.\n"),
    "`SMITH: We go.` lines": _repeated("SMITH: We go.\n"),
    "`SMITH: He said “go.”` lines": _repeated("SMITH: He said “go.”\nLEE: “No,” she said.\n"),
    "`He wrote on Friday:` lines": _repeated("He wrote on Friday:\nWe go to the pier today.\n"),
    "`“Go.” That is what he said.`": _repeated("“Go.” That is what he said. "),
    "`Ada Lee phoned BBBB!`": _repeated(f"Ada Lee phoned {'B' * 90}! “Go,” she said today today. "),
    "`Q: Why?`, `A: Because.` lines": _repeated("Q: Why?\nA: Because.\n"),
    '`"a" `': _repeated('"a" '),
    "`他说：“我们会重建。”`": _repeated("他说：“我们会重建。”"),
    '`قال "نعم" `': _repeated('قال "نعم" '),
    "`<p>`": _repeated("<p>"),
}


def measure_text_costs(texts: Path, *, sizes: Sequence[int]) -> Iterator[str]:
    """Yield the rows of a table: the processor seconds of each kind of text at each size.

    Args:
        texts: Lines of `{"id", "text"}`: ordinary articles, which the other kinds are compared to.
        sizes: Sizes of a text in code points, the largest last.
    """
    with texts.open(encoding="utf-8") as lines:
        articles = "\n\n".join(read_record(line).text for line in lines)
    kinds: dict[str, MakeText] = {
        _ORDINARY: lambda size: articles[:size],
        "the same in one line": lambda size: articles[:size].replace("\n", " "),
        **TEXT_KINDS,
    }
    reader = load_article_reader(max_characters=max(sizes))
    reader.read("“It works,” the engineer said.")  # loading is no cost of the texts
    yield "| text | " + " | ".join(f"{size:,}" for size in sizes) + " | growth | of ordinary |"
    yield "|---" * (len(sizes) + 3) + "|"
    ordinary = 0.0
    for kind, make_text in kinds.items():
        seconds = [_seconds(reader, make_text(n)) for n in sizes]
        ordinary = ordinary or seconds[-1]
        cells = [f"{value:.2f}" for value in seconds]
        growth = f"{seconds[-1] / seconds[-2]:.1f}" if len(seconds) > 1 else ""
        cells += [growth, f"{seconds[-1] / ordinary:.1f}"]
        yield f"| {kind} | " + " | ".join(cells) + " |"


def _seconds(reader: ArticleReader, text: str) -> float:
    """Return the processor time that reading a text takes."""
    watch = Stopwatch()
    reader.read(text)
    return watch.read().processor
