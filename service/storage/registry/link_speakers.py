"""Collect the evidence about printed names, and link each name to a speaker of the registry.

The rules themselves are in `service.speakers.registry_rules`, without SQL.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, null, or_, select, union_all
from sqlalchemy.orm import Session

from models import (
    Article,
    Judgement,
    JudgementOccurrence,
    Outlet,
    Quotation,
    QuotationSpeaker,
    Speaker,
    SpeakerAlias,
)
from models.judgements import DESCRIBE, HOLDS, MERGE, NEVER_SAME, SPLIT
from service.dedup.stored_form import occurrence_key
from service.speakers.registry_rules import (
    Appearance,
    Evidence,
    LinkedSpeakers,
    SpeakerJudgements,
    SplitOccurrence,
    decide_speakers,
    given_by_splits,
    surnames_to_decide,
)
from service.storage.db.bulk import AnySelect, chunks, in_array
from service.storage.inputs import NewQuotation

_MERGES_AND_NEVER_SAMES = (
    select(Judgement.kind, Judgement.subject_key, Judgement.object_key)
    .where(HOLDS, Judgement.kind.in_([MERGE, NEVER_SAME]))
    .order_by(Judgement.number)
)
# The owners of aliases, and the keys of listed speakers, who own their names.
_OWNERS: CompoundSelect[Any] = union_all(
    select(SpeakerAlias.alias_key, Speaker.name_key)
    .join(Speaker, Speaker.id == SpeakerAlias.speaker_id)
    .where(in_array(SpeakerAlias.alias_key, "keys"), SpeakerAlias.active),
    select(null(), Speaker.name_key).where(in_array(Speaker.name_key, "keys"), Speaker.curated),
)
_SPLITS = (
    select(JudgementOccurrence.place, JudgementOccurrence.name_key, Judgement.object_key)
    .join(Judgement, Judgement.id == JudgementOccurrence.judgement_id)
    .where(HOLDS, Judgement.kind == SPLIT, in_array(JudgementOccurrence.article_key, "keys"))
    .order_by(Judgement.number)
)
_JUDGED = select(Judgement.subject_key, Judgement.object_key).where(
    HOLDS,
    Judgement.kind.in_([DESCRIBE, MERGE, SPLIT]),
    or_(in_array(Judgement.subject_key, "keys"), in_array(Judgement.object_key, "keys")),
)
_APPEARANCES = (
    select(
        QuotationSpeaker.quotation_id,
        QuotationSpeaker.position,
        QuotationSpeaker.speaker_id,
        Article.id.label("article_id"),
        Article.key.label("article_key"),
        Outlet.id.label("outlet_id"),
        Outlet.key.label("outlet_key"),
        Article.period,
        QuotationSpeaker.name_key,
        QuotationSpeaker.surname,
        QuotationSpeaker.alone,
        QuotationSpeaker.title,
        QuotationSpeaker.gender,
    )
    .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
    .join(Article, Article.id == Quotation.article_id)
    .join(Outlet, Outlet.id == Article.outlet_id)
    .where(
        in_array(QuotationSpeaker.quotation_id, "ids"),
        QuotationSpeaker.name_key.is_not(None),
    )
    .order_by(QuotationSpeaker.quotation_id, QuotationSpeaker.position)
)

_PRINTED_WITH_TITLE: AnySelect = (
    select(QuotationSpeaker.surname, QuotationSpeaker.title, QuotationSpeaker.name_key)
    .distinct()
    .where(
        in_array(QuotationSpeaker.surname, "surnames"),
        in_array(QuotationSpeaker.title, "titles"),
        ~QuotationSpeaker.alone,
    )
)
_PRINTED_IN_PERIOD: AnySelect = (
    select(QuotationSpeaker.surname, Article.outlet_id, Article.period, QuotationSpeaker.name_key)
    .distinct()
    .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
    .join(Article, Article.id == Quotation.article_id)
    .where(
        in_array(QuotationSpeaker.surname, "surnames"),
        in_array(Article.period, "periods"),
        ~QuotationSpeaker.alone,
    )
)


@dataclass(frozen=True, slots=True)
class NamedArticle:
    """What the registry needs to know of an article."""

    key: str
    outlet_id: UUID
    outlet_key: str
    period: str


def load_appearances(session: Session, quotation_ids: Collection[UUID]) -> list[Appearance]:
    """Return the named speakers of stored quotations, in the order of each article."""
    found: list[Appearance] = []
    for some in chunks(sorted(quotation_ids)):
        rows = session.connection().execute(_APPEARANCES, {"ids": some})
        found += [Appearance(**row._mapping) for row in rows]
    return found


def new_appearances(
    quotations: Iterable[NewQuotation], articles: Mapping[UUID, NamedArticle]
) -> list[Appearance]:
    """Return the named speakers of quotations that have no rows yet.

    Args:
        quotations: The quotations.
        articles: Their articles, by their ids.
    """
    return [
        Appearance(
            quotation_id=each.id,
            position=position,
            speaker_id=None,
            article_id=each.article_id,
            article_key=article.key,
            outlet_id=article.outlet_id,
            outlet_key=article.outlet_key,
            period=article.period,
            name_key=read.key,
            surname=read.surname,
            alone=read.alone,
            title=read.title,
            gender=read.gender,
        )
        for each in quotations
        for article in [articles[each.article_id]]
        for position, read in enumerate(each.names)
        if read is not None
    ]


def load_speaker_judgements(session: Session) -> SpeakerJudgements:
    """Load all merges and never-sames. A newsroom makes thousands of them, not millions."""
    rows = session.connection().execute(_MERGES_AND_NEVER_SAMES).all()
    return SpeakerJudgements(
        merges={row.subject_key: row.object_key or "" for row in rows if row.kind == MERGE},
        apart=frozenset(
            frozenset({row.subject_key, row.object_key}) for row in rows if row.kind == NEVER_SAME
        ),
    )


def link_speakers(
    session: Session,
    appearances: Sequence[Appearance],
    judgements: SpeakerJudgements,
    *,
    said: Mapping[UUID, Sequence[str]],
) -> LinkedSpeakers:
    """Return the speakers that appearances mean.

    Args:
        session: The transaction.
        appearances: The named speakers, all of an article's together. Their full names are evidence
            as well, so they need no rows yet.
        judgements: The judgements that hold.
        said: The texts of the occurrences of each quotation.
    """
    splits = load_splits(session, {each.article_key for each in appearances})
    if splits:
        appearances = [_with_occurrences(each, said) for each in appearances]
    names = {each.name_key for each in appearances}
    owners = find_name_owners(session, names, judgements)
    surnames = surnames_to_decide(appearances, owners)
    by_title = _load_by_title(session, surnames, judgements)
    by_period = _load_by_period(session, surnames)
    for each in appearances:
        if each.surname and not each.alone:
            if each.title:
                by_title.setdefault((each.surname, each.title), set()).add(each.name_key)
            place = (each.surname, each.outlet_id, each.period)
            by_period.setdefault(place, set()).add(each.name_key)
    full_names = set().union(*by_title.values(), *by_period.values()) if surnames else set()
    evidence = Evidence(
        judgements=judgements,
        splits=splits,
        owners=owners | find_name_owners(session, full_names - names, judgements),
        judged=find_judged_keys(session, {each.provisional_key for each in surnames}),
        full_names_by_title=by_title,
        full_names_by_period=by_period,
    )
    return LinkedSpeakers(
        decide_speakers(appearances, evidence), given_by_splits(appearances, splits)
    )


def find_name_owners(
    session: Session, name_keys: Iterable[str], judgements: SpeakerJudgements
) -> dict[str, str]:
    """Return the keys of the speakers that own names, by the names' keys.

    A listed speaker owns its name. An alias of exactly one speaker is owned by that one. Names that
    no speaker owns are left out.
    """
    owners: dict[str, str] = {}
    for some in chunks(sorted(set(name_keys))):
        with_alias: dict[str, set[str]] = {}
        listed: set[str] = set()
        for alias, owner in session.connection().execute(_OWNERS, {"keys": some}):
            if alias is None:
                listed.add(owner)
            else:
                with_alias.setdefault(alias, set()).add(judgements.follow_merges(owner))
        owners |= {alias: keys.pop() for alias, keys in with_alias.items() if len(keys) == 1}
        owners |= {key: key for key in listed}
    return owners


def _load_by_title(
    session: Session, surnames: Sequence[Appearance], judgements: SpeakerJudgements
) -> dict[tuple[str, str], set[str]]:
    """Return full names that are printed with the titles of these surnames, and such aliases."""
    titles = sorted({each.title for each in surnames if each.title})
    names = sorted({each.surname or "" for each in surnames})
    found: dict[tuple[str, str], set[str]] = {}
    for some in chunks(names if titles else []):
        values = {"surnames": some, "titles": titles}
        for surname, title, key in session.connection().execute(_PRINTED_WITH_TITLE, values):
            found.setdefault((surname, title), set()).add(key)
    aliases = {f"{title} {name}": (name, title) for name in names for title in titles}
    for alias, key in find_name_owners(session, aliases, judgements).items():
        found.setdefault(aliases[alias], set()).add(key)
    return found


def _load_by_period(
    session: Session, surnames: Sequence[Appearance]
) -> dict[tuple[str, UUID, str], set[str]]:
    """Return the full names with these surnames that outlets printed in these periods."""
    periods = sorted({each.period for each in surnames})
    found: dict[tuple[str, UUID, str], set[str]] = {}
    for some in chunks(sorted({each.surname or "" for each in surnames})):
        values = {"surnames": some, "periods": periods}
        for row in session.connection().execute(_PRINTED_IN_PERIOD, values):
            surname, outlet_id, period, key = row
            found.setdefault((surname, outlet_id, period), set()).add(key)
    return found


def _with_occurrences(appearance: Appearance, said: Mapping[UUID, Sequence[str]]) -> Appearance:
    outlet_key, article_key = appearance.outlet_key, appearance.article_key
    texts = said.get(appearance.quotation_id, ())
    keys = tuple(occurrence_key(outlet_key, article_key, text) for text in texts)
    return replace(appearance, occurrence_keys=keys)


def load_splits(session: Session, article_keys: Iterable[str]) -> dict[SplitOccurrence, str]:
    """Return the key of the speaker to whom each occurrence of these articles was given last."""
    splits: dict[SplitOccurrence, str] = {}
    for some in chunks(sorted(set(article_keys))):
        for place, printed, object_key in session.connection().execute(_SPLITS, {"keys": some}):
            splits[SplitOccurrence(place, printed)] = object_key or ""
    return splits


def find_judged_keys(session: Session, keys: Iterable[str]) -> set[str]:
    """Return the speakers' keys that a judgement describes, merges or splits. No never-sames."""
    found: set[str] = set()
    for some in chunks(sorted(set(keys))):
        rows = session.connection().execute(_JUDGED, {"keys": some})
        found.update(key for row in rows for key in row if key is not None)
    return found & set(keys)
