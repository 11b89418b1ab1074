"""Rows of `occurrences`, the events of new ones, and the keys by which judgements name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, delete, exists, func, literal, select, update
from sqlalchemy import insert as insert_from
from sqlalchemy.orm import Session

from models import Article, Judgement, JudgementOccurrence, Occurrence, Outlet, Quotation, Utterance
from models.base import Spans, UtcDateTime
from models.judgements import HOLDS, OF_QUOTES
from models.webhooks import EventFeed, QuoteEvent, Webhook
from service.dedup.stored_form import letters_hash, occurrence_key
from service.dedup.utterance import EDITOR_STEP
from service.storage.db import locks
from service.storage.db.bulk import AnyRow, AnySelect, chunks, in_array, insert_rows

_ARTICLES = (
    select(
        Article.id,
        Outlet.key,
        Article.key,
        Article.published_at,
        Article.dated_at,
        exists().where(JudgementOccurrence.article_key == Article.key),
    )
    .join(Outlet, Outlet.id == Article.outlet_id)
    .where(in_array(Article.id, "ids"))
)
# The lock comes with the answer, which saves a round trip. The writer reads rows of its own only.
_ARTICLES_LOCKED = _ARTICLES.add_columns(
    func.pg_advisory_xact_lock(literal(locks.QUOTES, BigInteger()))
)
_NAMED_OCCURRENCES = (
    select(JudgementOccurrence.place)
    .join(Judgement, Judgement.id == JudgementOccurrence.judgement_id)
    .where(
        HOLDS,
        Judgement.kind.in_(OF_QUOTES),
        in_array(JudgementOccurrence.article_key, "article_keys"),
    )
)
_HASHES = select(Utterance.id, Utterance.words_hash).where(in_array(Utterance.id, "ids"))
_REPEATED = (
    select(Occurrence.quote_id, Utterance.words_hash)
    .join(Utterance, Utterance.id == Occurrence.utterance_id)
    .where(in_array(Occurrence.quote_id, "ids"))
    .group_by(Occurrence.quote_id, Utterance.words_hash)
    .having(func.count() > 1)
)
_AT = bindparam("at", type_=UtcDateTime())
# The database asks itself whether anyone wants events. This saves a writer a round trip.
_IS_WANTED = exists().where(Webhook.disabled_at.is_(None)) | exists().where(EventFeed.until > _AT)
_ANNOUNCE = insert_from(QuoteEvent).from_select(
    ["id", "occurrence_id", "at"],
    select(Occurrence.id, Occurrence.id.label("occurrence_id"), _AT)
    .where(in_array(Occurrence.id, "ids"), _IS_WANTED)
    .order_by(Occurrence.article_id, Occurrence.ordinal),
)
_RENEW = update(QuoteEvent).where(QuoteEvent.occurrence_id == bindparam("before"))
_WITHDRAW = delete(QuoteEvent).where(in_array(QuoteEvent.occurrence_id, "ids"))


@dataclass(frozen=True, slots=True)
class IncomingOccurrence:
    """An occurrence that is to be assigned to a quote: a new one, or a stored one once more."""

    id: UUID
    quotation_id: UUID
    article_id: UUID
    ordinal: int
    """Its position among the occurrences of the article."""
    text: str
    kind: str
    source: str | None
    """Who said it, as printed. None where an editor said that it was somebody else."""
    speakers: tuple[str, ...] = ()
    """The keys of all who are named as having said it."""
    spans: Spans = field(default_factory=list)
    """Of a new one."""
    utterance_id: int | None = None
    """Of a stored one."""
    quote_id: UUID | None = None
    """Of a stored one."""

    @property
    def is_new(self) -> bool:
        """Whether it has no row yet."""
        return self.utterance_id is None


@dataclass(frozen=True, slots=True)
class RemovedOccurrence:
    """An occurrence whose row is deleted, with its article's old text or with the article."""

    id: UUID
    utterance_id: int
    quote_id: UUID
    article_id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class PrintingArticle:
    """The article that prints an occurrence: its keys and dates."""

    outlet_key: str
    article_key: str
    published_at: datetime | None
    dated_at: datetime
    judged: bool
    """Whether a judgement names any of its occurrences, be it one that was undone."""


@dataclass(frozen=True, slots=True)
class OccurrenceKey:
    """What names an occurrence for good, when its row is long another one."""

    key: str
    outlet_key: str
    article_key: str


def lock_quotes(session: Session, article_ids: Collection[UUID]) -> dict[UUID, PrintingArticle]:
    """Keep others from assigning quotes until the commit, and return these articles."""
    if article_ids and session.get_bind().dialect.name == "postgresql":
        return _read_articles(session, article_ids, _ARTICLES_LOCKED)
    locks.lock_quotes_exclusive(session)
    return _read_articles(session, article_ids, _ARTICLES)


def insert(session: Session, occurrences: Iterable[tuple[IncomingOccurrence, int, UUID]]) -> None:
    """Insert new occurrences, each with the ids of its utterance and its quote."""
    rows = [
        {
            "id": occurrence.id,
            "quote_id": quote_id,
            "utterance_id": utterance_id,
            "quotation_id": occurrence.quotation_id,
            "article_id": occurrence.article_id,
            "ordinal": occurrence.ordinal,
            "text": occurrence.text,
            "spans": occurrence.spans,
        }
        for occurrence, utterance_id, quote_id in occurrences
    ]
    insert_rows(session, Occurrence, rows)


def announce(
    session: Session, arriving: Iterable[IncomingOccurrence], removed: Iterable[RemovedOccurrence]
) -> None:
    """Write an event for each new occurrence, if a webhook or a feed wants events.

    The lock on quotes is held, so events are numbered in the order of commits. An occurrence that
    prints what its article printed before is not new: it takes over the event of the removed one.
    Events of other removed occurrences are deleted.
    """
    printed: dict[tuple[UUID, str], list[UUID]] = {}
    for gone in removed:
        printed.setdefault((gone.article_id, letters_hash(gone.text)), []).append(gone.id)
    new = []
    for one in arriving:
        before = printed.get((one.article_id, letters_hash(one.text))) if printed else None
        if before:
            renewed = _RENEW.values(occurrence_id=one.id)
            session.connection().execute(renewed, {"before": before.pop(0)})
        else:
            new.append(one.id)
    for some in chunks([each for ids in printed.values() for each in ids]):
        session.connection().execute(_WITHDRAW, {"ids": some})
    for some in chunks(new):
        session.connection().execute(_ANNOUNCE, {"ids": some, "at": datetime.now(UTC)})


def of_quotations(
    session: Session, quotation_ids: Collection[UUID]
) -> Iterator[IncomingOccurrence]:
    """Yield the stored occurrences of quotations, without the keys of their speakers."""
    for some in chunks(sorted(quotation_ids)):
        rows = session.execute(
            select(Occurrence, Quotation.kind, Quotation.source_text, Quotation.resolution_step)
            .join(Quotation, Quotation.id == Occurrence.quotation_id)
            .where(Occurrence.quotation_id.in_(some))
            .order_by(Occurrence.id)
        )
        for row, kind, source, step in rows:
            yield IncomingOccurrence(
                id=row.id,
                quotation_id=row.quotation_id,
                article_id=row.article_id,
                ordinal=row.ordinal,
                text=row.text,
                kind=kind,
                source=None if step == EDITOR_STEP else source,
                utterance_id=row.utterance_id,
                quote_id=row.quote_id,
            )


def of_articles(session: Session, article_ids: Collection[UUID]) -> tuple[RemovedOccurrence, ...]:
    """Return the occurrences of articles, before they are removed."""
    found: list[RemovedOccurrence] = []
    for some in chunks(sorted(article_ids)):
        query = select(
            Occurrence.id,
            Occurrence.utterance_id,
            Occurrence.quote_id,
            Occurrence.article_id,
            Occurrence.text,
        ).where(Occurrence.article_id.in_(some))
        found += [RemovedOccurrence(*row) for row in session.execute(query)]
    return tuple(found)


def set_utterances(session: Session, utterance_of: Mapping[UUID, int]) -> None:
    """Give stored occurrences these utterances."""
    rows = [{"id": id_, "utterance_id": number} for id_, number in utterance_of.items()]
    if rows:
        session.execute(update(Occurrence), rows)


def set_quotes(session: Session, quote_of: Mapping[UUID, UUID]) -> None:
    """Give stored occurrences these quotes."""
    rows = [{"id": id_, "quote_id": quote_id} for id_, quote_id in quote_of.items()]
    if rows:
        session.execute(update(Occurrence), rows)


def keys_in_articles(
    session: Session,
    article_ids: Collection[UUID],
    incoming: Iterable[IncomingOccurrence] = (),
) -> dict[UUID, OccurrenceKey]:
    """Return the keys of all occurrences in articles, stored or incoming, by their ids.

    A key is made of the outlet, the article, the words, and how often the article printed these
    words before. It is the same when the article is submitted again.
    """
    printed = [(one.article_id, one.ordinal, one.id, one.text) for one in incoming]
    known = {occurrence_id for _, _, occurrence_id, _ in printed}
    for some in chunks(sorted(article_ids)):
        query = select(
            Occurrence.article_id, Occurrence.ordinal, Occurrence.id, Occurrence.text
        ).where(Occurrence.article_id.in_(some))
        printed += [
            (row.article_id, row.ordinal, row.id, row.text)
            for row in session.execute(query)
            if row.id not in known
        ]
    articles = _read_articles(session, article_ids, _ARTICLES)
    before: Counter[tuple[UUID, str]] = Counter()
    keys = {}
    for article_id, _, occurrence_id, text in sorted(printed, key=lambda row: row[:2]):
        article = articles[article_id]
        letters = article_id, letters_hash(text)
        keys[occurrence_id] = OccurrenceKey(
            occurrence_key(article.outlet_key, article.article_key, text, nth=before[letters]),
            outlet_key=article.outlet_key,
            article_key=article.article_key,
        )
        before[letters] += 1
    return keys


def judged_occurrences(session: Session, article_keys: Iterable[str]) -> set[str]:
    """Return the keys of the occurrences in these articles that a judgement of a quote names."""
    found: set[str] = set()
    for some in chunks(sorted(set(article_keys))):
        found.update(session.connection().scalars(_NAMED_OCCURRENCES, {"article_keys": some}))
    return found


def repeated(session: Session, found: Collection[AnyRow]) -> set[UUID]:
    """Return those of the occurrences whose words another one of the quote has as well."""
    of_quotes: set[tuple[UUID, str]] = set()
    for quote_ids in chunks(sorted({occurrence.quote_id for occurrence in found})):
        rows = session.connection().execute(_REPEATED, {"ids": quote_ids})
        of_quotes.update((row.quote_id, row.words_hash) for row in rows)
    hashes: dict[int, str] = {}
    for numbers in chunks(sorted({occurrence.utterance_id for occurrence in found})):
        of_words = session.connection().execute(_HASHES, {"ids": numbers})
        hashes |= {row.id: row.words_hash for row in of_words}
    return {each.id for each in found if (each.quote_id, hashes[each.utterance_id]) in of_quotes}


def _read_articles(
    session: Session, article_ids: Collection[UUID], statement: AnySelect
) -> dict[UUID, PrintingArticle]:
    articles: dict[UUID, PrintingArticle] = {}
    for some in chunks(sorted(article_ids)):
        for row in session.connection().execute(statement, {"ids": some}):
            articles[row[0]] = PrintingArticle(*row[1:6])
    return articles
