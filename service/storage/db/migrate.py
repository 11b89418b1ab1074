"""Bring the tables to the newest schema."""

from __future__ import annotations

from importlib.util import find_spec

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import InterfaceError, OperationalError

from service.errors import Misconfigured
from service.storage.db.engine import open_engine
from service.storage.db.failures import translate_error
from service.storage.db.locks import for_writing

# Any number, the same in all processes, and none that `locks` uses.
_LOCK = 0x0E_C0_4D


def upgrade(database_url: str) -> None:
    """Bring a database's tables to the schema of this version: all steps or none.

    Several processes may start at once. One does the work, and the others wait for it.

    Raises:
        Misconfigured: The URL is none of a database, or the schema is one of another version.
        NotReady: The database does not answer.
    """
    engine = open_engine(database_url)
    try:
        with for_writing(engine).begin() as connection:  # on SQLite this waits for the write lock
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            config = migrations_config()
            config.attributes["connection"] = connection
            _refuse_unknown(connection, config)
            command.upgrade(config, "head")
    except (OperationalError, InterfaceError) as error:
        raise translate_error(error) from None
    finally:
        engine.dispose()


def _refuse_unknown(connection: Connection, config: Config) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if set(MigrationContext.configure(connection).get_current_heads()) - known:
        raise Misconfigured(
            "The schema of the database is not known to this version of OnRecord. "
            "Install the version that made it, or use another database."
        )


def migrations_config() -> Config:
    """Return Alembic's configuration for the migrations of the installed package."""
    spec = find_spec("migrations")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    config = Config()
    config.set_main_option(
        "script_location", next(iter(spec.submodule_search_locations)).replace("%", "%%")
    )
    return config
