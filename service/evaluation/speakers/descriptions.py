"""Score what is read beside speakers' names against people's annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.speakers.article_reader import ArticleReader
from service.speakers.descriptions.parts import description_parts
from service.speakers.names.person_names import parse_name
from service.text.spans import Span

PARTS = ("title", "role", "affiliation")

Answer = Mapping[str, str]
"""The words of a description and of its parts, by name. A part that is empty is left out."""

_WHOLE = "whole"
_ARTICLES = frozenset(["a", "an", "the"])
_MARKS = '.,;:()[]"“”—–'


@dataclass(frozen=True, slots=True)
class GoldDescription:
    """What an article prints beside a speaker's name, as a person read it."""

    article_id: str
    speaker: str
    descriptions: tuple[str, ...]
    """The right answers; an empty one where the article prints none."""
    parts: Mapping[str, tuple[str, ...]]
    """The same for `title`, `role` and `affiliation`, where they are annotated."""


@dataclass(frozen=True, slots=True)
class PartScore:
    """How many of a part's answers are right."""

    right: int = 0
    total: int = 0
    given: int = 0
    """Those that are not empty."""
    given_right: int = 0


@dataclass(frozen=True, slots=True)
class DescriptionScore:
    """How many descriptions are right."""

    right: int
    total: int
    wrong: tuple[tuple[GoldDescription, str], ...]
    """Each gold description that was missed, with the answer."""
    parts: Mapping[str, PartScore]
    """By `title`, `role` and `affiliation`."""
    wrong_parts: tuple[tuple[str, GoldDescription, str], ...]
    """Each part that was missed: its name, the gold and the answer."""


def read_described(lines: Iterable[str]) -> list[GoldDescription]:
    """Return the annotations of JSON lines with `id`, `speaker` and `descriptions`.

    A line may also list the right answers for `title`, `role` and `affiliation`.
    """
    records = (json.loads(line) for line in lines if line.strip())
    return [
        GoldDescription(
            record["id"],
            record["speaker"],
            tuple(record["descriptions"]),
            {part: tuple(record[part]) for part in PARTS if part in record},
        )
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
    wrong_parts = []
    scores = dict.fromkeys(PARTS, PartScore())
    for each in gold:
        answer = _find(answers[each.article_id], each.speaker)
        if not _is_one_of(answer.get(_WHOLE, ""), each.descriptions):
            wrong.append((each, answer.get(_WHOLE, "")))
        for part, accepted in each.parts.items():
            words = answer.get(part, "")
            is_right = _is_one_of(words, accepted)
            before = scores[part]
            scores[part] = PartScore(
                before.right + is_right,
                before.total + 1,
                before.given + bool(words),
                before.given_right + (is_right and bool(words)),
            )
            if not is_right:
                wrong_parts.append((part, each, words))
    return DescriptionScore(
        len(gold) - len(wrong), len(gold), tuple(wrong), scores, tuple(wrong_parts)
    )


def _answers(
    gold: Iterable[GoldDescription], texts: Mapping[str, str], reader: ArticleReader
) -> dict[str, dict[str, Answer]]:
    """Return the description of each speaker by name, by article."""
    answers: dict[str, dict[str, Answer]] = {}
    for article_id in dict.fromkeys(each.article_id for each in gold):
        text = texts[article_id]
        found = answers.setdefault(article_id, {})
        for resolution in reader.read(text).resolutions:
            for speaker in resolution.speakers:
                if speaker.name:
                    found[speaker.name] = _answer(text, speaker.description)
    return answers


def _answer(text: str, description: Sequence[Span]) -> Answer:
    parts = description_parts([(span, span.of(text)) for span in description])
    spans = {"title": parts.title, "role": parts.role, "affiliation": parts.affiliation}
    words = {part: span.of(text) for part, span in spans.items() if span}
    return {_WHOLE: " ".join(span.of(text) for span in description), **words}


def _find(found: Mapping[str, Answer], name: str) -> Answer:
    """Return the description of a name, or that of the only speaker of its surname."""
    if name in found:
        return found[name]
    surname = parse_name(name).surname
    alike = [each for each in found if parse_name(each).surname == surname]
    return found[alike[0]] if len(alike) == 1 else {}


def _is_one_of(answer: str, accepted: Iterable[str]) -> bool:
    return _words(answer) in {_words(right) for right in accepted}


def _words(description: str) -> tuple[str, ...]:
    words = (word.strip(_MARKS).lower() for word in description.replace("’", "'").split())
    return tuple(word for word in words if word and word not in _ARTICLES)
