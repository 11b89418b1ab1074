"""Texts -> a store of made-up quotes: real stretches recombined, so that words are as skewed as in
news, with all rows by which quotes are looked up.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, func, insert, select

from models import (
    Article,
    Base,
    CommonKey,
    Occurrence,
    Outlet,
    Quotation,
    Quote,
    QuoteSpeaker,
    Speaker,
    UtteranceKey,
)
from models import Utterance as UtteranceRow
from models.base import new_id
from service.dedup.form import VERSION, form_of, words_hash
from service.dedup.postings import postings_of
from service.dedup.tokens import tokens_of
from service.dedup.utterance import Utterance
from service.storage.candidates import COMMON
from service.storage.engine import for_writing
from service.storage.word_index import column_of, indexed

SPEAKERS = 2_000
_BATCH = 1_000
_AT = datetime(2022, 1, 1, tzinfo=UTC)
_DAY = _AT.toordinal()


def made_up(texts: Iterable[str], *, seed: int) -> Iterator[str]:
    """Texts -> endless wordings, of lengths as quotes in news have them, the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - to be the same each time
    lines = [line.split() for text in texts for line in text.splitlines()]
    lines = [words for words in lines if len(words) > 3]
    while True:
        length = max(2, min(80, int(chance.lognormvariate(2.5, 0.7))))
        words: list[str] = []
        while len(words) < length:
            line = chance.choice(lines)
            start = chance.randrange(len(line) - 3)
            words += line[start : start + chance.randint(3, 12)]
        yield " ".join(words[:length])


def fill(engine: Engine, wordings: Sequence[str], *, seed: int) -> None:
    """An empty, migrated database and wordings -> each is a quote, by one of `SPEAKERS`."""
    chance = random.Random(seed)  # noqa: S311 - to be the same each time
    with for_writing(engine).begin() as connection:
        article_id, speaker_ids = _surroundings(connection)
    for start in range(0, len(wordings), _BATCH):
        rows: dict[type[Base], list[dict[str, Any]]] = {}
        for number, text in enumerate(wordings[start : start + _BATCH], start):
            who = min(SPEAKERS, int(chance.paretovariate(0.7))) - 1
            for table, row in _rows(number, text, article_id, speaker_ids[who], name_of(who)):
                rows.setdefault(table, []).append(row)
        with for_writing(engine).begin() as connection:
            for table, its in rows.items():
                connection.execute(insert(table), its)
    with for_writing(engine).begin() as connection:
        key = UtteranceKey.key
        common = select(key).group_by(key).having(func.count() >= COMMON)
        connection.execute(insert(CommonKey).from_select(["key"], common))


def name_of(number: int) -> str:
    """A speaker's number -> the name, which is the key of it as well."""
    return f"speaker {number}"


def _surroundings(connection: Connection) -> tuple[UUID, list[UUID]]:
    outlet_id, article_id = new_id(), new_id()
    connection.execute(insert(Outlet), [{"id": outlet_id, "key": "a", "domain": "a.example"}])
    article = {"id": article_id, "outlet_id": outlet_id, "key": "a", "text": "", "text_hash": ""}
    dates = {"published_at": _AT, "dated_at": _AT, "created_at": _AT, "updated_at": _AT}
    connection.execute(insert(Article), [{**article, **dates, "period": "2022-W01"}])
    names = {new_id(): name_of(number) for number in range(SPEAKERS)}
    same = {"kind": "person", "curated": False, "provisional": False}
    speakers = [
        {"id": one, "name": name, "name_key": name, "sort_key": name, **same}
        for one, name in names.items()
    ]
    connection.execute(insert(Speaker), speakers)
    return article_id, list(names)


def _rows(
    number: int, text: str, article_id: UUID, speaker_id: UUID, speaker: str
) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    said = Utterance(f"{number:032x}", tokens_of(text), speakers=frozenset([speaker]), day=_DAY)
    quote_id, quotation_id, occurrence_id = new_id(), new_id(), new_id()
    yield (
        Quote,
        {
            "id": quote_id,
            "founder_id": occurrence_id,
            "words": column_of(indexed(text)),
            "judged": False,
            "text": text,
            "kind": "direct",
            "first_seen": _AT + timedelta(minutes=number),
            "outlet_count": 1,
            "occurrence_count": 1,
        },
    )
    yield (
        UtteranceRow,
        {
            "id": number + 1,
            "digest": said.id,
            "version": VERSION,
            "words_hash": words_hash(said.words),
            "form": form_of(said.tokens),
            "bits": said.bits,
            "speakers": [speaker],
            "source": "",
            "day": _DAY,
            "judged": False,
            "group_id": number + 1,
            "quote_id": quote_id,
        },
    )
    spans = dict.fromkeys(("content_spans", "cue_spans", "source_spans", "mention_spans"), ())
    sure = {"confidence": 1.0, "resolution_confidence": 1.0, "resolution_step": "name"}
    of_article = {"article_id": article_id, "ordinal": number}
    told = {"kind": "direct", "stance": "speech", "content_text": text}
    yield Quotation, {"id": quotation_id, **of_article, **told, **sure, **spans}
    links = {"quote_id": quote_id, "utterance_id": number + 1, "quotation_id": quotation_id}
    yield Occurrence, {"id": occurrence_id, **of_article, **links, "text": text, "spans": []}
    yield QuoteSpeaker, {"quote_id": quote_id, "speaker_id": speaker_id, "rival": False}
    for key in sorted(postings_of(said)):
        yield UtteranceKey, {"key": key, "utterance_id": number + 1}
