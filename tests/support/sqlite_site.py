"""A database on SQLite, saved and restored by the commands of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.support.pages import code_blocks, run_shell


@dataclass(slots=True)
class SqliteSite:
    """A directory with `onrecord.db`, as an operator has it."""

    folder: Path

    @property
    def url(self) -> str:
        """The database that servers use."""
        return f"sqlite:///{self.folder / 'onrecord.db'}"

    def save(self) -> None:
        """Run the page's commands that make a copy."""
        printed = self.run(code_blocks("backup.md", "Back up")[0])
        assert printed.split() == ["ok"]

    def restore(self) -> None:
        """Run the page's commands that restore it."""
        self.run(code_blocks("backup.md", "Restore")[0])

    def run(self, commands: str) -> str:
        """Run commands of a page, and return what they print."""
        return run_shell(commands, cwd=self.folder)
