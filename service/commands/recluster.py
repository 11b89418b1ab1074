"""`onrecord recluster`: rebuild every quote from what is stored, under today's rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from service.settings import Settings
from service.storage.store import Store
from service.storage.views import Progress


def recluster(settings: Settings, *, everything: bool, batch: int) -> Iterator[Progress]:
    """Migrate the database, rebuild quotes, and yield how far it is after each batch.

    Ids and judgements stay. Each batch is a transaction, so a run that is stopped can go on later.

    Args:
        settings: Name the database.
        everything: Rebuild all quotes, not only those clustered under older rules.
        batch: How many quotes are rebuilt in one transaction.

    Raises:
        NotReady: The database does not answer. Finished batches stay.
    """
    Store.migrate(settings.database_url)
    with closing(Store.open(settings.database_url)) as store:
        yield from store.recluster(everything=everything, batch=batch)
