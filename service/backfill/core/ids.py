"""Ids that are made of natural keys: the same article has the same ids in every run.

They have the form of a UUIDv7, as all ids of a store. Its time is the date of publication. So an
older article has an older id, and what a store decides by age does not depend on when an archive
was loaded.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b
from uuid import UUID

_START = datetime(1970, 1, 1, tzinfo=UTC)
_VERSION, _VARIANT = 7, 0b10
_TIME_BITS = 48


def archived_id(kind: str, *parts: str, at: datetime | None = None) -> UUID:
    """Return the id of an object.

    Args:
        kind: What it is, such as "article". Objects of two kinds may have the same keys.
        parts: What names it: keys and positions.
        at: Its date. An earlier date than 1970 counts as 1970, and so does none.
    """
    named = "\x1e".join((kind, *parts)).encode("utf-8", "surrogatepass")
    noise = int.from_bytes(blake2b(named, digest_size=10).digest())
    return _uuid(milliseconds_of(at), noise)


def derived_id(kind: str, of: UUID) -> UUID:
    """Return the id of an object that another one stands for. It is as old as the other."""
    noise = int.from_bytes(blake2b(kind.encode() + of.bytes, digest_size=10).digest())
    return _uuid(of.int >> (128 - _TIME_BITS), noise)


def milliseconds_of(at: datetime | None) -> int:
    """Return the milliseconds from 1970 to a date, and 0 for an earlier one or none."""
    if at is None:
        return 0
    since = at - _START
    return max(0, since.days * 86_400_000 + since.seconds * 1_000 + since.microseconds // 1_000)


def _uuid(milliseconds: int, noise: int) -> UUID:
    value = (milliseconds & (2**_TIME_BITS - 1)) << 80
    value |= _VERSION << 76 | (noise >> 62 & 0xFFF) << 64
    value |= _VARIANT << 62 | noise & (2**62 - 1)
    return UUID(int=value)
