"""Whether other outlets show who said the words of an article that is unsure of its speaker.

The rule reads the occurrences of one quote alone, so no order of articles changes its answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from service.dedup.quote_summary import SURE, Witness, count_credits, majority_speakers

LEAST_WITNESSES = 3
"""The other outlets, each with an origin of its own, that must name the speaker."""


def others_agree(
    own: Witness, witnesses: Iterable[Witness], *, least: int = LEAST_WITNESSES
) -> bool:
    """Return whether enough others name one speaker whom this unsure occurrence does not name.

    Only sure ones count, at other outlets and of other origins. All must agree: where two speakers
    are named, nothing is repaired.

    Args:
        own: The occurrence whose speaker is unsure or unknown.
        witnesses: All occurrences of its quote.
        least: How many other outlets, each with an origin of its own, must name the speaker.
    """
    others = [
        witness
        for witness in witnesses
        if witness.confidence >= SURE
        and witness.speakers
        and own.outlet != witness.outlet
        and own.origin != witness.origin
    ]
    outlets = {witness.outlet for witness in others}
    origins = {witness.origin for witness in others}
    if min(len(outlets), len(origins)) < least:
        return False
    if majority_speakers(count_credits(others)).disputed:
        return False
    # An unsure name that may be the same person's is right, and stays.
    return not own.speakers or bool(majority_speakers(count_credits([*others, own])).disputed)
