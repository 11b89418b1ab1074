"""The labelled pairs of quoted stretches and their articles -> utterances to be clustered.

A pair is two stretches of PolNeAR's articles; `slogan` pairs are left out, since whether a slogan
is one quote each time it is chanted is no question of matching. Speakers are the labelled ones
where a pair names them, and else the annotated source, spelt as fully as its article has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from service.commands.inputs import jsonl_lines
from service.dedup.utterance import Utterance, utterance_of
from service.errors import InvalidRequest
from service.evaluation.gold import records

# From here on words alone should decide.
LONG_WORDS = 5

_PAIR = ("a", "b", "a_text", "b_text", "relation", "same_speaker", "speaker")
_ARTICLE = ("id", "date", "text", "attributions")
_SPEAKER = ("id", "attribution", "speaker")

_NAME = re.compile(r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|von|van))*")
_PRONOUNS = frozenset({"He", "She", "They", "It", "We", "I", "You", "His", "Her", "The", "Who"})
_POSSESSIVE = re.compile(r"['’]s$")


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A quoted stretch: where it stands in which article."""

    article: str
    start: int
    end: int

    @property
    def id(self) -> str:
        """The stretch as one word."""
        return f"{self.article}:{self.start:06d}-{self.end:06d}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stretches and whether they are one quote."""

    a: Stretch
    b: Stretch
    same: bool
    words: int
    """Of the shorter one."""
    cluster: str
    """Pairs with one name here share utterances, and must not be split between folds."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An article that holds a labelled stretch."""

    outlet: str
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """The pairs, the utterance of every stretch in them by people's speakers, and the articles."""

    pairs: tuple[Pair, ...]
    utterances: dict[str, Utterance]
    articles: dict[str, Printed]

    @property
    def stretches(self) -> list[Stretch]:
        """Every stretch that is part of a pair, in order."""
        return sorted({end for pair in self.pairs for end in (pair.a, pair.b)})


def read_labelled(pairs: Path, articles: Iterable[Path], speakers: Path | None = None) -> Labelled:
    """The files of pairs, of articles and of labelled speakers -> pairs and their utterances.

    Raises:
        InvalidRequest: a line is not what it should be, or an article of a pair is missing.
    """
    lines = [each for each in _lines(pairs, _PAIR) if each["relation"] != "slogan"]
    held = {stretch.article for each in lines for stretch in _stretches(each)}
    corpus: dict[str, dict[str, Any]] = {}
    for path in articles:
        for article in _lines(path, _ARTICLE):
            if article["id"] in held:
                corpus.setdefault(article["id"], article)
    missing = held - set(corpus)
    if missing:
        raise InvalidRequest(f"{len(missing)} articles are missing, such as {min(missing)}.")
    named = {}
    for each in _lines(speakers, _SPEAKER) if speakers else ():
        named[each["id"], each["attribution"]] = each["speaker"]
    labelled = {
        stretch: each["speaker"]
        for each in lines
        if each["same_speaker"] and each["speaker"]
        for stretch in _stretches(each)
    }
    utterances = {}
    for stretch in sorted({stretch for each in lines for stretch in _stretches(each)}):
        article = corpus[stretch.article]
        speaker = labelled.get(stretch) or _source(article, stretch, named)
        utterances[stretch.id] = utterance_of(
            stretch.id,
            article["text"][stretch.start : stretch.end],
            speakers=[_level(speaker)] if speaker else [],
            published=date.fromisoformat(article["date"]),
        )
    printed = {
        article["id"]: Printed(
            outlet=article.get("outlet") or "(none)",
            day=date.fromisoformat(article["date"]),
            text=article["text"],
        )
        for article in corpus.values()
    }
    return Labelled(tuple(_pairs(lines)), utterances, printed)


def _pairs(lines: Iterable[dict[str, Any]]) -> Iterable[Pair]:
    for each in lines:
        a, b = _stretches(each)
        yield Pair(
            a,
            b,
            same=each["relation"] != "different",
            words=min(len(each["a_text"].split()), len(each["b_text"].split())),
            cluster=str(each.get("cluster", f"{a.id} {b.id}")),
        )


def _lines(path: Path, required: Sequence[str]) -> Iterable[dict[str, Any]]:
    return records(jsonl_lines([path]), required=required)


def _stretches(line: dict[str, Any]) -> tuple[Stretch, Stretch]:
    a, b = (Stretch(line[x]["id"], line[x]["start"], line[x]["end"]) for x in "ab")
    return a, b


def _source(
    article: dict[str, Any], stretch: Stretch, named: dict[tuple[str, str], str]
) -> str | None:
    """The speaker of the annotated attribution that most closely holds the stretch."""
    holding = [
        (sum(end - start for start, end in each["content"]), each["id"], each["source"])
        for each in article["attributions"]
        if any(start < stretch.end and stretch.start < end for start, end in each["content"])
    ]
    if not holding:
        return None
    _, attribution, spans = min(holding)
    if (article["id"], attribution) in named:
        return named[article["id"], attribution]
    source = " ".join(article["text"][start:end] for start, end in spans)
    names = [name for name in _NAME.findall(source) if name not in _PRONOUNS]
    return _fullest(names[-1], article["text"]) if names else None


def _fullest(name: str, text: str) -> str:
    last = _POSSESSIVE.sub("", name).split()[-1]
    fuller = re.findall(rf"\b[A-Z][\w.]+ {re.escape(last)}\b", text)
    # The name most often used: "Hillary Clinton", not the one "Madam Clinton".
    return max(fuller, key=fuller.count) if fuller else last


def _level(name: str) -> str:
    return _POSSESSIVE.sub("", name).casefold().strip(" .")
