"""Whose name is it: speakers as articles print them -> keys of the registry's speakers.

The answer is a function of the stored articles, the lists and the judgements, whatever the order in
which they came: see docs/decisions/0005-registry.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Article, Outlet, Quotation, QuotationSpeaker, Speaker, SpeakerAlias
from service.dedup.stored_form import occurrence_key
from service.speakers.names.printed_names import surname_fits
from service.storage.db.bulk import AnyRow, AnySelect, chunks
from service.storage.tables.decisions import Moved, Rulings, load_moves, ruled

_BETWEEN = "\x1e"  # stands in no name


@dataclass(frozen=True, slots=True)
class Appearance:
    """A speaker of one quotation, as its article names them."""

    quotation_id: UUID
    position: int
    speaker_id: UUID | None
    article_id: UUID
    article_key: str
    outlet_id: UUID
    outlet_key: str
    period: str
    name_key: str
    surname: str | None
    alone: bool
    title: str | None
    gender: str | None
    places: tuple[str, ...]
    """The places of what is said (`service.dedup.stored_form.occurrence_key`)."""

    @property
    def place(self) -> tuple[UUID, int]:
        """Which of all appearances this is."""
        return self.quotation_id, self.position

    @property
    def provisional_key(self) -> str:
        """The key of the speaker that it is while nothing tells whose the surname is."""
        return _BETWEEN.join([self.name_key, self.outlet_key, self.period])


def load_appearances(
    session: Session, quotation_ids: Collection[UUID], said: Mapping[UUID, Sequence[str]]
) -> list[Appearance]:
    """Return the named speakers of quotations, in the order of each article.

    Args:
        session: The transaction.
        quotation_ids: The quotations, whose rows are stored.
        said: The texts of the occurrences of each quotation.
    """
    found = []
    for some in chunks(sorted(quotation_ids)):
        query = (
            select(
                QuotationSpeaker,
                Article.id.label("article_id"),
                Article.key.label("article_key"),
                Article.period,
                Outlet.id.label("outlet_id"),
                Outlet.key.label("outlet_key"),
            )
            .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
            .join(Article, Article.id == Quotation.article_id)
            .join(Outlet, Outlet.id == Article.outlet_id)
            .where(QuotationSpeaker.quotation_id.in_(some), QuotationSpeaker.name_key.is_not(None))
            .order_by(QuotationSpeaker.quotation_id, QuotationSpeaker.position)
        )
        for row in session.execute(query):
            found.append(_appearance(row, said.get(row.QuotationSpeaker.quotation_id, ())))
    return found


def is_provisional(key: str) -> bool:
    """A speaker's key -> whether it is that of a surname alone."""
    return _BETWEEN in key


def printed_part(key: str) -> str:
    """A speaker's key -> the name in it, without outlet and period."""
    return key.partition(_BETWEEN)[0]


def decide(
    session: Session, appearances: Sequence[Appearance], rulings: Rulings
) -> dict[tuple[UUID, int], str]:
    """Appearances, all of an article's together -> the key of who each one is."""
    moves = load_moves(session, {one.article_key for one in appearances})
    known = known_names(session, {one.name_key for one in appearances}, rulings)
    alone = [one for one in appearances if one.alone and one.name_key not in known]
    evidence = _Evidence(session, alone, rulings)

    def who(one: Appearance) -> str:
        for place in one.places:
            moved = Moved(place, one.name_key)
            if moved in moves:
                return rulings.follow(moves[moved])
        if not one.alone or one.name_key in known:
            return rulings.follow(known.get(one.name_key, one.name_key))
        return evidence.who(one)

    return {one.place: who(one) for one in appearances}


def known_names(session: Session, keys: Iterable[str], rulings: Rulings) -> dict[str, str]:
    """Names' keys -> the keys of the speakers that are known by them.

    A listed speaker's own name is theirs; else a name that exactly one speaker has as an alias is
    that one's. Other names are left out.
    """
    known: dict[str, str] = {}
    for some in chunks(sorted(set(keys))):
        owners: dict[str, set[str]] = {}
        aliases = session.execute(
            select(SpeakerAlias.alias_key, Speaker.name_key)
            .join(Speaker, Speaker.id == SpeakerAlias.speaker_id)
            .where(SpeakerAlias.alias_key.in_(some), SpeakerAlias.active)
        )
        for alias, owner in aliases:
            owners.setdefault(alias, set()).add(rulings.follow(owner))
        known |= {alias: owner.pop() for alias, owner in owners.items() if len(owner) == 1}
        listed = session.scalars(
            select(Speaker.name_key).where(Speaker.name_key.in_(some), Speaker.curated)
        )
        known |= {key: key for key in listed}
    return known


class _Evidence:
    """Full names printed beside surnames alone: by the same title, or at the same time."""

    def __init__(self, session: Session, alone: Sequence[Appearance], rulings: Rulings) -> None:
        self._rulings = rulings
        self._ruled = ruled(session, {one.provisional_key for one in alone})
        self._titles: dict[tuple[UUID, str], set[str]] = {}
        self._genders: dict[tuple[UUID, str], set[str]] = {}
        for one in alone:
            place = (one.article_id, one.name_key)
            if one.title:
                self._titles.setdefault(place, set()).add(one.title)
            if one.gender:
                self._genders.setdefault(place, set()).add(one.gender)
        surnames = sorted({one.surname or "" for one in alone})
        self._titled: dict[tuple[str, str], set[str]] = {}
        self._printed: dict[tuple[str, UUID, str], set[str]] = {}
        titles = sorted(set().union(*self._titles.values()))
        periods = sorted({one.period for one in alone})
        for some in chunks(surnames):
            for surname, title, key in session.execute(_titled(some, titles)):
                self._titled.setdefault((surname, title), set()).add(key)
            for surname, outlet_id, period, key in session.execute(_printed(some, periods)):
                self._printed.setdefault((surname, outlet_id, period), set()).add(key)
        aliases = {f"{title} {one}": (one, title) for one in surnames for title in titles}
        for alias, key in known_names(session, aliases, rulings).items():
            self._titled.setdefault(aliases[alias], set()).add(key)
        full = set().union(*self._titled.values(), *self._printed.values())
        self._known = known_names(session, full, rulings)

    def who(self, one: Appearance) -> str:
        """A surname alone -> the one speaker who must be meant, else a provisional one.

        A title says more than the company of other articles; two people whom either fits leave it
        open. What an editor said of the provisional speaker makes it one of its own.
        """
        provisional = one.provisional_key
        if provisional in self._ruled:
            return self._rulings.follow(provisional)
        place = (one.article_id, one.name_key)
        by_title: set[str] = set()
        for title in self._titles.get(place, ()):
            by_title |= self._titled.get((one.surname or "", title), set())
        in_period = self._printed.get((one.surname or "", one.outlet_id, one.period), set())
        for candidates in (by_title, in_period):
            fitting = {
                self._rulings.follow(self._known.get(key, key))
                for key in candidates
                if self._fits(one, key)
            }
            if len(fitting) == 1:
                return fitting.pop()
        return provisional

    def _fits(self, one: Appearance, key: str) -> bool:
        genders = self._genders.get((one.article_id, one.name_key), set())
        return surname_fits(one.name_key, key, genders=genders) and self._rulings.may_be(
            one.provisional_key, self._known.get(key, key)
        )


def _titled(surnames: Sequence[str], titles: Sequence[str]) -> AnySelect:
    return (
        select(QuotationSpeaker.surname, QuotationSpeaker.title, QuotationSpeaker.name_key)
        .distinct()
        .where(
            QuotationSpeaker.surname.in_(surnames),
            QuotationSpeaker.title.in_(titles),
            ~QuotationSpeaker.alone,
        )
    )


def _printed(surnames: Sequence[str], periods: Sequence[str]) -> AnySelect:
    return (
        select(
            QuotationSpeaker.surname, Article.outlet_id, Article.period, QuotationSpeaker.name_key
        )
        .distinct()
        .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
        .join(Article, Article.id == Quotation.article_id)
        .where(
            QuotationSpeaker.surname.in_(surnames),
            Article.period.in_(periods),
            ~QuotationSpeaker.alone,
        )
    )


def _appearance(row: AnyRow, texts: Sequence[str]) -> Appearance:
    named = row.QuotationSpeaker
    return Appearance(
        quotation_id=named.quotation_id,
        position=named.position,
        speaker_id=named.speaker_id,
        article_id=row.article_id,
        article_key=row.article_key,
        outlet_id=row.outlet_id,
        outlet_key=row.outlet_key,
        period=row.period,
        name_key=named.name_key,
        surname=named.surname,
        alone=named.alone,
        title=named.title,
        gender=named.gender,
        places=tuple(occurrence_key(row.outlet_key, row.article_key, text) for text in texts),
    )
