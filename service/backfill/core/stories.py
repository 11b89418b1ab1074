"""Stories: the sketches of articles -> pairs that may be near copies -> pairs that are.

A story is a connected component of near copies, as in a store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, groupby, islice
from uuid import UUID

from service.dedup.stories.near_copies import MOST_UNDER_KEY, are_near_copies
from service.dedup.stories.sketch import Sketch


@dataclass(frozen=True, slots=True)
class SketchedArticle:
    """An article's id and the sketch of its text."""

    article_id: UUID
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class SharedSketchKey:
    """Two articles that share a key. The id of `a` is the lesser one."""

    a: UUID
    b: UUID


@dataclass(frozen=True, slots=True)
class CopyCandidate:
    """An article that may be a near copy of another one, which is named by its id."""

    other: UUID
    article: SketchedArticle


def sketch_keys(article: SketchedArticle) -> Iterator[tuple[int, UUID]]:
    """Yield the keys of an article, each with its id."""
    for key in article.sketch.keys:
        yield key, article.article_id


def sharing_key(rows: Iterable[tuple[int, UUID]]) -> Iterator[SharedSketchKey]:
    """Yield the pairs of one key's articles, given in the order of their ids.

    Beyond `MOST_UNDER_KEY` an article is paired with the first ones alone, and so finds the story.
    """
    stream = iter(rows)
    first = [article_id for _, article_id in islice(stream, MOST_UNDER_KEY)]
    for a, b in combinations(first, 2):
        yield SharedSketchKey(a, b)
    for _, article_id in stream:
        for a in first:
            yield SharedSketchKey(a, article_id)


def copy_candidates(
    article: SketchedArticle, shared: Iterable[SharedSketchKey]
) -> Iterator[CopyCandidate]:
    """Yield an article once for each other one that it shares keys with as `a`.

    Args:
        article: The article.
        shared: Its keys, sorted by the other article. There may be a million of a notice.
    """
    for other, _ in groupby(shared, lambda each: each.b):
        yield CopyCandidate(other, article)


def near_copies(
    article: SketchedArticle, candidates: Iterable[CopyCandidate]
) -> Iterator[tuple[UUID, UUID]]:
    """Yield the pairs of an article and its near copies among the candidates."""
    for each in candidates:
        if are_near_copies(each.article.sketch, article.sketch):
            yield each.article.article_id, article.article_id
