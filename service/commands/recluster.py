"""`onrecord recluster`: every quote told anew from what is stored, under the rules of today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from service.settings import Settings
from service.storage.db.engine import reading, write
from service.storage.db.migrate import upgrade
from service.storage.store import Store
from service.storage.writes import recluster as rebuilding


@dataclass(frozen=True, slots=True)
class Progress:
    """How many utterances are done of how many there were to do."""

    done: int
    total: int


def recluster(settings: Settings, *, everything: bool, batch: int) -> Iterator[Progress]:
    """Settings -> quotes are filed anew, `batch` at a time, each batch in a transaction.

    Only those filed under older rules, or `everything`. Ids and judgements stay. The database is
    migrated first.

    Raises:
        NotReady: the database does not answer; what was done stays done.
    """
    upgrade(settings.database_url)
    store = Store.open(settings.database_url)
    try:
        if everything:
            _mark_all(store)
        with reading(store.engine) as session:
            total = rebuilding.count(session)
        yield Progress(0, total)
        while write(store.engine, partial(rebuilding.refile_some, quotes=batch)):
            with reading(store.engine) as session:
                left = rebuilding.count(session)
            # Articles that come meanwhile are filed under the rules of today.
            yield Progress(max(0, total - left), total)
        for first, last in rebuilding.key_slices() if total else ():
            write(store.engine, partial(rebuilding.sweep, first=first, last=last))
    finally:
        store.close()


def _mark_all(store: Store) -> None:
    write(store.engine, rebuilding.forget_common)
    after: int | None = 0
    while after is not None:
        after = write(store.engine, partial(rebuilding.mark, after=after))
