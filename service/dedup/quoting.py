"""Whether one utterance quotes the other: a rival who mocks the words did not say them."""

from __future__ import annotations

from collections.abc import Sequence

from service.dedup.align import Run
from service.dedup.normalise import Token


def quotes_the_other(runs: Sequence[Run], a: Sequence[Token], b: Sequence[Token]) -> bool:
    """The shared runs and both utterances -> whether just one has the shared words in marks.

    An utterance that is in marks from end to end quotes nobody.
    """
    shared_a = [token for run in runs for token in a[run.a : run.a + run.length]]
    shared_b = [token for run in runs for token in b[run.b : run.b + run.length]]
    return _in_marks(shared_a, a) != _in_marks(shared_b, b)


def _in_marks(shared: Sequence[Token], whole: Sequence[Token]) -> bool:
    return all(token.quoted for token in shared) and not all(token.quoted for token in whole)
