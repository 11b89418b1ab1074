"""Rows of `article_sketches`, with the blocking keys by which near copies find each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete, func, select, update
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
)

MOST_COMPARED = 200
"""The candidates that one article is compared with: those that share most keys."""

_ROWS: AnySelect = select(ArticleSketch.__table__).order_by(ArticleSketch.number)
_OF_ARTICLES = _ROWS.where(in_array(ArticleSketch.article_id, "ids"))
_OF_STORIES = _ROWS.where(in_array(ArticleSketch.story_id, "ids"))
_BY_NUMBERS = _ROWS.where(in_array(ArticleSketch.number, "numbers"))
_LAST_NUMBER = select(func.max(ArticleSketch.number))
_UNDER_KEYS = select(SketchKey.key, SketchKey.number).where(in_array(SketchKey.key, "keys"))
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


def insert_sketches(session: Session, new: Mapping[UUID, Sketch]) -> list[SketchRow]:
    """Insert the sketches of articles, by their ids, without keys and stories."""
    number = session.connection().scalar(_LAST_NUMBER) or 0
    rows = [
        SketchRow(number + nth, article_id, None, sketch)
        for nth, (article_id, sketch) in enumerate(new.items(), start=1)
    ]
    columns = [
        {
            "number": row.number,
            "article_id": row.article_id,
            "story_id": None,
            "version": SKETCH_VERSION,
            "shingles": row.sketch.shingles,
            "least": row.sketch.packed,
            "agency": row.sketch.agency,
        }
        for row in rows
    ]
    insert_rows(session, ArticleSketch, columns)
    return rows


def remove_sketches(session: Session, rows: Collection[SketchRow]) -> None:
    """Delete sketches with their keys."""
    for some in chunks(list(rows)):
        numbers = [row.number for row in some]
        keys = sorted({key for row in some for key in row.sketch.keys})
        session.connection().execute(_REMOVE, {"numbers": numbers})
        session.connection().execute(_REMOVE_KEYS, {"keys": keys, "numbers": numbers})


def publish(session: Session, rows: Sequence[SketchRow]) -> dict[int, list[SketchRow]]:
    """Store sketches under their keys, and return the candidates of each, by its number.

    A candidate shares a key. Those that share most keys come first. A key that has enough articles
    takes no more.
    """
    under: dict[int, list[int]] = {key: [] for row in rows for key in row.sketch.keys}
    for some in chunks(sorted(under)):
        for key, number in session.connection().execute(_UNDER_KEYS, {"keys": some}):
            under[key].append(number)
    pairs: list[tuple[int, int]] = []
    for row in rows:
        for key in row.sketch.keys:
            if len(under[key]) < MOST_UNDER_KEY:
                under[key].append(row.number)
                pairs.append((key, row.number))
    insert_missing_pairs(session, SketchKey, ("key", "number"), sorted(pairs))
    sharing = {row.number: _most_shared(row, under) for row in rows}
    known = {row.number: row for row in rows}
    others = sorted({number for numbers in sharing.values() for number in numbers} - known.keys())
    known |= {row.number: row for row in _read(session, _BY_NUMBERS, "numbers", others)}
    return {
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
