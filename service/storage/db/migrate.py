"""The tables, brought up to date from wherever they are."""

from __future__ import annotations

from importlib.util import find_spec

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError

from service.storage.db.engine import for_writing, open_engine
from service.storage.db.unit_of_work import tell

# Any number, the same in all processes.
_LOCK = 0x0E_C0_4D


def upgrade(database_url: str) -> None:
    """A database URL -> its tables are those of this version.

    Several processes may start at once: one does the work, the others wait and find it done. Either
    all steps are made or none.

    Raises:
        Misconfigured: the URL is none of a database.
        NotReady: the database does not answer.
    """
    engine = open_engine(database_url)
    try:
        with for_writing(engine).begin() as connection:  # on SQLite this waits for the write lock
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            config = migrations_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except (OperationalError, InterfaceError) as error:
        raise tell(error) from None
    finally:
        engine.dispose()


def migrations_config() -> Config:
    """Nothing -> Alembic's configuration, found where the package is installed."""
    spec = find_spec("migrations")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    config = Config()
    config.set_main_option(
        "script_location", next(iter(spec.submodule_search_locations)).replace("%", "%%")
    )
    return config
