"""Group articles in stories: the connected components that near copies make.

One writer at a time does this, as with quotes. A story's id is the id of its article that was
stored first. So stories are the same in any order, and two that merge keep the older id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from sqlalchemy.orm import Session

from service.dedup.clusters import connected_components
from service.dedup.stories.near_copies import are_near_copies, group_copies
from service.dedup.stories.sketch import Sketch
from service.storage.db import locks
from service.storage.tables import sketches
from service.storage.tables.sketches import SketchRow

_Edge = tuple[UUID, UUID]


def place_articles(
    session: Session, new: Mapping[UUID, Sketch], removed: Collection[UUID]
) -> set[UUID]:
    """Give new articles their stories, and take removed ones out of theirs.

    Args:
        session: The transaction. It commits soon after: others wait for the lock.
        new: The sketches of articles, by their ids. An article with another text is here and among
            the removed ones.
        removed: The articles whose stored sketches hold no more.

    Returns:
        The articles that came under another origin: another story, one, or none.
    """
    locks.lock_quotes_exclusive(session)
    gone = sketches.sketches_of_articles(session, removed)
    sketches.remove_sketches(session, gone)
    # Without these articles a story may fall apart.
    loose = sketches.sketches_of_stories(session, {row.story_id for row in gone if row.story_id})
    added, candidates = sketches.add_sketches(session, new) if new else ([], {})
    before = {row.article_id: row.origin for row in [*gone, *loose]}
    alone = {row.article_id for row in [*loose, *added]}
    edges = [*_copies_among(loose), *_copies_of(added, candidates, alone)]
    return _join(session, [*loose, *added], edges, before)


def _copies_among(rows: Sequence[SketchRow]) -> Iterator[_Edge]:
    """Yield pairs of near copies that connect all that is connected."""
    for story in group_copies({row.article_id: row.sketch for row in rows}):
        yield from pairwise(story)


def _copies_of(
    added: Sequence[SketchRow],
    candidates: Mapping[int, Sequence[SketchRow]],
    alone: Collection[UUID],
) -> Iterator[_Edge]:
    """Yield new articles with the near copies of each, or with the stories of these.

    Args:
        added: The new articles.
        candidates: What each may be a copy of, by its number.
        alone: The articles that stand for themselves, not for a story.
    """
    for row in added:
        joined: set[UUID] = set()
        for other in candidates[row.number]:
            node = other.article_id if other.article_id in alone else other.origin
            if node not in joined and are_near_copies(row.sketch, other.sketch):
                joined.add(node)
                yield row.article_id, node


def _join(
    session: Session,
    rows: Sequence[SketchRow],
    edges: Sequence[_Edge],
    before: Mapping[UUID, UUID],
) -> set[UUID]:
    """Write the stories that are others now, and return the articles that have another origin.

    Args:
        session: The transaction.
        rows: The articles that stand for themselves.
        edges: Near copies: ids of these articles, of articles without a story, and of stories.
        before: The origins of articles whose sketch or story is gone.
    """
    own = {row.article_id for row in rows}
    nodes = own | {node for edge in edges for node in edge}
    # The least id names a component: that of the article that was stored first.
    heads = connected_components(map(str, nodes), ((str(a), str(b)) for a, b in edges))
    sizes = Counter(heads.values())
    others = sketches.sketches_of_articles(session, nodes - own)
    merged = {
        row.story_id for row in others if row.story_id and heads[str(row.origin)] != str(row.origin)
    }
    moving = [*rows, *(row for row in others if row.story_id is None)]
    moving += sketches.sketches_of_stories(session, merged)
    stories: dict[UUID | None, list[SketchRow]] = {}
    changed: set[UUID] = set()
    for row in moving:
        head = heads[str(row.article_id if row.article_id in own else row.origin)]
        story_id = UUID(head) if sizes[head] > 1 else None
        if story_id != row.story_id:
            stories.setdefault(story_id, []).append(row)
        if (story_id or row.article_id) != before.get(row.article_id, row.origin):
            changed.add(row.article_id)
    for story_id, of_story in stories.items():
        sketches.set_story(session, of_story, story_id)
    return changed
