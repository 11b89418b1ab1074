"""Measure the repair of unsure speakers on annotated articles: how often it fires, and is right.

Real news seldom prints one quote at four outlets with the speaker unsure at one of them. So each
occurrence whose speaker people annotated is also taken for one of an unknown speaker, in turn: the
others then name a speaker or not, and that speaker is the annotated one or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from service.commands.inputs import file_lines
from service.dedup.quote_summary import SURE, Witness, count_credits, majority_speakers
from service.dedup.witnesses import LEAST_WITNESSES, others_agree
from service.evaluation.dedup.labelled_pairs import (
    Labelled,
    LabelledArticle,
    LabelledSpan,
    annotated_speaker,
)
from service.evaluation.dedup.stored import (
    StoredArticles,
    ingest_articles,
    read_in_processes,
    read_stored,
)
from service.evaluation.predictions import show_progress
from service.evaluation.speakers.same_speaker import same_family, same_name
from service.gold.documents import read_json_lines
from service.settings import get_settings
from service.storage.store import Store
from service.storage.views import OccurrenceView

_ARTICLE = ("id", "date", "text", "attributions")
_SPEAKER = ("id", "attribution", "speaker")
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class HiddenCounts:
    """What becomes of sure quotations with an annotated speaker, each taken for unknown in turn."""

    least: int
    """How many other outlets must name the speaker."""
    hidden: int
    """Those whose words that number of other outlets print."""
    named: int
    right: int


@dataclass(frozen=True, slots=True)
class RepairCounts:
    """What became of the verbatim quotations of a store."""

    articles: int
    quotations: int
    unsure: int
    """Those whose own article is unsure of the speaker, or does not know."""
    enough_outlets: int
    """Of these, those whose words three other outlets print."""
    repaired: int
    repaired_right: int
    repaired_wrong: int
    """The rest of the repaired ones have no annotated speaker."""
    hidden: tuple[HiddenCounts, ...]
    """By the number of outlets that must agree."""

    def as_text(self) -> str:
        """Return a line for each count."""
        names = [each.name for each in fields(self) if each.name != "hidden"]
        lines = [f"{name.replace('_', ' '):16} {getattr(self, name)}" for name in names]
        lines += [
            f"hidden, with {each.least} other outlets: {each.hidden},"
            f" of which {each.named} named, {each.right} right"
            for each in self.hidden
        ]
        return "\n".join(lines)


def measure_repair(
    articles: Sequence[Path], speakers: Path | None, *, workers: int
) -> RepairCounts:
    """Ingest annotated articles into an empty store, and count repaired speakers.

    Args:
        articles: JSONL of annotated articles with outlets and dates.
        speakers: JSONL of who spoke each gold attribution, or None.
        workers: How many processes read the texts.
    """
    corpus: dict[str, dict[str, Any]] = {}
    for path in articles:
        for line in read_json_lines(file_lines(path), required=_ARTICLE):
            corpus.setdefault(line["id"], line)
    named = {}
    if speakers:
        for line in read_json_lines(file_lines(speakers), required=_SPEAKER):
            named[line["id"], line["attribution"]] = line["speaker"]
    labelled = Labelled(
        (),
        {},
        {
            name: LabelledArticle(
                each.get("outlet") or "(none)", date.fromisoformat(each["date"]), each["text"]
            )
            for name, each in corpus.items()
        },
    )
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/repair.db"
        Store.migrate(url)
        with closing(Store.open(url)) as store:
            stored = _store_all(labelled, store, workers=workers)
    return count_repairs(stored, corpus, named)


def count_repairs(
    stored: StoredArticles,
    corpus: Mapping[str, dict[str, Any]],
    named: Mapping[tuple[str, str], str],
) -> RepairCounts:
    """Count the repaired quotations of a store, and those that would be repaired if hidden.

    Args:
        stored: The occurrences of all articles.
        corpus: The annotated articles by their names.
        named: The speakers of annotated attributions, by article and attribution.
    """
    everything = [(name, each) for name, found in stored.occurrences.items() for each in found]
    quotes: dict[object, list[Witness]] = {}
    for _, each in everything:
        quotes.setdefault(each.quote_id, []).append(_witness(each, stored))
    unsure = [pair for pair in everything if _is_unsure(pair[1])]
    repaired = [pair for pair in everything if pair[1].speaker_from == "other_outlets"]
    verdicts = [
        any(_is_same(gold, speaker.name) for speaker in each.speakers)
        for name, each in repaired
        if (gold := _gold(name, each, corpus, named))
    ]
    hidden = [
        (witnesses, _witness(each, stored), gold)
        for name, each in everything
        for witnesses in [quotes[each.quote_id]]
        if not _is_unsure(each) and len(witnesses) > 1
        if (gold := _gold(name, each, corpus, named))
    ]
    return RepairCounts(
        articles=len(stored.occurrences),
        quotations=len(everything),
        unsure=len(unsure),
        enough_outlets=sum(
            _count_others(_witness(each, stored), quotes[each.quote_id]) >= LEAST_WITNESSES
            for _, each in unsure
        ),
        repaired=len(repaired),
        repaired_right=sum(verdicts),
        repaired_wrong=len(verdicts) - sum(verdicts),
        hidden=tuple(_hide(hidden, least=least) for least in range(1, LEAST_WITNESSES + 1)),
    )


def _store_all(labelled: Labelled, store: Store, *, workers: int) -> StoredArticles:
    texts = [article.text for article in labelled.articles.values()]
    read = read_in_processes(texts, settings=get_settings(), workers=workers)
    accounts = dict(show_progress(read, "extract", len(texts)))
    ids = dict(show_progress(ingest_articles(labelled, accounts, store), "store", len(texts)))
    return read_stored(labelled, ids, store)


def _hide(known: Sequence[tuple[Sequence[Witness], Witness, str]], *, least: int) -> HiddenCounts:
    enough = [each for each in known if _count_others(each[1], each[0]) >= least]
    guesses = [(_guess(own, witnesses, least=least), gold) for witnesses, own, gold in enough]
    return HiddenCounts(
        least=least,
        hidden=len(enough),
        named=sum(bool(guess) for guess, _ in guesses),
        right=sum(any(_is_same(gold, key) for key in guess) for guess, gold in guesses),
    )


def _guess(own: Witness, witnesses: Sequence[Witness], *, least: int) -> tuple[str, ...]:
    """Return the speakers that others name, if the own article's reading were unknown."""
    unknown = Witness((), 0.0, own.outlet, own.origin)
    if not others_agree(unknown, witnesses, least=least):
        return ()
    return majority_speakers(count_credits(_others(own, witnesses))).speakers


def _others(own: Witness, witnesses: Sequence[Witness]) -> Iterator[Witness]:
    for each in witnesses:
        if each.outlet != own.outlet and each.origin != own.origin:
            yield each


def _count_others(own: Witness, witnesses: Sequence[Witness]) -> int:
    """Return how many other outlets print the words, each with an origin of its own."""
    others = list(_others(own, witnesses))
    return min(len({each.outlet for each in others}), len({each.origin for each in others}))


def _witness(occurrence: OccurrenceView, stored: StoredArticles) -> Witness:
    article = occurrence.article
    return Witness(
        tuple(stored.speakers[each.id] for each in occurrence.speakers if each.id),
        occurrence.resolution.confidence,
        article.outlet.id,
        article.story_id or article.id,
    )


def _is_unsure(occurrence: OccurrenceView) -> bool:
    resolution = occurrence.resolution
    return resolution.step == _UNKNOWN or resolution.confidence < SURE


def _gold(
    name: str,
    occurrence: OccurrenceView,
    corpus: Mapping[str, dict[str, Any]],
    named: Mapping[tuple[str, str], str],
) -> str | None:
    span = LabelledSpan(name, occurrence.spans[0].start, occurrence.spans[-1].end)
    return annotated_speaker(corpus[name], span, named)


def _is_same(gold: str, name: str | None) -> bool:
    # Where an annotated source holds a surname alone, the surname decides.
    alone = len(gold.split()) == 1
    return name is not None and (same_name(gold, name) or (alone and same_family(gold, name)))
