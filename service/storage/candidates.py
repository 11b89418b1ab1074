"""Which stored utterances an utterance may be one quote with: those that share a key with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import CompoundSelect, bindparam, exists, null, select, union_all
from sqlalchemy.orm import Session

from models import CommonKey, UtteranceKey
from service.storage.numbers import among
from service.storage.upsert import chunks, insert_missing

COMMON = 100
"""A key that so many utterances have is common from then on, until all are filed anew. What links
two utterances is a function of the two alone as long as they share a key that is not common."""

_LATEST = 50
# In one go: who has the keys that are not common, and nobody for each that is.
_SHARING: CompoundSelect[int, int | None] = union_all(
    select(UtteranceKey.key, UtteranceKey.utterance_id).where(
        among(UtteranceKey.key, "keys"),
        ~exists().where(CommonKey.key == UtteranceKey.key),
    ),
    select(CommonKey.key, null()).where(among(CommonKey.key, "keys")),
)
_LAST = (
    select(UtteranceKey.utterance_id)
    .where(UtteranceKey.key == bindparam("key"))
    .order_by(UtteranceKey.utterance_id.desc())
    .limit(_LATEST)
)
# Common keys of one utterance that are looked up all the same.
_ASKED = 2


def candidates(
    session: Session, keys: Mapping[int, Mapping[int, int]], *, mark: bool = True
) -> dict[int, Counter[int]]:
    """Utterances' numbers and keys with what these weigh -> the ids of those that share a key.

    With each id what all that is shared weighs. A common key is in so many utterances that looking
    at all of them would cost more as the store grows: of these only the latest are looked at, which
    finds what is being printed everywhere; of several common keys the first ones given. A key that
    turns out to be common is marked so, unless nothing is to be written (`mark`).
    """
    by_key: dict[int, list[int]] = {}
    for number, its in keys.items():
        for key in its:
            by_key.setdefault(key, []).append(number)
    common: set[int] = set()
    found: dict[int, Counter[int]] = {number: Counter() for number in keys}
    counts: Counter[int] = Counter()
    for some in chunks(sorted(by_key)):
        rows = session.connection().execute(_SHARING, {"keys": some})
        for key, utterance_id in rows.all():
            if utterance_id is None:
                common.add(key)
                continue
            counts[key] += 1
            for number in by_key[key]:
                found[number][utterance_id] += keys[number][key]
    if mark:
        for key in sorted(key for key, count in counts.items() if count >= COMMON):
            insert_missing(session, CommonKey, {"key": key}, key=["key"])
    for number, its in keys.items():
        for key in [key for key in its if key in common][:_ASKED]:
            for utterance_id in _latest(session, key):
                found[number][utterance_id] += its[key]
    return found


def _latest(session: Session, key: int) -> Iterable[int]:
    return session.connection().scalars(_LAST, {"key": key})
