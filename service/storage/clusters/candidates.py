"""Blocking: which stored utterances to compare an utterance with, and the links between them.

Two utterances are compared where they share a blocking key and the prefilter lets them pass. A key
of very many utterances is a *stop key*: to compare them all would cost more as the store grows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Select,
    TableValuedAlias,
    bindparam,
    column,
    exists,
    null,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models import StopKey, UtteranceKey, UtterancePrefilter
from service.dedup.clusters import LinkedPair
from service.dedup.index_keys import STOP_KEY_UTTERANCES
from service.dedup.link_rules import decide_link, promising_overlap
from service.dedup.overlap import evidence_of
from service.dedup.prefilter import Prefilter, may_match
from service.dedup.reach import days_apart
from service.storage.db.bulk import ArrayOf, chunks, insert_missing
from service.storage.tables import utterances
from service.storage.tables.utterances import UtteranceRow

_LATEST = 50
_NEAREST = 50


def array_rows(name: str) -> TableValuedAlias:
    """Return the list that parameter `name` holds as a table with the column `value`."""
    # PostgreSQL names the column of such a table after the table.
    numbers = _ArrayRows(bindparam(name, type_=ArrayOf(BigInteger())))
    return numbers.table_valued(column("value", BigInteger), name="value")


class _ArrayRows(FunctionElement[int]):
    inherit_cache = True


@compiles(_ArrayRows)
def _json_each(element: _ArrayRows, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_ArrayRows, "postgresql")
def _unnest(element: _ArrayRows, compiler: SQLCompiler, **options: Any) -> str:
    return f"unnest({compiler.process(element.clauses, **options)})"


_PREFILTER_COLUMNS = (
    UtterancePrefilter.utterance_id,
    UtterancePrefilter.bits,
    UtterancePrefilter.day,
    UtterancePrefilter.stems,
)
_KEY = array_rows("keys").c.value
_IS_STOP_KEY = exists().where(StopKey.key == _KEY)
# Stop keys are left out first: otherwise all their utterances would be read.
_SELECTIVE = (
    select(_KEY.label("key")).where(~_IS_STOP_KEY).cte("selective").prefix_with("MATERIALIZED")
)
# One statement: the utterances of each selective key, and a row of nulls for each stop key.
_SHARING: CompoundSelect[Any] = union_all(
    select(UtteranceKey.key, *_PREFILTER_COLUMNS)
    .join_from(_SELECTIVE, UtteranceKey, UtteranceKey.key == _SELECTIVE.c.key)
    .join(UtterancePrefilter, UtterancePrefilter.utterance_id == UtteranceKey.utterance_id),
    select(_KEY, null(), null(), null(), null()).where(_IS_STOP_KEY),
)
# This many stop keys of one utterance are looked up all the same.
_STOP_KEYS_ASKED = ("first", "second")


def _latest(name: str) -> Select[Any]:
    """A parameter's name -> the query for the latest utterances with that key, none for null."""
    latest = (
        select(UtteranceKey.key, UtteranceKey.utterance_id)
        .where(UtteranceKey.key == bindparam(name, type_=BigInteger()))
        .order_by(UtteranceKey.utterance_id.desc())
        .limit(_LATEST)
        .subquery()
    )
    has_prefilter = latest.c.utterance_id == UtterancePrefilter.utterance_id
    return select(latest.c.key, *_PREFILTER_COLUMNS).join(latest, has_prefilter)


_LATEST_OF_STOP_KEYS: CompoundSelect[Any] = union_all(*map(_latest, _STOP_KEYS_ASKED))

_Asking = tuple[int, int]
"""An utterance that is asked about, and the weight of the key."""


@dataclass(frozen=True, slots=True)
class SharedKeys:
    """Which stored utterances share keys with some that are asked about."""

    prefilters: dict[int, Prefilter] = field(default_factory=dict)
    """The prefilters of all of them, by their ids."""
    weights: dict[int, dict[int, int]] = field(default_factory=dict)
    """For each utterance asked about: the others' ids, and the weight of the keys they share."""


def find_shared_keys(
    session: Session, keys: Mapping[int, Mapping[int, int]], *, mark_stop_keys: bool = True
) -> SharedKeys:
    """Find the stored utterances that share blocking keys with the given ones.

    Of a stop key only the latest utterances are read, which finds what is printed everywhere at
    the time. Of several stop keys the first ones are used. A key that very many ask for at once is
    not marked yet. Each of them shares it with the nearest alone: else the cost of an article would
    grow with the square of its quotations.

    Args:
        session: The transaction.
        keys: For each utterance its keys with their weights.
        mark_stop_keys: Whether to store that a key has become a stop key. False writes nothing.
    """
    shared = SharedKeys(weights={number: {} for number in keys})
    asking: dict[int, list[_Asking]] = {}
    for number, weights in keys.items():
        for key, weight in weights.items():
            asking.setdefault(key, []).append((number, weight))
    crowded = {key for key, some in asking.items() if len(some) >= STOP_KEY_UTTERANCES}
    stop_keys: set[int] = set()
    for some in chunks(sorted(asking)):
        rows = session.connection().execute(_SHARING, {"keys": some}).all()
        sharing = [row for row in rows if row[1] is not None]
        _add(shared, [row for row in sharing if row[0] not in crowded], asking)
        _add_nearest(shared, [row for row in sharing if row[0] in crowded], asking)
        stop_keys.update(row[0] for row in rows if row[1] is None)
        if mark_stop_keys:
            _mark_stop_keys(session, sharing)
    _add_latest(session, shared, keys, stop_keys)
    return shared


def candidates_of(
    session: Session, asked: Sequence[UtteranceRow]
) -> tuple[dict[int, set[int]], dict[int, UtteranceRow]]:
    """Find the utterances to compare each of these with.

    Whether two are compared depends on the two alone, however many are asked about.

    Returns:
        For each utterance asked about the ids of its candidates, and the rows of all by their ids.
    """
    shared = find_shared_keys(session, {row.id: row.index_keys.lookup_weights for row in asked})
    candidates = {
        row.id: {
            other
            for other, weight in shared.weights[row.id].items()
            if may_match(row.query, shared.prefilters[other], weight)
        }
        for row in asked
    }
    compared = sum(map(len, candidates.values()))
    session.info["candidates"] = session.info.get("candidates", 0) + compared
    rows = {row.id: row for row in asked}
    others = utterances.load(session, set().union(*candidates.values()) - rows.keys())
    return candidates, rows | {row.id: row for row in others}


def links_of(
    row: UtteranceRow, others: Iterable[UtteranceRow]
) -> list[tuple[UtteranceRow, LinkedPair]]:
    """An utterance and its candidates -> those that it is linked with, each with the link."""
    links = []
    for other in others:
        # Only the tokens of promising candidates are read.
        overlap = promising_overlap(row, other) if other.id != row.id else None
        if overlap:
            a, b = row.utterance, other.utterance
            link = decide_link(a, b, evidence_of(a, b, overlap))
            if link:
                pair = LinkedPair(row.digest, other.digest, link, days=days_apart(row, other))
                links.append((other, pair))
    return links


def links_among(
    asked: Sequence[UtteranceRow],
    candidates: Mapping[int, set[int]],
    rows: Mapping[int, UtteranceRow],
) -> dict[tuple[int, int], LinkedPair]:
    """Utterances with their candidates -> all links, by the ids of both ends, the lesser first."""
    links: dict[tuple[int, int], LinkedPair] = {}
    for row in asked:
        others = [rows[other] for other in sorted(candidates[row.id])]
        not_compared = [other for other in others if _ends(row, other) not in links]
        links |= {_ends(row, other): pair for other, pair in links_of(row, not_compared)}
    return links


def _add(
    shared: SharedKeys, rows: Iterable[Sequence[Any]], asking: Mapping[int, Sequence[_Asking]]
) -> None:
    prefilters = shared.prefilters
    for key, utterance_id, bits, day, stems in rows:
        if utterance_id not in prefilters:
            prefilters[utterance_id] = Prefilter(bits, day, stems)
        for number, weight in asking[key]:
            weights = shared.weights[number]
            weights[utterance_id] = weights.get(utterance_id, 0) + weight


def _add_nearest(
    shared: SharedKeys, rows: Iterable[Sequence[Any]], asking: Mapping[int, Sequence[_Asking]]
) -> None:
    """Add what utterances share with those that were stored just before and after them."""
    of_key: dict[int, dict[int, Sequence[Any]]] = {}
    for row in rows:
        of_key.setdefault(row[0], {})[row[1]] = row
    for key, found in of_key.items():
        ids = sorted(found)
        for number, weight in asking[key]:
            at = bisect_left(ids, number)
            nearest = ids[max(0, at - _NEAREST) : at + _NEAREST + 1]
            _add(shared, [found[each] for each in nearest], {key: [(number, weight)]})


def _mark_stop_keys(session: Session, sharing: Sequence[Sequence[Any]]) -> None:
    times = Counter([row[0] for row in sharing])
    for key in sorted(key for key, n in times.items() if n >= STOP_KEY_UTTERANCES):
        insert_missing(session, StopKey, {"key": key}, key=["key"])


def _add_latest(
    session: Session,
    shared: SharedKeys,
    keys: Mapping[int, Mapping[int, int]],
    stop_keys: set[int],
) -> None:
    for number, weights in keys.items():
        asked = [key for key in weights if key in stop_keys][: len(_STOP_KEYS_ASKED)]
        if asked:
            values = dict(zip_longest(_STOP_KEYS_ASKED, asked))
            rows = session.connection().execute(_LATEST_OF_STOP_KEYS, values).all()
            _add(shared, rows, {key: [(number, weights[key])] for key in asked})


def _ends(row: UtteranceRow, other: UtteranceRow) -> tuple[int, int]:
    return (row.id, other.id) if row.id < other.id else (other.id, row.id)
