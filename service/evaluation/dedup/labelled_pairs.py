"""Read labelled pairs of quoted spans and their articles as utterances to cluster.

A pair is two spans of PolNeAR's articles. `slogan` pairs are left out: matching cannot decide
whether a slogan is one quote each time it is chanted. The speaker is the labelled one if a pair
names it, else the annotated source, in its fullest form in the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from service.commands.inputs import file_lines
from service.dedup.utterance import Utterance, utterance_of
from service.errors import InvalidRequest
from service.gold.documents import read_json_lines

LONG_WORDS = 5
"""From this many words on, words alone should decide."""

_PAIR = ("a", "b", "a_text", "b_text", "relation", "same_speaker", "speaker")
_ARTICLE = ("id", "date", "text", "attributions")
_SPEAKER = ("id", "attribution", "speaker")

_NAME = re.compile(r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|von|van))*")
_PRONOUNS = frozenset({"He", "She", "They", "It", "We", "I", "You", "His", "Her", "The", "Who"})
_POSSESSIVE = re.compile(r"['’]s$")


@dataclass(frozen=True, slots=True, order=True)
class LabelledSpan:
    """A quoted span of an article."""

    article: str
    start: int
    end: int

    @property
    def id(self) -> str:
        """The span as one word."""
        return f"{self.article}:{self.start:06d}-{self.end:06d}"


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two spans, and whether they are one quote."""

    a: LabelledSpan
    b: LabelledSpan
    same: bool
    words: int
    """The words of the shorter span."""
    cluster: str
    """Pairs with the same name here share utterances: they must stay in one fold."""
    file: str
    """The name of the file of pairs."""


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """An article that holds a labelled span."""

    outlet: str
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """The pairs, their articles, and the utterance of each span with people's speakers."""

    pairs: tuple[LabelledPair, ...]
    utterances: dict[str, Utterance]
    articles: dict[str, LabelledArticle]

    @property
    def spans(self) -> list[LabelledSpan]:
        """All spans of the pairs, each once, in order."""
        return sorted({end for pair in self.pairs for end in (pair.a, pair.b)})


def read_labelled(
    pairs: Sequence[Path], articles: Iterable[Path], speakers: Path | None = None
) -> Labelled:
    """Read the files of pairs, of articles and of labelled speakers.

    Raises:
        InvalidRequest: A line is wrong, or an article of a pair is missing.
    """
    by_file = {
        path.stem: [each for each in _lines(path, _PAIR) if each["relation"] != "slogan"]
        for path in pairs
    }
    lines = [each for of_file in by_file.values() for each in of_file]
    held = {span.article for each in lines for span in _spans_of(each)}
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
        span: each["speaker"]
        for each in lines
        if each["same_speaker"] and each["speaker"]
        for span in _spans_of(each)
    }
    utterances = {}
    for span in sorted({span for each in lines for span in _spans_of(each)}):
        article = corpus[span.article]
        speaker = labelled.get(span) or annotated_speaker(article, span, named)
        utterances[span.id] = utterance_of(
            span.id,
            article["text"][span.start : span.end],
            speakers=[_fold_name(speaker)] if speaker else [],
            published=date.fromisoformat(article["date"]),
        )
    labelled_articles = {
        article["id"]: LabelledArticle(
            outlet=article.get("outlet") or "(none)",
            day=date.fromisoformat(article["date"]),
            text=article["text"],
        )
        for article in corpus.values()
    }
    all_pairs = [pair for file, of_file in by_file.items() for pair in _pairs(file, of_file)]
    return Labelled(tuple(all_pairs), utterances, labelled_articles)


def _pairs(file: str, lines: Iterable[dict[str, Any]]) -> Iterable[LabelledPair]:
    for each in lines:
        a, b = _spans_of(each)
        yield LabelledPair(
            a,
            b,
            same=each["relation"] != "different",
            words=min(len(each["a_text"].split()), len(each["b_text"].split())),
            # Each file numbers its clusters from 0.
            cluster=f"{file} {each.get('cluster', f'{a.id} {b.id}')}",
            file=file,
        )


def _lines(path: Path, required: Sequence[str]) -> Iterable[dict[str, Any]]:
    return read_json_lines(file_lines(path), required=required)


def _spans_of(line: dict[str, Any]) -> tuple[LabelledSpan, LabelledSpan]:
    a, b = (LabelledSpan(line[x]["id"], line[x]["start"], line[x]["end"]) for x in "ab")
    return a, b


def annotated_speaker(
    article: dict[str, Any], span: LabelledSpan, named: Mapping[tuple[str, str], str]
) -> str | None:
    """Return the speaker of the shortest annotated attribution that overlaps the span.

    Args:
        article: The annotated article.
        span: Words of it.
        named: The speakers of attributions, by article and attribution, where they are known.
    """
    holding = [
        (sum(end - start for start, end in each["content"]), each["id"], each["source"])
        for each in article["attributions"]
        if any(start < span.end and span.start < end for start, end in each["content"])
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


def _fold_name(name: str) -> str:
    return _POSSESSIVE.sub("", name).casefold().strip(" .")
