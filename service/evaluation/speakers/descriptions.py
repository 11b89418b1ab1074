"""Score what is read beside speakers' names against people's annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.speakers.article_reader import ArticleReader
from service.speakers.names.person_names import parse_name

_ARTICLES = frozenset(["a", "an", "the"])
_MARKS = '.,;:()[]"“”—–'


@dataclass(frozen=True, slots=True)
class GoldDescription:
    """What an article prints beside a speaker's name, as a person read it."""

    article_id: str
    speaker: str
    descriptions: tuple[str, ...]
    """The right answers; an empty one where the article prints none."""


@dataclass(frozen=True, slots=True)
class DescriptionScore:
    """How many descriptions are right."""

    right: int
    total: int
    wrong: tuple[tuple[GoldDescription, str], ...]
    """Each gold description that was missed, with the answer."""


def read_described(lines: Iterable[str]) -> list[GoldDescription]:
    """Return the annotations of JSON lines with `id`, `speaker` and `descriptions`."""
    records = (json.loads(line) for line in lines if line.strip())
    return [
        GoldDescription(record["id"], record["speaker"], tuple(record["descriptions"]))
        for record in records
    ]


def score_descriptions(
    gold: Sequence[GoldDescription], texts: Mapping[str, str], reader: ArticleReader
) -> DescriptionScore:
    """Return how many descriptions are right: the same words, but for articles, marks and case.

    A speaker whom the reader does not find has no description.
    """
    answers = _answers(gold, texts, reader)
    wrong = []
    for each in gold:
        answer = _find(answers[each.article_id], each.speaker)
        if _words(answer) not in {_words(right) for right in each.descriptions}:
            wrong.append((each, answer))
    return DescriptionScore(len(gold) - len(wrong), len(gold), tuple(wrong))


def _answers(
    gold: Iterable[GoldDescription], texts: Mapping[str, str], reader: ArticleReader
) -> dict[str, dict[str, str]]:
    """Return the description of each speaker by name, by article."""
    answers: dict[str, dict[str, str]] = {}
    for article_id in dict.fromkeys(each.article_id for each in gold):
        text = texts[article_id]
        found = answers.setdefault(article_id, {})
        for resolution in reader.read(text).resolutions:
            for speaker in resolution.speakers:
                if speaker.name:
                    found[speaker.name] = " ".join(span.of(text) for span in speaker.description)
    return answers


def _find(found: Mapping[str, str], name: str) -> str:
    """Return the description of a name, or that of the only speaker of its surname."""
    if name in found:
        return found[name]
    surname = parse_name(name).surname
    alike = [each for each in found if parse_name(each).surname == surname]
    return found[alike[0]] if len(alike) == 1 else ""


def _words(description: str) -> tuple[str, ...]:
    words = (word.strip(_MARKS).lower() for word in description.replace("’", "'").split())
    return tuple(word for word in words if word and word not in _ARTICLES)
