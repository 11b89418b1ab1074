"""Word lists and tables that come with the code, in folders `lexicon/<language>/` of each step.

A file is UTF-8. A line that begins with `#` is a comment.
"""

from __future__ import annotations

from importlib.resources import files

ENGLISH = "en"


def read_lines(package: str, name: str, *, language: str = ENGLISH) -> tuple[str, ...]:
    """Return the lines of a file, without comments and empty lines.

    Args:
        package: The package that holds the folder `lexicon`, such as "service.dedup".
        name: The file's name with its ending.
        language: The language of the words.
    """
    file = files(package) / "lexicon" / language / name
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def read_words(package: str, name: str, *, language: str = ENGLISH) -> frozenset[str]:
    """Return the words or phrases of a file that has one a line."""
    return frozenset(read_lines(package, name, language=language))


def read_table(package: str, name: str, *, language: str = ENGLISH) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a file whose columns are separated by tabs."""
    lines = read_lines(package, name, language=language)
    return tuple(tuple(line.split("\t")) for line in lines)
