"""Store articles, and delete one, with all that follows for quotes and speakers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from models import Article, Quotation, QuotationSpeaker
from models.base import new_id
from service.dedup.stories.sketch import sketch_article
from service.speakers.registry_rules import period_of
from service.storage.batch_views import ArticleReceipt
from service.storage.db import locks
from service.storage.db.bulk import chunks, in_array
from service.storage.inputs import ArticleToStore, NewQuotation, number_quotations
from service.storage.reads.articles import get_article
from service.storage.registry.link_speakers import NamedArticle
from service.storage.tables import articles, occurrences, quotations, speakers
from service.storage.tables.articles import LockedArticle
from service.storage.tables.audit import record_change, record_changes
from service.storage.tables.corrections import with_corrections
from service.storage.versions import require_seen
from service.storage.views import StoredArticle, WriteEffort
from service.storage.writes.reassign import ArticlesChange, reassign, surnames_alone

_Place = tuple[UUID, str]
"""An outlet and a period."""


@dataclass(frozen=True, slots=True)
class _FullName:
    """A person's full name, as an article prints it."""

    surname: str
    title: str | None
    key: str


_NAMES_OF = (
    select(
        QuotationSpeaker.surname,
        QuotationSpeaker.title,
        QuotationSpeaker.name_key,
        QuotationSpeaker.alone,
        Quotation.article_id,
    )
    .distinct()
    .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
    .where(
        in_array(Quotation.article_id, "articles"),
        QuotationSpeaker.surname.is_not(None),
    )
)
_AT_PLACE = (
    select(QuotationSpeaker.quotation_id)
    .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
    .join(Article, Article.id == Quotation.article_id)
    .where(
        QuotationSpeaker.alone,
        in_array(QuotationSpeaker.surname, "surnames"),
        Article.outlet_id == bindparam("outlet"),
        Article.period == bindparam("period"),
    )
)
_PRINTED = (
    select(QuotationSpeaker.quotation_id)
    .where(
        QuotationSpeaker.surname == bindparam("surname"),
        ~QuotationSpeaker.alone,
        QuotationSpeaker.title == bindparam("title"),
        QuotationSpeaker.name_key == bindparam("key"),
    )
    .limit(1)
)
_WITH_TITLE = surnames_alone(
    and_(
        QuotationSpeaker.surname == bindparam("surname"),
        QuotationSpeaker.title == bindparam("title"),
    )
)
# A surname alone in the articles that print it with the title.
_PRINTED_WITH_TITLE = (
    surnames_alone(QuotationSpeaker.surname == bindparam("surname"))
    .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
    .where(
        Quotation.article_id.in_(select(Quotation.article_id).where(Quotation.id.in_(_WITH_TITLE)))
    )
)


@dataclass(frozen=True, slots=True)
class NamesInArticles:
    """The names of people that some articles print."""

    surnames: frozenset[str] = frozenset()
    """The surnames of all names."""
    full: frozenset[_FullName] = frozenset()
    at_place: frozenset[tuple[UUID, str]] = frozenset()
    """Each article with the surname of each of its full names."""


def put_article(session: Session, one: ArticleToStore) -> StoredArticle:
    """Store one article as `put_articles` does, and return it with its occurrences."""
    [receipt] = put_articles(session, [one])
    if not receipt.changed:
        # The view takes several queries. No other writer may move a quote between them.
        locks.lock_quotes_exclusive(session)
    view = get_article(session, receipt.article_id)
    effort = effort_of(session)
    return StoredArticle(view=view, created=receipt.created, changed=receipt.changed, effort=effort)


def put_articles(session: Session, batch: Sequence[ArticleToStore]) -> list[ArticleReceipt]:
    """Store articles and their quotations, in place of what was stored for the articles before.

    The same text again changes nothing. Old and new occurrences of all articles are handled in one
    pass, because two passes could lock rows in another order than a parallel writer: see
    `db.locks`. For the same reason each step is done for all articles before the next one.
    `Store` begins and commits the transaction (`db.database.write`).

    Args:
        session: The transaction.
        batch: The articles. Of several texts for one article the last one stays.

    Returns:
        What became of each article, in the order of the batch.
    """
    locks.lock_registry_shared(session)
    outlet_ids = articles.get_or_create_outlets(session, [one.outlet for one in batch])
    rows = articles.upsert_articles(
        session, [(outlet_ids[one.outlet.key], one.article) for one in batch]
    )
    changed = [(row, one) for row, one in zip(rows, batch, strict=True) if row.stays]
    if changed:
        _replace_quotations(session, changed, outlet_ids)
        known = {row.id for row, _ in changed if row.period_before is not None}
        record_changes(session, [row.id for row, _ in changed if row.id not in known])
        record_changes(session, sorted(known), status=HTTPStatus.OK)
    return [ArticleReceipt(row.id, created=row.created, changed=row.changed) for row in rows]


def effort_of(session: Session) -> WriteEffort:
    """Return what assigning quotes took. Those who work on the session add to these numbers."""
    return WriteEffort(
        candidates=session.info.get("candidates", 0),
        clustering_seconds=session.info.get("clustering_seconds", 0.0),
    )


def delete_article(session: Session, article_id: UUID, *, seen: frozenset[str] | None) -> None:
    """Delete an article, its occurrences, and the quotes and speakers that only it held.

    Surnames that it was evidence for are linked again.

    Raises:
        NotFound: No article has this id.
        ChangedSince: None of the versions `seen` is stored.
    """
    if seen is None:
        locks.lock_registry_shared(session)
    else:
        locks.lock_registry_exclusive(session)
    row = articles.lock_article(session, article_id)
    require_seen(seen, lambda: get_article(session, article_id))
    before = stored_names(session, [article_id])
    locks.lock_surnames_exclusive(session, before.surnames)
    change = ArticlesChange(
        speakers_before=speakers.speakers_in(session, [article_id]),
        left=occurrences.of_articles(session, [article_id]),
        without_sketch=[article_id],
    )
    articles.delete_article_row(session, article_id)
    others = affected_by_names(
        session,
        {article_id: [(row.outlet_id, row.period)]},
        before=before,
        after=NamesInArticles(),
    )
    with speakers.leaving_no_names(session):
        reassign(session, others, change=change)
    record_change(session, article_id)


def _replace_quotations(
    session: Session,
    changed: Sequence[tuple[LockedArticle, ArticleToStore]],
    outlet_ids: dict[str, UUID],
) -> None:
    """Give articles their new quotations, and assign all that this affects.

    Args:
        session: The transaction.
        changed: Articles with new texts, each once, and their locked rows.
        outlet_ids: The ids of their outlets, by the outlets' keys.
    """
    named: dict[UUID, NamedArticle] = {}
    places: dict[UUID, list[tuple[UUID, str]]] = {}
    new: list[NewQuotation] = []
    corrected = with_corrections(session, [(row.id, one) for row, one in changed])
    for row, one in changed:
        period = period_of(one.article.key, one.article.published_at)
        outlet_id = outlet_ids[one.outlet.key]
        named[row.id] = NamedArticle(one.article.key, outlet_id, one.outlet.key, period)
        places[row.id] = [(outlet_id, period), (outlet_id, row.period_before or period)]
        new += number_quotations(row.id, corrected[row.id], lambda _: new_id())
    stored = [row.id for row, _ in changed if row.period_before is not None]
    before, after = stored_names(session, stored), new_names(new)
    locks.lock_surnames_exclusive(session, before.surnames | after.surnames)
    change = ArticlesChange(
        quotations=new,
        articles=named,
        speakers_before=speakers.speakers_in(session, stored),
        left=occurrences.of_articles(session, stored),
        sketches={row.id: sketch_article(one.article.text) for row, one in changed},
        without_sketch=stored,
    )
    quotations.delete_quotations_of(session, stored)
    others = affected_by_names(session, places, before=before, after=after)
    with speakers.leaving_no_names(session) if stored else nullcontext():
        reassign(session, others, change=change)


def stored_names(session: Session, article_ids: Collection[UUID]) -> NamesInArticles:
    """Return the names of people in stored articles."""
    names: list[tuple[UUID, _FullName, bool]] = []
    for some in chunks(sorted(article_ids)):
        for surname, title, key, alone, article_id in session.connection().execute(
            _NAMES_OF, {"articles": some}
        ):
            names.append((article_id, _FullName(surname or "", title, key or ""), alone))
    return _collected(names)


def new_names(quotations: Iterable[NewQuotation]) -> NamesInArticles:
    """Return the names of people in new quotations."""
    return _collected(
        (each.article_id, _FullName(read.surname, read.title, read.key), read.alone)
        for each in quotations
        for read in each.names
        if read is not None and read.surname is not None
    )


def affected_by_names(
    session: Session,
    places: Mapping[UUID, Collection[_Place]],
    *,
    before: NamesInArticles,
    after: NamesInArticles,
) -> set[UUID]:
    """Return stored quotations whose speaker may change after some articles changed.

    The rows of the quotations that the articles lose are deleted before.

    Args:
        session: The transaction.
        places: The outlets and periods of each changed article, before and after the change.
        before: The names that the articles had.
        after: The names that they have.
    """
    found: set[UUID] = set()
    surnames: dict[_Place, set[str]] = {}
    for article_id, surname in before.at_place | after.at_place:
        for place in places[article_id]:
            surnames.setdefault(place, set()).add(surname)
    for (outlet, period), of_place in sorted(surnames.items()):
        for some in chunks(sorted(of_place)):
            values = {"surnames": some, "outlet": outlet, "period": period}
            found.update(session.connection().scalars(_AT_PLACE, values))
    changed: set[tuple[str, str]] = set()
    for name in before.full ^ after.full:
        if name.title is not None and (name.surname, name.title) not in changed:
            values = {"surname": name.surname, "title": name.title, "key": name.key}
            if session.connection().scalar(_PRINTED, values) is None:
                changed.add((name.surname, name.title))
    for surname, title in sorted(changed):
        values = {"surname": surname, "title": title}
        found.update(session.connection().scalars(_PRINTED_WITH_TITLE, values))
    return found


def _collected(names: Iterable[tuple[UUID, _FullName, bool]]) -> NamesInArticles:
    found = list(names)
    full = [(article_id, name) for article_id, name, alone in found if not alone]
    return NamesInArticles(
        surnames=frozenset(name.surname for _, name, _ in found),
        full=frozenset(name for _, name in full),
        at_place=frozenset((article_id, name.surname) for article_id, name in full),
    )
