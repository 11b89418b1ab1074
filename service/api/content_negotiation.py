"""Choose the media type of an answer from the `Accept` of a request (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.api.problems import NotAcceptable

_MOST_RANGES = 50
"""A longer `Accept` is read up to here: no client needs that many media types."""

_QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _MediaRange:
    """What a client accepts: a media type, `text/*` or `*/*`, and how gladly."""

    name: str
    quality: float

    def rank_for(self, media_type: str) -> int:
        """Return how exactly this range names a media type; 0 where it does not."""
        if self.name == media_type:
            return 3
        if self.name == f"{media_type.partition('/')[0]}/*":
            return 2
        return 1 if self.name == "*/*" else 0


def choose_media_type(accept: str | None, offered: Sequence[str]) -> str:
    """Return the offered media type that the client likes best, and of equals the first.

    Args:
        accept: The header `Accept`. Without one, a client takes anything.
        offered: The media types that the route can send, the default first.

    Raises:
        NotAcceptable: The client takes none of them.
    """
    ranges = [_range(part) for part in (accept or "*/*").split(",")[:_MOST_RANGES]]
    best = max(offered, key=lambda media_type: _quality(media_type, ranges))
    if _quality(best, ranges) == 0:
        raise NotAcceptable(offered)
    return best


def _range(part: str) -> _MediaRange:
    name, *parameters = (one.strip() for one in part.split(";"))
    found = [match[1] for one in parameters if (match := _QUALITY.fullmatch(one))]
    return _MediaRange(name.lower(), float(found[0]) if found else 1.0)


def _quality(media_type: str, ranges: Sequence[_MediaRange]) -> float:
    # The range that names the media type most exactly decides, and not the one liked best.
    rank, quality = max(
        ((each.rank_for(media_type), each.quality) for each in ranges), default=(0, 0.0)
    )
    return quality if rank else 0.0
