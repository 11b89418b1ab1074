"""Read annotated articles, with each annotator's reading and the names found by machine."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.extraction.quotation import EntityLabel
from service.text.spans import Span

_ALIGNED = 0.97
"""The least share of silver names that start and end where words do."""


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One annotated attribution."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of all three parts."""
        return self.source + self.cue + self.content


@dataclass(frozen=True, slots=True)
class SilverName:
    """One name in the text, found by machine."""

    span: Span
    label: EntityLabel


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """One annotator's reading of one article."""

    text: str
    attributions: tuple[GoldAttribution, ...]
    names: tuple[SilverName, ...] | None
    """None where no names were looked for."""


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """One article, as each of its annotators read it, the first one first."""

    id: str
    outlet: str
    readings: tuple[AnnotatedText, ...]


def load_annotated(articles: Path, names: Path | None = None) -> list[AnnotatedArticle]:
    """Read articles and their silver names, in the order of the file of articles."""
    silver = _load_names(names) if names else {}
    readings: dict[str, list[AnnotatedText]] = defaultdict(list)
    outlets = {}
    with articles.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            outlets[record["id"]] = record["outlet"]
            readings[record["id"]].append(
                AnnotatedText(
                    text=record["text"],
                    attributions=tuple(
                        GoldAttribution(
                            *(_spans(each[role]) for role in ("source", "cue", "content"))
                        )
                        for each in record["attributions"]
                    ),
                    names=_aligned(record["text"], silver.get(record["id"])),
                )
            )
    return [AnnotatedArticle(key, outlets[key], tuple(found)) for key, found in readings.items()]


def _load_names(path: Path) -> dict[str, tuple[SilverName, ...]]:
    found = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            found[record["id"]] = tuple(
                SilverName(Span(start, end), EntityLabel[label])
                for start, end, label in record["entities"]
            )
    return found


def _aligned(text: str, names: tuple[SilverName, ...] | None) -> tuple[SilverName, ...] | None:
    """Return a text's silver names, or None where they do not fit the text."""
    if not names:
        return None
    fitting = sum(_fits(text, name.span) for name in names)
    return names if fitting >= _ALIGNED * len(names) else None


def _fits(text: str, span: Span) -> bool:
    words = span.of(text)
    return (
        bool(words)
        and words == words.strip()
        and not (text[span.start - 1 : span.start].isalnum() and words[0].isalnum())
        and not (text[span.end : span.end + 1].isalnum() and words[-1].isalnum())
    )


def _spans(pairs: list[Any]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
