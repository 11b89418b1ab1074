"""The tables that migrations make are those that models describe, however many make them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from models import Base
from service.errors import Misconfigured
from service.storage.db.engine import open_engine
from service.storage.db.locks import for_writing
from service.storage.db.migrate import migrations_config
from service.storage.filters import QuoteFilter
from service.storage.inputs import OutletWrite
from service.storage.store import Store
from tests.support.databases import MakeUrl
from tests.support.store_contents import Ingest

MIGRATE = "import sys; from service.storage.store import Store; Store.migrate(sys.argv[1])"


def is_of_one_database(name: str | None) -> bool:
    return name is not None and name.startswith(("quote_index", "article_index"))


def test_models_and_migrations_agree(make_url: MakeUrl) -> None:
    engine = open_engine(make_url())
    with engine.connect() as connection:
        # Some indexes are each database's own, which models cannot tell.
        options = {
            "compare_type": True,
            "compare_server_default": True,
            "include_name": lambda name, *_: not is_of_one_database(name),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrating_again_changes_nothing(make_url: MakeUrl) -> None:
    url = make_url()
    store = Store.open(url)
    store.load_outlets([OutletWrite(key="a.example", domain="a.example", name="A")])
    before = store.list_outlets()
    assert len(before.items) == 1
    Store.migrate(url)
    assert store.list_outlets() == before
    store.close()


def test_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    root = Path(__file__).parents[2]
    processes = [subprocess.Popen([sys.executable, "-c", MIGRATE, url], cwd=root) for _ in range(3)]
    assert [process.wait(timeout=120) for process in processes] == [0, 0, 0]
    store = Store.open(url)
    store.ping()
    store.close()


def test_all_of_it_can_be_taken_back(make_url: MakeUrl, tmp_path: Path) -> None:
    url = make_url()
    engine = open_engine(f"sqlite:///{tmp_path / 'new.db'}" if "sqlite" in url else url)
    config = migrations_config()
    with for_writing(engine).connect() as connection, connection.begin() as transaction:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("CREATE SCHEMA apart")
            connection.exec_driver_sql("SET LOCAL search_path TO apart")
        config.attributes["connection"] = connection
        for _ in range(2):
            command.upgrade(config, "head")
            assert set(Base.metadata.tables) <= set(inspect(connection).get_table_names())
            command.downgrade(config, "base")
            assert inspect(connection).get_table_names() == ["alembic_version"]
        transaction.rollback()
    engine.dispose()


def test_words_of_any_length_are_indexed(ingest: Ingest, store: Store) -> None:
    endless = "a" * 5_000
    ingest(f"Ann Lee | direct | he screamed {endless} all night")
    ingest("Bo Rehn | direct | the harbour freezes over in winter")
    for q in ("harbour winter", f"screamed {endless}"):
        assert len(store.list_quotes(QuoteFilter(q=q)).items) == 1


def test_a_schema_of_another_version_is_refused_and_stays(make_url: MakeUrl) -> None:
    url = make_url()
    engine = open_engine(url)

    def stamp() -> str:
        with engine.connect() as connection:
            query = "SELECT version_num FROM alembic_version"
            return str(connection.exec_driver_sql(query).scalar())

    def set_stamp(version: str) -> None:
        with for_writing(engine).begin() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")

    known = stamp()
    set_stamp("newer")
    try:
        with pytest.raises(Misconfigured, match="not known to this version"):
            Store.migrate(url)
        assert stamp() == "newer"
    finally:
        set_stamp(known)  # other tests use this database too
        engine.dispose()
