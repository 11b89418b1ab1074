"""The tables that migrations make are those that models describe, however many make them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, select, text

from models import Base, UtterancePrefilter
from service.storage.db.engine import for_writing, open_engine
from service.storage.db.migrate import migrations_config, upgrade
from service.storage.filters import QuoteFilter
from service.storage.store import Store
from tests.support.databases import MakeUrl
from tests.support.told_store import Ingest

OLD = """
INSERT INTO outlets (id, key) VALUES ('00000000000000000000000000000001', 'a.example')
INSERT INTO articles (id, outlet_id, key, published_at, dated_at, text, text_hash, created_at, updated_at) VALUES ('00000000000000000000000000000002', '00000000000000000000000000000001', 'k', '2022-02-23 10:00:00.000000', '2022-02-23 10:00:00.000000', 't', 'h', '2022-02-23 10:00:00.000000', '2022-02-23 10:00:00.000000')
INSERT INTO speakers (id, name, name_key, kind, curated) VALUES ('00000000000000000000000000000003', 'Ann Lee', 'ann lee', 'person', true)
INSERT INTO quotations (id, article_id, ordinal, kind, stance, confidence, content_text, content_spans, cue_spans, source_text, source_spans, resolution_step, resolution_confidence) VALUES ('00000000000000000000000000000004', '00000000000000000000000000000002', 0, 'direct', 'speech', 1, 'c', '[]', '[]', 'Mayor Lee', '[]', 'told', 1)
INSERT INTO quotation_speakers (quotation_id, position, speaker_id, name, kind) VALUES ('00000000000000000000000000000004', 0, '00000000000000000000000000000003', 'Lee', 'person')
"""  # noqa: E501
"""Rows as the first version stored them."""

EVIDENCE = {"mention_text", "mention_spans", "via_name", "via_kind"}

UPGRADE = "import sys; from service.storage.db.migrate import upgrade; upgrade(sys.argv[1])"


def migrate(connection: Connection, step: Callable[[Config, str], None], to: str) -> None:
    config = migrations_config()
    config.attributes["connection"] = connection
    step(config, to)


def is_of_one_database(name: str | None) -> bool:
    return name is not None and name.startswith("quote_index")


def test_models_and_migrations_agree(make_url: MakeUrl) -> None:
    engine = open_engine(make_url())
    with engine.connect() as connection:
        # Some indexes are each database's own, which models cannot tell.
        options = {
            "compare_type": True,
            "include_name": lambda name, *_: not is_of_one_database(name),
        }
        context = MigrationContext.configure(connection, opts=options)
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


def test_what_was_stored_before_the_registry_is_taken_over(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = open_engine(url)
    with for_writing(engine).begin() as connection:
        migrate(connection, command.upgrade, "0001")
        for statement in OLD.strip().split("\n"):
            connection.exec_driver_sql(statement)
    upgrade(url)
    with engine.connect() as connection:
        [period] = connection.exec_driver_sql("SELECT period FROM articles").scalars()
        [named] = connection.exec_driver_sql(
            "SELECT name_key, surname, alone, title FROM quotation_speakers"
        )
        [listed] = connection.exec_driver_sql("SELECT sort_key, listed_name FROM speakers")
    engine.dispose()
    assert period == "2022-W08"
    assert named == ("lee", "lee", 1, "mayor")
    assert listed == ("ann lee", "Ann Lee")


def test_what_was_stored_before_evidence_was_kept_stays_and_can_go_back(
    make_url: MakeUrl, tmp_path: Path
) -> None:
    url = make_url()
    # From nothing, beside what is there: steps after this one need not lead back.
    engine = open_engine(f"sqlite:///{tmp_path / 'new.db'}" if "sqlite" in url else url)
    with for_writing(engine).connect() as connection, connection.begin() as transaction:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("CREATE SCHEMA apart")
            connection.exec_driver_sql("SET LOCAL search_path TO apart")
        migrate(connection, command.upgrade, "0001")
        for statement in OLD.strip().split("\n"):
            connection.exec_driver_sql(statement)
        for step, to, kept in (
            (command.upgrade, "0003", True),
            (command.downgrade, "0002", False),
            (command.upgrade, "0003", True),
        ):
            migrate(connection, step, to)
            [quotation] = connection.exec_driver_sql("SELECT * FROM quotations").mappings()
            assert quotation["source_text"] == "Mayor Lee"
            assert set(quotation) & EVIDENCE == (EVIDENCE if kept else set())
            [name] = connection.exec_driver_sql("SELECT name FROM quotation_speakers").scalars()
            assert name == "Lee"
        assert quotation["mention_text"] is None
        assert quotation["mention_spans"] in ([], "[]")
        transaction.rollback()
    engine.dispose()


def test_the_index_of_words_is_made_from_what_is_stored(ingest: Ingest, store: Store) -> None:
    endless = "a" * 5_000
    ingest(f"Ann Lee | direct | he screamed {endless} all night")
    ingest("Bo Rehn | direct | the harbour freezes over in winter")
    with for_writing(store.engine).begin() as connection:
        migrate(connection, command.downgrade, "0004")
        connection.execute(
            text("UPDATE quotes SET words = :words WHERE words LIKE '%screamed%'"),
            {"words": f" he screamed {endless} all night "},
        )
        migrate(connection, command.upgrade, "head")
    for q in ("harbour winter", f"screamed {endless}"):
        assert len(store.list_quotes(QuoteFilter(q=q)).items) == 1
    ingest("Bo Rehn | direct | zeppelins freeze as well")
    assert len(store.list_quotes(QuoteFilter(q="zeppelins")).items) == 1


def test_outlines_are_made_from_what_is_stored(ingest: Ingest, store: Store) -> None:
    ingest("Ann Lee | direct | the harbour's frozen: “nobody” sails, Ned says... he screamed")
    outlines = select(UtterancePrefilter.__table__).order_by(UtterancePrefilter.utterance_id)
    with for_writing(store.engine).begin() as connection:
        made = connection.execute(outlines).all()
        migrate(connection, command.downgrade, "0006")
        migrate(connection, command.upgrade, "head")
        assert connection.execute(outlines).all() == made
    assert made
