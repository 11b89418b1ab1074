"""Rows of `quotes` and `quote_speakers`. Which occurrences a quote has: `service.storage.clusters`.

A quote's row says what its occurrences add up to. `refresh` computes that from all of them, so that
the order in which articles come leaves no trace.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from models import (
    Article,
    ArticleSketch,
    Occurrence,
    Quotation,
    Quote,
    QuoteSpeaker,
    Speaker,
    Utterance,
)
from service.dedup.quote_summary import (
    credited_speakers,
    derived_columns,
    indexed_words,
    relevance,
    words_column,
)
from service.storage.db.bulk import (
    AnyRow,
    chunks,
    delete_with_redirects,
    in_array,
    insert_rows,
    pipelined,
    update_rows,
)

_OCCURRENCES = (
    select(
        Occurrence.quote_id,
        Occurrence.text,
        Article.outlet_id,
        func.coalesce(ArticleSketch.story_id, Article.id).label("origin"),
        Article.dated_at,
        Quotation.kind,
        Quotation.resolution_confidence,
        Utterance.speakers,
        Utterance.judged,
    )
    .join(Article, Article.id == Occurrence.article_id)
    .outerjoin(ArticleSketch, ArticleSketch.article_id == Occurrence.article_id)
    .join(Quotation, Quotation.id == Occurrence.quotation_id)
    .join(Utterance, Utterance.id == Occurrence.utterance_id)
    .where(in_array(Occurrence.quote_id, "ids"))
)
_STORED = (
    select(
        Quote.id,
        Quote.words,
        Quote.judged,
        Quote.occurrence_count,
        Quote.outlet_count,
        Quote.origin_count,
        Quote.first_seen,
        Quote.relevance,
        Quote.text,
        Quote.kind,
        QuoteSpeaker.disputed,
        Speaker.name_key,
    )
    .outerjoin(QuoteSpeaker, QuoteSpeaker.quote_id == Quote.id)
    .outerjoin(Speaker, Speaker.id == QuoteSpeaker.speaker_id)
    .where(in_array(Quote.id, "ids"), Quote.successor_id.is_(None))
)
_PRINTED_IN = select(Occurrence.quote_id).distinct().where(in_array(Occurrence.article_id, "ids"))
_ANY_JUDGED = select(Quote.id).where(in_array(Quote.id, "ids"), Quote.judged).limit(1)
_INSERT_SPEAKER = insert(QuoteSpeaker).from_select(
    ["quote_id", "speaker_id", "disputed"],
    select(
        bindparam("of_quote", type_=Uuid()), Speaker.id, bindparam("is_disputed", type_=Boolean())
    ).where(Speaker.name_key == bindparam("name")),
)
_DELETE_SPEAKERS = delete(QuoteSpeaker).where(in_array(QuoteSpeaker.quote_id, "ids"))


@dataclass(frozen=True, slots=True)
class NewQuote:
    """A quote with one occurrence, a new one. Its row is complete without a look at any other."""

    anchor_id: UUID
    """The occurrence."""
    text: str
    kind: str
    judged: bool
    first_seen: datetime
    speakers: tuple[str, ...]
    """Their keys."""


def insert_new(session: Session, new: Mapping[UUID, NewQuote]) -> None:
    """Insert complete rows of quotes with one occurrence, by their ids."""
    rows = [
        {
            "id": quote_id,
            "anchor_id": quote.anchor_id,
            "successor_id": None,
            "words": words_column([quote.text]),
            "judged": quote.judged,
            "text": quote.text,
            "kind": quote.kind,
            "first_seen": quote.first_seen,
            "outlet_count": 1,
            "origin_count": 1,
            "occurrence_count": 1,
            "relevance": relevance(len(indexed_words(quote.text)), 1),
        }
        for quote_id, quote in new.items()
    ]
    insert_rows(session, Quote, rows)
    speakers = [(id_, key, False) for id_, quote in new.items() for key in quote.speakers]
    _insert_speakers(session, speakers)


def insert_empty(session: Session, quote_id: UUID, anchor_id: UUID, now: datetime) -> None:
    """Insert a quote that `refresh` is to complete.

    Args:
        session: The transaction.
        quote_id: The id of the quote.
        anchor_id: The occurrence that the id is tied to.
        now: When the quote is stored.
    """
    row = {
        "id": quote_id,
        "anchor_id": anchor_id,
        "successor_id": None,
        "words": "",
        "judged": False,
        "text": "",
        "kind": "",
        "first_seen": now,
        "outlet_count": 0,
        "origin_count": 0,
        "occurrence_count": 0,
        "relevance": 0,
    }
    insert_rows(session, Quote, [row])


def redirect(session: Session, quote_ids: Collection[UUID], successor_id: UUID) -> None:
    """Make quotes lead to their successor. They have no words and no speakers from then on."""
    if quote_ids:
        session.execute(delete(QuoteSpeaker).where(QuoteSpeaker.quote_id.in_(quote_ids)))
        session.execute(
            update(Quote)
            .where(Quote.id.in_(quote_ids))
            .values(
                successor_id=successor_id,
                text="",
                words="",
                outlet_count=0,
                origin_count=0,
                occurrence_count=0,
            )
        )


def remove_empty(session: Session, quote_ids: Iterable[UUID]) -> set[UUID]:
    """Delete those of the current quotes that have no occurrence, and return their ids."""
    empty: set[UUID] = set()
    for some in chunks(sorted(set(quote_ids))):
        of_occurrences = select(Occurrence.quote_id).where(Occurrence.quote_id.in_(some)).distinct()
        used = set(session.scalars(of_occurrences))
        current = session.scalars(
            select(Quote.id).where(Quote.id.in_(some), Quote.successor_id.is_(None))
        )
        empty |= set(current) - used
    delete_with_redirects(session, Quote, empty)
    return empty


def any_judged(session: Session, quote_ids: Iterable[UUID | None]) -> bool:
    """Return whether a judgement names any of these quotes."""
    for some in chunks(sorted({quote_id for quote_id in quote_ids if quote_id})):
        if session.connection().scalar(_ANY_JUDGED, {"ids": some}) is not None:
            return True
    return False


def refresh_of_articles(session: Session, article_ids: Iterable[UUID]) -> None:
    """Refresh the quotes that these articles print, because their origins are others now."""
    found: set[UUID] = set()
    for some in chunks(sorted(article_ids)):
        found.update(session.connection().scalars(_PRINTED_IN, {"ids": some}))
    refresh(session, found)


def refresh(session: Session, quote_ids: Iterable[UUID]) -> None:
    """Recompute text, kind, counts, dates and speakers of quotes from their occurrences."""
    for some in chunks(sorted(quote_ids)):
        occurrences: dict[UUID, list[AnyRow]] = {}
        for row in session.connection().execute(_OCCURRENCES, {"ids": some}):
            occurrences.setdefault(row.quote_id, []).append(row)
        stored: dict[UUID, list[AnyRow]] = {}
        for quote in session.connection().execute(_STORED, {"ids": some}):
            stored.setdefault(quote.id, []).append(quote)
        changed = []
        for quote_id, rows in stored.items():
            values = derived_columns(occurrences[quote_id])
            if any(getattr(rows[0], name) != value for name, value in values.items()):
                changed.append({"id": quote_id, **values})
        speakers = {quote_id: credited_speakers(occurrences[quote_id]) for quote_id in stored}
        before = {
            quote_id: {row.name_key: row.disputed for row in rows if row.name_key is not None}
            for quote_id, rows in stored.items()
        }
        with pipelined(session):
            update_rows(session, Quote, changed)
            _replace_speakers(session, speakers, before)


def _replace_speakers(
    session: Session,
    now: Mapping[UUID, Mapping[str, bool]],
    before: Mapping[UUID, Mapping[str, bool]],
) -> None:
    changed = [quote_id for quote_id in now if now[quote_id] != before[quote_id]]
    outdated = [quote_id for quote_id in changed if before[quote_id]]
    if outdated:
        session.connection().execute(_DELETE_SPEAKERS, {"ids": outdated})
    speakers = [(id_, key, disputed) for id_ in changed for key, disputed in now[id_].items()]
    _insert_speakers(session, speakers)


def _insert_speakers(session: Session, speakers: Iterable[tuple[UUID, str, bool]]) -> None:
    rows = [
        {"of_quote": quote_id, "name": key, "is_disputed": disputed}
        for quote_id, key, disputed in speakers
    ]
    if rows:
        session.connection().execute(_INSERT_SPEAKER, rows)
