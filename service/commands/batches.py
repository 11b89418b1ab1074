"""Cut input lines into batches, each of which one ingest job takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from service.commands.inputs import InputLine, Unreadable

MOST_LINES = 10_000
"""As many as a server takes in one job."""
_MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LineBatch:
    """Some lines of the input, and where each is from."""

    key: str
    """A hash of the content. The same lines again have the same key, and so the same job."""
    places: tuple[str, ...]
    content: bytes = field(repr=False)


def make_batches(
    lines: Iterable[InputLine | Unreadable],
    *,
    most_lines: int = MOST_LINES,
    most_bytes: int = _MOST_BYTES,
) -> Iterator[LineBatch | Unreadable]:
    """Yield batches in the order of the lines. Blank lines are left out.

    Args:
        lines: The JSON of one article on each line, or a file that cannot be read.
        most_lines: The most lines of a batch.
        most_bytes: The most bytes of a batch, unless a single line has more.
    """
    places: list[str] = []
    content = bytearray()
    for line in lines:
        if isinstance(line, Unreadable):
            yield line
            continue
        if not line.text.strip():
            continue
        article = line.text.strip().encode("utf-8", errors="surrogateescape") + b"\n"
        if places and (len(places) >= most_lines or len(content) + len(article) > most_bytes):
            yield _batch(places, content)
            places, content = [], bytearray()
        places.append(line.place)
        content += article
    if places:
        yield _batch(places, content)


def _batch(places: list[str], content: bytearray) -> LineBatch:
    whole = bytes(content)
    return LineBatch(key=sha256(whole).hexdigest(), places=tuple(places), content=whole)
