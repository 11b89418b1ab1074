"""Keys and orders of the plan as bytes that Spark sorts as Python sorts the values.

Spark compares bytes from the first to the last, without a sign. So a number is written with its
greatest byte first, and a string ends with bytes that no string holds.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

_SHIFT = 2**63
_END = b"\x00\x00"
_NULL_INSIDE = b"\x00\xff"


def sort_bytes(value: Any) -> bytes:
    """Return the bytes of a number of 64 bits, a string, a UUID, or a tuple of these.

    Raises:
        TypeError: It is something else.
    """
    return b"".join(_parts(value))


def _parts(value: Any) -> list[bytes]:
    match value:
        case int():
            return [(value + _SHIFT).to_bytes(8)]
        case str():
            # The order of UTF-8 is that of code points, which is Python's.
            written = value.encode("utf-8", "surrogatepass")
            return [written.replace(b"\x00", _NULL_INSIDE), _END]
        case UUID():
            return [value.bytes]
        case tuple():
            return [part for each in value for part in _parts(each)]
    raise TypeError(f"No order of bytes is known for {type(value).__name__}.")
