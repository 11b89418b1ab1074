"""Check the benchmark itself: is bulk filling right, and does generated text repeat like real text?

Real text is that of the articles, cut into pieces as long as quotes: their quotes alone are too few
to compare. What counts is how often keys of runs are shared, since assigning looks these up.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Occurrence, StopKey, Utterance, UtteranceKey, UtterancePrefilter
from service.dedup.index_keys import fingerprint_of
from service.dedup.words.normalise import tokens_of
from service.evaluation.scale.fill import fill, finish, insert_table_rows, prepare
from service.evaluation.scale.rows import TableRows
from service.evaluation.scale.text_generator import (
    TextGenerator,
    learn_generator,
    words_without_marks,
)
from service.gold.documents import GoldDocument, read_gold
from service.storage.clusters.assign import assign
from service.storage.db.locks import for_writing
from service.storage.tables.occurrences import IncomingOccurrence


@dataclass(frozen=True, slots=True)
class BulkComparison:
    """How a store filled in bulk differs from one whose quotes were assigned one by one."""

    utterances: int
    """Utterances that only one store has: none if both agree, as for keys and stop keys."""
    keys: int
    stop_keys: int
    quotes: int
    """The quotes of the store that assigned them one by one."""
    apart: int
    """How many more quotes bulk filling left: it does not join words that are alike by accident."""


def compare_bulk_filling(bulk: Engine, assigning: Engine, rows: TableRows) -> BulkComparison:
    """Fill one empty database in bulk, assign the same batch in another, and compare both."""
    prepare(bulk)
    fill(bulk, 0, rows, set())
    finish(bulk)
    prepare(assigning)
    with Session(for_writing(assigning), expire_on_commit=False) as session, session.begin():
        for table in ("speakers", "articles", "quotations", "quotation_speakers"):
            insert_table_rows(session.connection(), table, rows[table])
        for incoming in _incoming(rows):
            assign(session, [incoming])
    filled, assigned = _read(bulk), _read(assigning)
    quotes = set(assigned.quotes.values())
    return BulkComparison(
        utterances=len(filled.utterances ^ assigned.utterances),
        keys=len(filled.keys ^ assigned.keys),
        stop_keys=len(filled.stop_keys ^ assigned.stop_keys),
        quotes=len(quotes),
        apart=len(set(filled.quotes.values())) - len(quotes),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    utterances: frozenset[tuple[object, ...]]
    keys: frozenset[tuple[int, str]]
    stop_keys: frozenset[int]
    quotes: dict[UUID, UUID]


def _read(engine: Engine) -> _Read:
    columns = (Utterance.digest, Utterance.words_hash, Utterance.form, Utterance.place)
    prefilter = (UtterancePrefilter.bits, UtterancePrefilter.day, UtterancePrefilter.stems)
    rows = select(*columns, *prefilter).outerjoin(
        UtterancePrefilter, UtterancePrefilter.utterance_id == Utterance.id
    )
    with Session(engine) as session:
        keys = select(UtteranceKey.key, Utterance.digest).join(
            Utterance, Utterance.id == UtteranceKey.utterance_id
        )
        quotes = select(Occurrence.quotation_id, Occurrence.quote_id)
        return _Read(
            utterances=frozenset(tuple(row) for row in session.execute(rows)),
            keys=frozenset((key, digest) for key, digest in session.execute(keys)),
            stop_keys=frozenset(session.scalars(select(StopKey.key))),
            quotes={row[0]: row[1] for row in session.execute(quotes)},
        )


def _incoming(rows: TableRows) -> list[IncomingOccurrence]:
    named = {row["quotation_id"]: row for row in rows["quotation_speakers"]}
    found = []
    for row in sorted(rows["occurrences"], key=lambda row: row["quotation_id"]):
        speaker = named.get(row["quotation_id"])
        incoming = IncomingOccurrence(
            id=row["id"],
            quotation_id=row["quotation_id"],
            article_id=row["article_id"],
            ordinal=row["ordinal"],
            text=row["text"],
            kind="direct",
            source=speaker["name"] if speaker else None,
            speakers=(speaker["name_key"],) if speaker else (),
            spans=[[0, len(row["text"])]],
        )
        found.append(incoming)
    return found


@dataclass(frozen=True, slots=True)
class TextSkew:
    """How often some texts share keys of runs."""

    texts: int
    shared: float
    """The share of keys that another text has too."""
    meetings: float
    """How many times a text shares a key with another, on average."""


def measure_skew(texts: Sequence[str]) -> TextSkew:
    """Measure how often texts share keys of runs."""
    keys = [fingerprint_of([token.form for token in tokens_of(text)]).runs for text in texts]
    times = Counter(key for its in keys for key in its)
    return TextSkew(
        texts=len(texts),
        shared=sum(n for n in times.values() if n > 1) / max(1, sum(times.values())),
        meetings=sum(times[key] - 1 for its in keys for key in its) / len(texts),
    )


def cut_into_pieces(
    generator: TextGenerator, documents: Sequence[GoldDocument], draw: random.Random
) -> list[str]:
    """Cut the texts of articles into pieces as long as quotes, and shuffle them."""
    found = []
    for document in documents:
        words = words_without_marks(document.text)
        start = 0
        while start < len(words):
            length = draw.choice(generator.lengths)
            found.append(" ".join(words[start : start + length]))
            start += length
    draw.shuffle(found)
    return found


def compare_skew(train: Path) -> Iterator[str]:
    """Yield a line for real text and one for generated text, at two sizes."""
    with train.open(encoding="utf-8") as lines:
        documents = read_gold(lines)
    generator, draw = learn_generator(documents), random.Random(7)  # noqa: S311 - spreads words
    real = cut_into_pieces(generator, documents, draw)
    made = [
        " ".join(generator.continue_words([], draw.choice(generator.lengths), draw)) for _ in real
    ]
    for count in (len(real) // 8, len(real)):
        for name, texts in (("real", real), ("made", made)):
            found = measure_skew(texts[:count])
            yield (
                f"{name}: {found.texts} texts, {found.shared:.3f} of the keys shared,"
                f" {found.meetings:.2f} meetings a text"
            )
