"""Read articles, and occurrences with their speakers and how they match their quote."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from models import Article, Occurrence, Outlet, Quotation, Quote
from service.dedup.differences import differences, relation_of, similarity
from service.dedup.quote_summary import SURE
from service.dedup.witnesses import LEAST_WITNESSES
from service.errors import NotFound
from service.storage.db.bulk import AnyRow, AnySelect, chunks, in_array
from service.storage.inputs import ArticleKey
from service.storage.reads.repair import repaired_speakers
from service.storage.reads.stories import read_story
from service.storage.tables import occurrences, quotations
from service.storage.tables.articles import article_ref, dated_refs, select_refs
from service.storage.views import ArticleRef, ArticleView, OccurrenceView, SpeakerRef

_ARTICLE: AnySelect = (
    select_refs()
    .add_columns(Article.text, Article.dated_at)
    .where(Article.id == bindparam("id", type_=Uuid()))
)
_TEXTS = (
    select(Outlet.key, Article.key, Article.text_hash, Article.id)
    .join(Outlet, Outlet.id == Article.outlet_id)
    .where(
        in_array(Outlet.key, "outlets"),
        in_array(Article.key, "keys"),
    )
)
_OCCURRENCES: AnySelect = select(Occurrence.__table__)
_QUOTATIONS: AnySelect = select(Quotation.__table__).where(in_array(Quotation.id, "ids"))
_QUOTATIONS_IN: AnySelect = (
    select(Quotation.__table__)
    .where(Quotation.article_id == bindparam("id", type_=Uuid()))
    .order_by(Quotation.ordinal)
)
_QUOTES: AnySelect = select(
    Quote.id,
    Quote.anchor_id,
    Quote.text,
    Quote.outlet_count,
    Quote.origin_count,
    Quote.occurrence_count,
).where(in_array(Quote.id, "ids"))
_WITH_KINDS = (
    select(
        Occurrence.id,
        Occurrence.quote_id,
        Occurrence.utterance_id,
        Occurrence.text,
        Quotation.kind,
    )
    .join(Quotation, Quotation.id == Occurrence.quotation_id)
    .where(in_array(Occurrence.article_id, "ids"))
)
_IN_ARTICLE = _OCCURRENCES.where(Occurrence.article_id == bindparam("id", type_=Uuid()))
_OF_QUOTE = _OCCURRENCES.where(Occurrence.quote_id == bindparam("id", type_=Uuid()))
_NUMBERED = (
    select(
        Occurrence.id,
        func.row_number()
        .over(
            partition_by=Occurrence.quote_id,
            order_by=(Article.dated_at, Article.id, Occurrence.ordinal),
        )
        .label("place"),
    )
    .join(Article, Article.id == Occurrence.article_id)
    .where(in_array(Occurrence.quote_id, "ids"))
    .subquery()
)
_EARLIEST = _OCCURRENCES.where(
    Occurrence.id.in_(select(_NUMBERED.c.id).where(_NUMBERED.c.place <= bindparam("most")))
)


@dataclass(frozen=True, slots=True)
class OccurrenceQuery:
    """Which occurrences to read: a statement, and the values of its parameters."""

    statement: AnySelect
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Known:
    """Rows that were read before, by their ids: the articles, and all quotations in them."""

    printed: Mapping[UUID, tuple[datetime, ArticleRef]]
    attributed: Mapping[UUID, AnyRow]


def article_texts(session: Session, article_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the texts of articles by their ids."""
    found: dict[UUID, str] = {}
    for some in chunks(article_ids):
        rows = session.execute(select(Article.id, Article.text).where(Article.id.in_(some)))
        found.update((row.id, row.text) for row in rows)
    return found


def find_unchanged(
    session: Session, outlet_key: str, key: str, text_hash: str
) -> ArticleView | None:
    """Return the stored article with this natural key and this hash of its text, or None.

    Args:
        session: The transaction.
        outlet_key: The key of the article's outlet.
        key: The natural key of the article within its outlet.
        text_hash: The hash of its text.
    """
    wanted = ArticleKey(outlet_key, key, text_hash)
    article_id = find_stored_texts(session, [wanted]).get(wanted)
    return None if article_id is None else get_article(session, article_id)


def find_stored_texts(session: Session, keys: Iterable[ArticleKey]) -> dict[ArticleKey, UUID]:
    """Return the ids of those articles that are stored with exactly these texts."""
    wanted = set(keys)
    found: dict[ArticleKey, UUID] = {}
    outlets = sorted({key.outlet_key for key in wanted})
    for some in chunks(sorted({key.key for key in wanted})):
        rows = session.connection().execute(_TEXTS, {"outlets": outlets, "keys": some})
        for outlet_key, key, text_hash, article_id in rows:
            stored = ArticleKey(outlet_key, key, text_hash)
            if stored in wanted:
                found[stored] = article_id
    return found


def get_article(session: Session, article_id: UUID) -> ArticleView:
    """Return an article with its text and its occurrences.

    Raises:
        NotFound: No article has this id.
    """
    row = session.connection().execute(_ARTICLE, {"id": article_id}).one_or_none()
    if row is None:
        raise NotFound("No article is stored under this id.")
    ref = article_ref(row)
    quoted = session.connection().execute(_QUOTATIONS_IN, {"id": article_id}).all()
    known = _Known({article_id: (row.dated_at, ref)}, {each.id: each for each in quoted})
    found = occurrence_views(session, in_article(article_id), known)
    denied = quotations.denied_views(session, quoted, row.text)
    story = read_story(session, ref, ref.story_id) if ref.story_id else None
    return ArticleView(ref=ref, text=row.text, occurrences=found, denied=denied, story=story)


def in_article(article_id: UUID) -> OccurrenceQuery:
    """Return the query for the occurrences in this article."""
    return OccurrenceQuery(_IN_ARTICLE, {"id": article_id})


def of_quote(quote_id: UUID) -> OccurrenceQuery:
    """Return the query for the occurrences of this quote."""
    return OccurrenceQuery(_OF_QUOTE, {"id": quote_id})


def earliest_of_quotes(quote_ids: Collection[UUID], *, most: int) -> OccurrenceQuery:
    """Return the query for the first `most` occurrences of each quote, by date."""
    return OccurrenceQuery(_EARLIEST, {"ids": list(quote_ids), "most": most})


def occurrence_views(
    session: Session, wanted: OccurrenceQuery, known: _Known | None = None
) -> tuple[OccurrenceView, ...]:
    """Return occurrences by their articles' dates, and in the order of the text.

    This takes a few queries for any number of occurrences. How an occurrence matches its quote is
    computed from both texts. The quote's anchor is `new`. A full wording is `exact` if another
    occurrence has the same words.
    """
    # One query a table. PostgreSQL would join them by nested loops while it has no statistics.
    # Plain rows: objects of the ORM take several times as long to make.
    found: Sequence[AnyRow] = session.connection().execute(wanted.statement, wanted.values).all()
    if known is None:
        known = _Known(
            dated_refs(session, {occurrence.article_id for occurrence in found}),
            _by_id(session, _QUOTATIONS, {occurrence.quotation_id for occurrence in found}),
        )
    printed, attributed = known.printed, known.attributed
    quotes = _by_id(session, _QUOTES, {occurrence.quote_id for occurrence in found})
    speakers = quotations.speakers_of(session, sorted(attributed))
    matches = _matches(session, found, quotes)
    unsure = [
        (occurrence.id, occurrence.quote_id)
        for occurrence in found
        if _may_be_repaired(attributed[occurrence.quotation_id], quotes[occurrence.quote_id])
    ]
    repaired = repaired_speakers(session, unsure) if unsure else {}
    in_order = sorted(
        found,
        key=lambda occurrence: (
            printed[occurrence.article_id][0],
            occurrence.article_id,
            occurrence.ordinal,
        ),
    )
    return tuple(
        _view(
            occurrence,
            attributed[occurrence.quotation_id],
            quotes[occurrence.quote_id],
            article=printed[occurrence.article_id][1],
            speakers=repaired.get(occurrence.id, speakers.get(occurrence.quotation_id, ())),
            speaker_from="other_outlets" if occurrence.id in repaired else "article",
            match=matches[occurrence.id],
        )
        for occurrence in in_order
    )


def kinds_and_matches(session: Session, article_ids: Iterable[UUID]) -> list[tuple[str, str]]:
    """Return the kind and the match of each occurrence in these articles."""
    found: list[AnyRow] = []
    for some in chunks(sorted(set(article_ids))):
        found += session.connection().execute(_WITH_KINDS, {"ids": some})
    quotes = _by_id(session, _QUOTES, {occurrence.quote_id for occurrence in found})
    matches = _matches(session, found, quotes)
    return [(occurrence.kind, matches[occurrence.id]) for occurrence in found]


def _may_be_repaired(quotation: AnyRow, quote: AnyRow) -> bool:
    """Return whether an occurrence is unsure of its speaker, and its quote has enough witnesses."""
    unsure = quotation.resolution_step == "unknown" or quotation.resolution_confidence < SURE
    return bool(unsure) and min(quote.outlet_count, quote.origin_count) > LEAST_WITNESSES


def _by_id(session: Session, statement: AnySelect, ids: Iterable[UUID]) -> dict[UUID, AnyRow]:
    found: dict[UUID, AnyRow] = {}
    for some in chunks(sorted(ids)):
        rows = session.connection().execute(statement, {"ids": some})
        found |= {row.id: row for row in rows}
    return found


def _matches(
    session: Session, found: Sequence[AnyRow], quotes: Mapping[UUID, AnyRow]
) -> dict[UUID, str]:
    """Return how each occurrence matches its quote, by the occurrence's id."""
    matches = {}
    full: list[AnyRow] = []
    for occurrence in found:
        quote = quotes[occurrence.quote_id]
        if occurrence.id == quote.anchor_id:
            matches[occurrence.id] = "new"
            continue
        matches[occurrence.id] = relation_of(occurrence.text, quote.text)
        if matches[occurrence.id] == "exact":
            full.append(occurrence)
    # A full wording that no other occurrence has did not match: it made the quote longer.
    repeated = occurrences.repeated(session, full)
    return matches | {each.id: "variant" for each in full if each.id not in repeated}


def _view(
    occurrence: AnyRow,
    quotation: AnyRow,
    quote: AnyRow,
    *,
    article: ArticleRef,
    speakers: tuple[SpeakerRef, ...],
    speaker_from: str,
    match: str,
) -> OccurrenceView:
    same = occurrence.text == quote.text
    return OccurrenceView(
        id=occurrence.id,
        quote_id=occurrence.quote_id,
        article=article,
        kind=quotation.kind,
        text=occurrence.text,
        spans=quotations.read_spans(occurrence.spans),
        attribution=quotations.attribution(quotation),
        resolution=quotations.resolution(quotation),
        speakers=speakers,
        speaker_from=speaker_from,
        match=match,
        similarity=1.0 if same else similarity(occurrence.text, quote.text),
        alignment=() if same else differences(occurrence.text, quote.text),
        quote_text=quote.text,
        outlet_count=quote.outlet_count,
        origin_count=quote.origin_count,
        occurrence_count=quote.occurrence_count,
    )
