"""Which stored utterances an utterance may be one quote with: those that share a key with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Select,
    bindparam,
    exists,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from models import CommonKey, UtteranceKey, UtteranceOutline
from service.dedup.prefilter import Prefilter
from service.storage.db.bulk import array_rows, chunks, insert_missing

COMMON = 100
"""A key that so many utterances have is common from then on, until all are filed anew. What links
two utterances is a function of the two alone as long as they share a key that is not common."""

_LATEST = 50
_OUTLINED = (
    UtteranceOutline.utterance_id,
    UtteranceOutline.bits,
    UtteranceOutline.day,
    UtteranceOutline.stems,
)
_KEY = array_rows("keys").c.value
_IS_COMMON = exists().where(CommonKey.key == _KEY)
# Common keys are told apart first, or all utterances that have them would be looked at.
_TELLING = select(_KEY.label("key")).where(~_IS_COMMON).cte("telling").prefix_with("MATERIALIZED")
# In one go: who has the keys that are not common, and nobody for each that is.
_SHARING: CompoundSelect[Any] = union_all(
    select(UtteranceKey.key, *_OUTLINED)
    .join_from(_TELLING, UtteranceKey, UtteranceKey.key == _TELLING.c.key)
    .join(UtteranceOutline, UtteranceOutline.utterance_id == UtteranceKey.utterance_id),
    select(_KEY, null(), null(), null(), null()).where(_IS_COMMON),
)
# As many common keys of one utterance are looked up all the same.
_ASKED = ("first", "second")


def _lately(name: str) -> Select[Any]:
    """A parameter's name -> who had this key last; nobody for none."""
    last = (
        select(UtteranceKey.key, UtteranceKey.utterance_id)
        .where(UtteranceKey.key == bindparam(name, type_=BigInteger()))
        .order_by(UtteranceKey.utterance_id.desc())
        .limit(_LATEST)
        .subquery()
    )
    outlined = last.c.utterance_id == UtteranceOutline.utterance_id
    return select(last.c.key, *_OUTLINED).join(last, outlined)


_LATELY: CompoundSelect[Any] = union_all(*map(_lately, _ASKED))

_Asking = tuple[dict[int, int], int]
"""Where to write who shares a key, and what that one weighs."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Which stored utterances share keys with some that are asked about."""

    outlines: dict[int, Prefilter] = field(default_factory=dict)
    """Those of all of them, by their ids."""
    weights: dict[int, dict[int, int]] = field(default_factory=dict)
    """For each that is asked about the ids of those that share keys with it, and what these weigh
    in all."""


def candidates(
    session: Session, keys: Mapping[int, Mapping[int, int]], *, mark: bool = True
) -> Sharing:
    """Utterances' numbers and keys with what these weigh -> those that share a key with each.

    A common key is in so many utterances that looking at all of them would cost more as the store
    grows: of these only the latest are looked at, which finds what is being printed everywhere; of
    several common keys the first ones given. A key that turns out to be common is marked so, unless
    nothing is to be written (`mark`).
    """
    found = Sharing(weights={number: {} for number in keys})
    asking: dict[int, list[_Asking]] = {}
    for number, its in keys.items():
        for key, weight in its.items():
            asking.setdefault(key, []).append((found.weights[number], weight))
    common: set[int] = set()
    for some in chunks(sorted(asking)):
        rows = session.connection().execute(_SHARING, {"keys": some}).all()
        met = [row for row in rows if row[1] is not None]
        _add(found, met, asking)
        common.update(row[0] for row in rows if row[1] is None)
        times = Counter([row[0] for row in met])
        for key in sorted(key for key, n in times.items() if mark and n >= COMMON):
            insert_missing(session, CommonKey, {"key": key}, key=["key"])
    for number, its in keys.items():
        asked = [key for key in its if key in common][: len(_ASKED)]
        if asked:
            told = dict(zip_longest(_ASKED, asked))
            rows = session.connection().execute(_LATELY, told).all()
            shared = found.weights[number]
            _add(found, rows, {key: [(shared, its[key])] for key in asked})
    return found


def _add(
    found: Sharing, rows: Iterable[Sequence[Any]], asking: Mapping[int, Sequence[_Asking]]
) -> None:
    outlines = found.outlines
    for key, utterance_id, bits, day, stems in rows:
        if utterance_id not in outlines:
            outlines[utterance_id] = Prefilter(bits, day, stems)
        for shared, weight in asking[key]:
            shared[utterance_id] = shared.get(utterance_id, 0) + weight
