"""Rows of `article_sketches`, with the blocking keys by which near copies find each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CompoundSelect,
    Uuid,
    bindparam,
    delete,
    func,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from models import ArticleSketch, SketchKey
from service.dedup.stories.near_copies import MOST_UNDER_KEY
from service.dedup.stories.sketch import SKETCH_VERSION, Sketch, unpack_sketch
from service.storage.db.bulk import (
    AnyRow,
    AnySelect,
    chunks,
    in_array,
    insert_missing_pairs,
    insert_rows,
    pipelined,
)

MOST_COMPARED = 200
"""The candidates that one article is compared with: those that share most keys."""

_ROWS: AnySelect = select(ArticleSketch.__table__).order_by(ArticleSketch.number)
_OF_ARTICLES = _ROWS.where(in_array(ArticleSketch.article_id, "ids"))
_OF_STORIES = _ROWS.where(in_array(ArticleSketch.story_id, "ids"))
_BY_NUMBERS = _ROWS.where(in_array(ArticleSketch.number, "numbers"))
# The sketches under keys, and the last number of all.
_UNDER_KEYS: CompoundSelect[Any] = union_all(
    select(SketchKey.key, SketchKey.number).where(in_array(SketchKey.key, "keys")),
    select(null(), func.max(ArticleSketch.number)),
)
_SET_STORY = (
    update(ArticleSketch)
    .where(in_array(ArticleSketch.number, "numbers"))
    .values(story_id=bindparam("story", type_=Uuid()))
)
_REMOVE = delete(ArticleSketch).where(in_array(ArticleSketch.number, "numbers"))
_REMOVE_KEYS = delete(SketchKey).where(
    in_array(SketchKey.key, "keys"), in_array(SketchKey.number, "numbers")
)


@dataclass(frozen=True, slots=True)
class SketchRow:
    """The sketch of a stored article, and its story."""

    number: int
    article_id: UUID
    story_id: UUID | None
    sketch: Sketch

    @property
    def origin(self) -> UUID:
        """The id of the story, or of the article that has no near copy."""
        return self.story_id or self.article_id


def sketches_of_articles(session: Session, article_ids: Iterable[UUID]) -> list[SketchRow]:
    """Return the sketches of these articles."""
    return _read(session, _OF_ARTICLES, "ids", sorted(article_ids))


def sketches_of_stories(session: Session, story_ids: Iterable[UUID]) -> list[SketchRow]:
    """Return the sketches of all articles of these stories."""
    return _read(session, _OF_STORIES, "ids", sorted(story_ids))


def remove_sketches(session: Session, rows: Collection[SketchRow]) -> None:
    """Delete sketches with their keys."""
    for some in chunks(list(rows)):
        numbers = [row.number for row in some]
        keys = sorted({key for row in some for key in row.sketch.keys})
        session.connection().execute(_REMOVE, {"numbers": numbers})
        session.connection().execute(_REMOVE_KEYS, {"keys": keys, "numbers": numbers})


def add_sketches(
    session: Session, new: Mapping[UUID, Sketch]
) -> tuple[list[SketchRow], dict[int, list[SketchRow]]]:
    """Store the sketches of articles, by their ids, under their keys and without stories.

    A candidate shares a key. Those that share most keys come first. A key that has enough articles
    takes no more.

    Returns:
        The rows, and the candidates of each, by its number.
    """
    under: dict[int, list[int]] = {key: [] for sketch in new.values() for key in sketch.keys}
    last = 0
    # Without a key the number is asked for all the same.
    for some in list(chunks(sorted(under))) or [[]]:
        for key, number in session.connection().execute(_UNDER_KEYS, {"keys": some}):
            if key is None:
                last = number or 0
            else:
                under[key].append(number)
    rows = [
        SketchRow(number, article_id, None, sketch)
        for number, (article_id, sketch) in enumerate(new.items(), start=last + 1)
    ]
    pairs: list[tuple[int, int]] = []
    for row in rows:
        for key in row.sketch.keys:
            if len(under[key]) < MOST_UNDER_KEY:
                under[key].append(row.number)
                pairs.append((key, row.number))
    with pipelined(session):
        insert_rows(session, ArticleSketch, [_columns(row) for row in rows])
        insert_missing_pairs(session, SketchKey, ("key", "number"), sorted(pairs))
    sharing = {row.number: _most_shared(row, under) for row in rows}
    known = {row.number: row for row in rows}
    others = sorted({number for numbers in sharing.values() for number in numbers} - known.keys())
    known |= {row.number: row for row in _read(session, _BY_NUMBERS, "numbers", others)}
    return rows, {
        number: [known[other] for other in numbers if other in known]
        for number, numbers in sharing.items()
    }


def set_story(session: Session, rows: Iterable[SketchRow], story_id: UUID | None) -> None:
    """Give articles a story, or none."""
    for some in chunks(sorted(row.number for row in rows)):
        session.connection().execute(_SET_STORY, {"numbers": some, "story": story_id})


def _most_shared(row: SketchRow, under: Mapping[int, Sequence[int]]) -> list[int]:
    shared = Counter(number for key in row.sketch.keys for number in under[key])
    del shared[row.number]
    most = sorted(shared, key=lambda number: (-shared[number], number))
    return most[:MOST_COMPARED]


def _read(
    session: Session, statement: AnySelect, name: str, values: Sequence[UUID | int]
) -> list[SketchRow]:
    found: list[SketchRow] = []
    for some in chunks(values):
        found += map(_row, session.connection().execute(statement, {name: some}))
    return found


def _row(row: AnyRow) -> SketchRow:
    sketch = unpack_sketch(row.shingles, row.least, row.agency)
    return SketchRow(row.number, row.article_id, row.story_id, sketch)


def _columns(row: SketchRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "article_id": row.article_id,
        "story_id": None,
        "version": SKETCH_VERSION,
        "shingles": row.sketch.shingles,
        "least": row.sketch.packed,
        "agency": row.sketch.agency,
    }
