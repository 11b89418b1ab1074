"""What pairs and clusters of made-up news cost, without reading, tables and loading.

The news is skewed: few speakers say most of it, and formulas come again and again. Each size starts
with occurrences in files, and one process does all of it.
"""

from __future__ import annotations

import resource
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from service.backfill.core.articles import ArrivedArticle, appearances_in, last_text
from service.backfill.core.occurrences import ArchivedOccurrence, occurrences_in
from service.backfill.local import LocalRunner
from service.backfill.quote_plan import distinct_utterances, linked_clusters, linked_pairs
from service.backfill.runner import Rows
from service.evaluation.scale.text_generator import TextGenerator, learn_generator
from service.evaluation.speed.archive_cost import made_up_articles
from service.evaluation.timing import Elapsed, Stopwatch
from service.gold.documents import read_gold

_BATCH = 20_000
"""The quotes that are made up at once."""


@dataclass(frozen=True, slots=True)
class PairCost:
    """What one size came to."""

    utterances: int
    links: int
    pairs: Elapsed
    """From utterances to links."""
    clusters: Elapsed
    """From links to quotes, groups and hosts."""

    @property
    def microseconds(self) -> float:
        """The processor time of both, for each utterance."""
        return 1e6 * (self.pairs + self.clusters).processor / max(1, self.utterances)


def measure_pairs(
    generator: TextGenerator, directory: Path, *, quotes: int, partitions: int
) -> PairCost:
    """Make up the occurrences of printed quotes, and group them.

    Args:
        generator: Makes up the quotes.
        directory: An empty directory for rows between two steps.
        quotes: How many printed quotes to make up.
        partitions: How many files a shuffle makes.
    """
    batches = [
        (number, min(_BATCH, quotes - number * _BATCH)) for number in range(-(-quotes // _BATCH))
    ]
    with LocalRunner(directory, partitions=partitions) as runner:
        occurrences = runner.load(batches, partial(_occurrences, generator))
        utterances = distinct_utterances(runner, occurrences)
        number = _count(runner, utterances)
        watch = Stopwatch()
        links = linked_pairs(runner, utterances)
        pairs = watch.read()
        linked_clusters(runner, links)
        clusters = watch.read() - pairs
        return PairCost(number, _count(runner, links), pairs, clusters)


def _occurrences(generator: TextGenerator, batch: tuple[int, int]) -> Iterator[ArchivedOccurrence]:
    number, quotes = batch
    for nth, made_up in enumerate(made_up_articles(generator, number, quotes)):
        article = last_text([ArrivedArticle((number, nth), made_up)])
        keys = {each.id: each.name_key for each in appearances_in(article)}
        yield from occurrences_in(article, keys, None)


def _count(runner: LocalRunner, rows: Rows[Any]) -> int:
    found: list[int] = []
    runner.save(rows, partial(_add_length, found))
    return sum(found)


def _add_length(found: list[int], part: str, rows: Iterable[Any]) -> None:
    found.append(sum(1 for _ in rows))


def _main(
    gold: Annotated[Path, typer.Argument(help="Annotated articles that news is made up from.")],
    quotes: Annotated[list[int], typer.Option(min=1, help="Printed quotes. Repeat it.")],
    partitions: Annotated[int, typer.Option(min=1, help="Files of a shuffle.")] = 64,
) -> None:
    """Measure pairs and clusters at some sizes, from the smallest, in one process."""
    with gold.open(encoding="utf-8") as lines:
        generator = learn_generator(read_gold(lines))
    for size in sorted(quotes):
        with TemporaryDirectory() as directory:
            cost = measure_pairs(generator, Path(directory), quotes=size, partitions=partitions)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        typer.echo(
            f"{size} printed, {cost.utterances} utterances, {cost.links} links:"
            f" pairs {cost.pairs}; clusters {cost.clusters};"
            f" {cost.microseconds:.0f} microseconds an utterance; at most {peak} MB so far"
        )


if __name__ == "__main__":
    typer.run(_main)
