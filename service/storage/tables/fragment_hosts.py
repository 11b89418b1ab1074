"""Rows of `follows`: the best host of each group of fragments."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Follow
from service.dedup.clusters import LinkedPair
from service.storage.db.bulk import chunks, in_array, insert_rows, pipelined

# Statements are written once, since writing one takes longer than the database takes to answer it.
_OF_GROUPS = select(
    Follow.group_id,
    Follow.host_id,
    Follow.host,
    Follow.follower,
    Follow.shared,
    Follow.covered,
    Follow.days,
).where(in_array(Follow.group_id, "groups"))
_REMOVE = delete(Follow).where(in_array(Follow.group_id, "groups"))


@dataclass(frozen=True, slots=True)
class Followed:
    """The host that a group follows, and what makes it the best."""

    host_id: int
    host: str
    follower: str
    shared: float
    covered: float
    days: int

    @property
    def rank(self) -> tuple[float, int, float, str, str]:
        """As `service.dedup.clusters.rank` gives it of the link."""
        return self.shared, -self.days, -self.covered, self.host, self.follower


def followed(linked: LinkedPair, host_id: int) -> Followed:
    """A link of a fragment and its host's id -> what is stored of it."""
    return Followed(
        host_id=host_id,
        host=linked.host or "",
        follower=linked.fragment or "",
        shared=round(linked.link.shared, 3),
        covered=linked.link.covered,
        days=linked.days,
    )


def of_groups(session: Session, group_ids: Iterable[int]) -> dict[int, Followed]:
    """Groups' ids -> what each follows, for those that follow anything."""
    found: dict[int, Followed] = {}
    for some in chunks(sorted(set(group_ids))):
        for row in session.connection().execute(_OF_GROUPS, {"groups": some}):
            found[row[0]] = Followed(*row[1:])
    return found


def with_followers(session: Session, utterance_ids: Collection[int]) -> set[int]:
    """Utterances' ids -> those that some group follows."""
    found: set[int] = set()
    for some in chunks(sorted(utterance_ids)):
        found.update(session.scalars(select(Follow.host_id).where(Follow.host_id.in_(some))))
    return found


def replace(
    session: Session, gone: Collection[int], now: dict[int, Followed] | None = None
) -> None:
    """Groups' ids, and what groups follow now -> the first follow nothing but that."""
    now = now or {}
    rows = [{"group_id": group, **asdict(its)} for group, its in sorted(now.items())]
    if not gone and not rows:
        return
    with pipelined(session):
        for some in chunks(sorted({*gone, *now})):
            session.connection().execute(_REMOVE, {"groups": some})
        insert_rows(session, Follow, rows)
