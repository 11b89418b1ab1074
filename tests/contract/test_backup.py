"""The commands of the page on backups are run as they are written there, on both databases."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from alembic import command
from alembic.script import ScriptDirectory

from service.storage.access import NewKey
from service.storage.db.engine import open_engine
from service.storage.db.migrate import migrations_config
from service.storage.inputs import OutletWrite
from service.storage.job_views import NewItem
from service.storage.replay_store import FirstAnswer, IdempotentRequest
from service.storage.store import Store
from tests.support.pages import code_blocks, run_shell
from tests.support.postgresql_site import PostgresqlSite
from tests.support.sqlite_site import SqliteSite

Site = SqliteSite | PostgresqlSite
WORKER = UUID(int=1)
HOUR = timedelta(hours=1)
KNOWN, LATER = IdempotentRequest("known", "a"), IdempotentRequest("later", "b")


def open_store(url: str) -> closing[Store]:
    Store.migrate(url)
    return closing(Store.open(url))


def add_outlet(store: Store, name: str) -> None:
    store.load_outlets([OutletWrite(key=name, domain=None, name=name)])


def outlets(store: Store) -> list[str]:
    return [outlet.name or "" for outlet in store.list_outlets(limit=1000).items]


def test_a_restore_brings_back_the_moment_of_the_copy(site: Site) -> None:
    with open_store(site.url) as store:
        add_outlet(store, "before")
        store.keys.create(NewKey(prefix="k", digest="d", owner="desk", scopes=("read",)))
        job = store.jobs.begin("desk", "wire-1")
        store.jobs.add(job, [NewItem(1, "{}"), NewItem(2, "{}")])
        store.jobs.complete(job)
        [running, _] = store.jobs.claim(WORKER, limit=2, lease=timedelta(0))
        claim = store.replays.claim(KNOWN, keep=HOUR)
        assert isinstance(claim, str)
        store.replays.finish(claim, FirstAnswer(201, "/v1/articles/1", KNOWN.fingerprint))
        site.save()
        add_outlet(store, "after")
        store.keys.revoke("k")
        store.jobs.release(WORKER, [running])
        store.jobs.cancel(job)
        assert isinstance(store.replays.claim(LATER, keep=HOUR), str)
    site.restore()
    with open_store(site.url) as store:
        assert outlets(store) == ["before"]
        found = store.keys.find("k")
        assert found is not None
        assert found.revoked_at is None  # so the page asks to revoke it again
        store.jobs.recover()
        again = store.jobs.claim(WORKER, limit=9, lease=HOUR, suspect=True)
        assert [(item.line, item.attempts) for item in again] == [(1, 2), (2, 2)]
        assert store.replays.claim(KNOWN, keep=HOUR) == FirstAnswer(
            201, "/v1/articles/1", KNOWN.fingerprint
        )
        assert isinstance(store.replays.claim(LATER, keep=HOUR), str)


def test_a_copy_of_an_older_schema_comes_back_although_the_database_was_upgraded(
    site: Site,
) -> None:
    older = [
        step.revision for step in ScriptDirectory.from_config(migrations_config()).walk_revisions()
    ][1]
    engine = open_engine(site.url)
    with engine.begin() as connection:
        config = migrations_config()
        config.attributes["connection"] = connection
        command.upgrade(config, older)
    engine.dispose()
    site.save()
    with open_store(site.url) as store:
        add_outlet(store, "after the upgrade")
    site.restore()
    with open_store(site.url) as store:
        assert outlets(store) == []


def test_a_copy_that_is_made_while_servers_write_is_one_moment(site: Site) -> None:
    stop = threading.Event()
    written = []

    def write(store: Store) -> None:
        while not stop.is_set():
            name = f"outlet {len(written):05}"
            add_outlet(store, name)
            written.append(name)

    with open_store(site.url) as store:
        add_outlet(store, "outlet")
        writer = threading.Thread(target=write, args=[store])
        writer.start()
        try:
            site.save()
        finally:
            stop.set()
            writer.join()
    site.restore()
    with open_store(site.url) as store:
        saved = [name for name in outlets(store) if name != "outlet"]
    assert written
    assert saved == written[: len(saved)]


def test_python_makes_the_same_copy_where_there_is_no_sqlite3(tmp_path: Path) -> None:
    site = SqliteSite(tmp_path)
    with open_store(site.url) as store:
        add_outlet(store, "before")
        run_shell(code_blocks("backup.md", "Back up")[1], cwd=tmp_path)
        add_outlet(store, "after")
    site.restore()
    with open_store(site.url) as store:
        assert outlets(store) == ["before"]
