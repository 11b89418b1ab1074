"""URLs that an article may have."""

from __future__ import annotations

import re

MAX_URL = 4_000
"""The characters of a URL."""

_UNSEEN = r"\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
URL_PATTERN = (
    r"^[Hh][Tt][Tt][Pp][Ss]?://"
    rf"""([^{_UNSEEN}"#%/:<>?@\[\\\]^|]+|\[[0-9A-Fa-f:.]+\])"""
    r"(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?"
    rf"([/?#][^{_UNSEEN}]*)?$"
)
"""A URL of http or https with a host, for Python, Rust and ECMAScript alike.

Clients make a link of an article's URL, so a scheme that runs code is refused. A user name can
pass for a host, so it is refused as well, and so are white space and control characters. U+FEFF is
named because it is white space in ECMAScript alone. Characters that have no width, or that turn the
direction of writing, would show another host than the one that the link leads to.
"""
_URL = re.compile(URL_PATTERN)


def is_url(value: str) -> bool:
    """Return whether a string is a URL that an article may have."""
    return _URL.fullmatch(value) is not None
