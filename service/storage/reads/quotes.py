"""Read quotes: filters, orders and views."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from models import (
    Article,
    Occurrence,
    Outlet,
    Quotation,
    QuotationSpeaker,
    Quote,
    QuoteSpeaker,
    Speaker,
)
from service.dedup.quote_summary import indexed_words
from service.storage.db.bulk import AnyRow, AnySelect, in_array
from service.storage.db.cursors import Keyset, read_page
from service.storage.db.order_log import QUOTE_LOG
from service.storage.filters import QuoteFilter, QuoteSort
from service.storage.reads.articles import article_texts, occurrence_views, of_quote
from service.storage.reads.redirects import follow_redirects
from service.storage.reads.speakers import with_name
from service.storage.reads.word_search import few_ids, having_terms
from service.storage.tables.articles import is_outlet, published_between
from service.storage.tables.word_index import QUOTE_INDEX
from service.storage.views import Page, QuoteDetail, QuoteView, SpeakerRef

_DATED = (Quote.first_seen, Quote.id)
_DATED_TYPES = (datetime, UUID)

QUOTE_ORDERS: dict[QuoteSort, Keyset] = {
    "newest": Keyset(
        name="quotes", columns=_DATED, types=_DATED_TYPES, descending=True, log=QUOTE_LOG
    ),
    "oldest": Keyset(name="quotes oldest", columns=_DATED, types=_DATED_TYPES, log=QUOTE_LOG),
    "outlets": Keyset(
        name="quotes outlets",
        columns=(Quote.outlet_count, *_DATED),
        types=(int, *_DATED_TYPES),
        descending=True,
        log=QUOTE_LOG,
    ),
    "origins": Keyset(
        name="quotes origins",
        columns=(Quote.origin_count, *_DATED),
        types=(int, *_DATED_TYPES),
        descending=True,
        log=QUOTE_LOG,
    ),
    "relevance": Keyset(
        name="quotes relevance",
        columns=(Quote.relevance, *_DATED),
        types=(int, *_DATED_TYPES),
        descending=True,
        log=QUOTE_LOG,
    ),
}

_ALL_QUOTES: AnySelect = select(
    Quote.id,
    Quote.text,
    Quote.kind,
    Quote.first_seen,
    Quote.outlet_count,
    Quote.origin_count,
    Quote.occurrence_count,
)
_QUOTES = _ALL_QUOTES.where(in_array(Quote.id, "ids"))
_SPEAKERS = (
    select(QuoteSpeaker.quote_id, QuoteSpeaker.disputed, Speaker.id, Speaker.name, Speaker.kind)
    .join(Speaker, Speaker.id == QuoteSpeaker.speaker_id)
    .where(in_array(QuoteSpeaker.quote_id, "ids"))
    .order_by(Speaker.sort_key, Speaker.id)
)
_PRINTED_NAMES = (
    select(Occurrence.quote_id, QuotationSpeaker.name, QuotationSpeaker.kind)
    .distinct()
    .join(QuotationSpeaker, QuotationSpeaker.quotation_id == Occurrence.quotation_id)
    .where(in_array(Occurrence.quote_id, "ids"))
)
_IS_DISPUTED = Quote.id.in_(select(QuoteSpeaker.quote_id).where(QuoteSpeaker.disputed))


def list_quotes(
    session: Session, where: QuoteFilter, *, sort: QuoteSort, limit: int, cursor: str | None
) -> Page[QuoteView]:
    """Return a page of quotes. It takes three queries for any number of quotes.

    Args:
        session: The transaction.
        where: The quotes to list.
        sort: The order of the list.
        limit: The most quotes of a page.
        cursor: The end of the page before. None asks for the first page.
    """

    def build(rows: Sequence[AnyRow]) -> list[QuoteView]:
        return _views(session, rows)

    query = _ALL_QUOTES.where(*_conditions(session, where))
    return read_page(
        session, query, QUOTE_ORDERS[sort], where, limit=limit, cursor=cursor, build=build
    )


def quotes_after(
    session: Session, where: QuoteFilter, after: UUID | None, *, limit: int
) -> tuple[QuoteView, ...]:
    """Return the next quotes in the order of their ids, which never change.

    Args:
        session: The transaction.
        where: The quotes to return.
        after: The id of the quote before them. It need not be stored.
        limit: The most quotes to return.
    """
    query = _ALL_QUOTES.where(*_conditions(session, where)).order_by(Quote.id).limit(limit)
    if after is not None:
        query = query.where(Quote.id > after)
    return tuple(_views(session, session.execute(query).all()))


def get_quote(session: Session, quote_id: UUID, *, with_texts: bool) -> QuoteDetail:
    """Return a stored quote and its occurrences, the earliest date first."""
    quote = quote_views(session, [quote_id])[quote_id]
    found = occurrence_views(session, of_quote(quote_id))
    printed_in = sorted({occurrence.article.id for occurrence in found})
    texts = article_texts(session, printed_in) if with_texts else {}
    return QuoteDetail(quote=quote, occurrences=found, texts=texts)


def quote_views(session: Session, quote_ids: Collection[UUID]) -> dict[UUID, QuoteView]:
    """Return quotes by their ids."""
    rows = session.connection().execute(_QUOTES, {"ids": list(quote_ids)}).all()
    return {view.id: view for view in _views(session, rows)}


def _conditions(session: Session, where: QuoteFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Quote.successor_id.is_(None)]
    if where.q is not None:
        conditions += having_terms(session, QUOTE_INDEX, where.q, indexed_words, of=Quote.id)
    if where.speaker is not None:
        conditions.append(_said_by(session, with_name(where.speaker)))
    if where.speaker_id is not None:
        now = follow_redirects(session, Speaker, where.speaker_id)
        conditions.append(_said_by(session, select(Speaker.id).where(Speaker.id == now)))
    if where.kind is not None:
        conditions.append(Quote.kind == where.kind)
    if where.min_outlets is not None:
        conditions.append(Quote.outlet_count >= where.min_outlets)
    if where.min_origins is not None:
        conditions.append(Quote.origin_count >= where.min_origins)
    if where.disputed is not None:
        conditions.append(_IS_DISPUTED if where.disputed else ~_IS_DISPUTED)
    return conditions + _printed(session, where)


def _said_by(session: Session, speaker_ids: Select[UUID]) -> ColumnElement[bool]:
    speakers = session.scalars(speaker_ids).all()
    said = select(QuoteSpeaker.quote_id).where(QuoteSpeaker.speaker_id.in_(speakers))
    few = few_ids(session, said)
    return Quote.id.in_(said if few is None else few)


def _printed(session: Session, where: QuoteFilter) -> list[ColumnElement[bool]]:
    dates = published_between(where.published_from, where.published_to)
    query = select(Occurrence.quote_id)
    conditions: list[ColumnElement[bool]] = []
    if where.outlet is not None or dates:
        query = query.join(Article, Article.id == Occurrence.article_id).where(*dates)
        if where.outlet is not None:
            query = query.join(Outlet, Outlet.id == Article.outlet_id)
            query = query.where(is_outlet(where.outlet))
        few = few_ids(session, query)
        if few is not None:
            conditions.append(Quote.id.in_(few))
    elif where.stance is None:
        return []
    if where.stance is not None:
        query = query.join(Quotation, Quotation.id == Occurrence.quotation_id)
        query = query.where(Quotation.stance == where.stance)
    printed = query.where(Occurrence.quote_id == Quote.id).correlate(Quote)
    return [*conditions, exists(printed)]


def _views(session: Session, rows: Sequence[AnyRow]) -> list[QuoteView]:
    said_by, disputed = _speakers(session, [row.id for row in rows])
    return [
        QuoteView(
            id=row.id,
            text=row.text,
            kind=row.kind,
            speakers=said_by.get(row.id, ()),
            disputed=disputed.get(row.id, ()),
            first_seen=row.first_seen,
            outlet_count=row.outlet_count,
            origin_count=row.origin_count,
            occurrence_count=row.occurrence_count,
        )
        for row in rows
    ]


Refs = dict[UUID, tuple[SpeakerRef, ...]]


def _speakers(session: Session, quote_ids: Sequence[UUID]) -> tuple[Refs, Refs]:
    """Return the speakers of each quote, and the other speakers whom some outlets name."""
    named: Refs = {}
    disputed: Refs = {}
    for row in session.connection().execute(_SPEAKERS, {"ids": quote_ids}):
        ref = SpeakerRef(id=row.id, name=row.name, kind=row.kind)
        found = disputed if row.disputed else named
        found[row.quote_id] = (*found.get(row.quote_id, ()), ref)
    rest = [quote_id for quote_id in quote_ids if quote_id not in named]
    return named | (_unnamed(session, rest) if rest else {}), disputed


def _unnamed(session: Session, quote_ids: Sequence[UUID]) -> Refs:
    # Articles may describe an unnamed speaker in several ways. The longest description wins.
    found: dict[UUID, list[AnyRow]] = {}
    for row in session.connection().execute(_PRINTED_NAMES, {"ids": quote_ids}):
        found.setdefault(row.quote_id, []).append(row)
    chosen = {
        quote_id: min(rows, key=lambda row: (-len(row.name or ""), row.name or "", row.kind))
        for quote_id, rows in found.items()
    }
    return {
        quote_id: (SpeakerRef(id=None, name=row.name, kind=row.kind),)
        for quote_id, row in chosen.items()
    }
