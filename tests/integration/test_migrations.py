"""The tables that migrations make are those that models describe, however many make them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from databases import MakeUrl

from models import Base
from service.storage.engine import open_engine
from service.storage.migrate import upgrade
from service.storage.store import Store

UPGRADE = "import sys; from service.storage.migrate import upgrade; upgrade(sys.argv[1])"


def test_models_and_migrations_agree(make_url: MakeUrl) -> None:
    engine = open_engine(make_url())
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrating_again_changes_nothing(make_url: MakeUrl) -> None:
    url = make_url()
    upgrade(url)
    Store.open(url).close()


def test_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    root = Path(__file__).parents[2]
    processes = [subprocess.Popen([sys.executable, "-c", UPGRADE, url], cwd=root) for _ in range(3)]
    assert [process.wait(timeout=120) for process in processes] == [0, 0, 0]
    store = Store.open(url)
    store.ping()
    store.close()
