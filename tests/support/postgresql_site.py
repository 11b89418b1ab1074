"""A database on PostgreSQL, made, saved and restored by the commands of the pages."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL

from tests.support.pages import code_blocks, run_shell
from tests.support.postgresql_tools import tools_path


class PostgresqlSite:
    """A database as an operator has it."""

    def __init__(self, folder: Path, admin: URL, name: str) -> None:
        """Make a database with the commands of the page on operations.

        Args:
            folder: Where the copy is.
            admin: The administrator of a server.
            name: The name of the database. The page calls it `onrecord`.
        """
        self._folder = folder
        self._admin = admin
        self._name = name
        [create, *_] = code_blocks("operations.md", "Databases")
        create = create.replace("DATABASE onrecord ", f"DATABASE {name} ")
        # The first database of a server makes the role.
        roles = self.run('psql "$ADMIN_URL" --tuples-only --command="SELECT rolname FROM pg_roles"')
        if "onrecord" in roles.split():
            create = create.replace("CREATE ROLE", "ALTER ROLE")
        self.run(create)

    @property
    def url(self) -> str:
        """The database that servers use."""
        owner = self._admin.set(username="onrecord", password="secret", database=self._name)
        return _plain(owner)

    def save(self) -> None:
        """Make a copy."""
        self.run(code_blocks("backup.md", "Back up")[2])

    def restore(self) -> None:
        """Restore the copy into a new database, and use that from now on."""
        self._name += "_2"
        self.run(code_blocks("backup.md", "Restore")[1].replace("onrecord_2", self._name))

    def run(self, commands: str) -> str:
        """Run commands of a page, and return what they print."""
        return run_shell(
            commands,
            cwd=self._folder,
            PATH=tools_path(),
            ADMIN_URL=_plain(self._admin),
            ONRECORD_DATABASE_URL=self.url,
            NEW_URL=self.url,
        )


def _plain(url: URL) -> str:
    """Return a URL as PostgreSQL's own programs take it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
