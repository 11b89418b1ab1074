"""Which speaker each printed name means, by the evidence of the whole archive.

A full name means itself. A surname alone is decided together with all names of that surname, by the
rules of the registry. An archive has no lists and no judgements: these are a store's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from service.backfill.core.articles import ArchivedArticle, appearances_in
from service.backfill.core.ids import archived_id
from service.speakers.registry_rules import (
    Appearance,
    Evidence,
    SpeakerJudgements,
    decide_speakers,
    is_provisional,
    likely_profile,
)
from service.text.name_key import name_key

_NO_JUDGEMENTS = SpeakerJudgements(merges={}, apart=frozenset())

SpeakerKeys = Mapping[tuple[UUID, int], str]
"""The keys of speakers, by the quotation and the position in it."""


@dataclass(frozen=True, slots=True)
class DecidedSurname:
    """A surname alone in an article, and the speaker that it means."""

    article_id: UUID
    quotation_id: UUID
    position: int
    speaker_key: str


@dataclass(frozen=True, slots=True)
class SpokenName:
    """A name by which an article calls a speaker."""

    speaker_key: str
    name: str
    kind: str
    is_surname: bool
    """Whether it is a surname alone, which says less than a full name."""


def decide_surnames(names: Iterable[Appearance]) -> list[DecidedSurname]:
    """Return what each surname alone means, from all appearances of one surname."""
    alone: list[Appearance] = []
    by_title: dict[tuple[str, str], set[str]] = {}
    by_period: dict[tuple[str, UUID, str], set[str]] = {}
    for each in names:
        if each.alone:
            alone.append(each)
        elif each.surname:
            if each.title:
                by_title.setdefault((each.surname, each.title), set()).add(each.name_key)
            place = (each.surname, each.outlet_id, each.period)
            by_period.setdefault(place, set()).add(each.name_key)
    evidence = Evidence(
        judgements=_NO_JUDGEMENTS, full_names_by_title=by_title, full_names_by_period=by_period
    )
    decided = decide_speakers(alone, evidence)
    return [
        DecidedSurname(each.article_id, each.quotation_id, each.position, decided[each.id])
        for each in alone
    ]


def keys_in_article(article: ArchivedArticle, decided: Iterable[DecidedSurname]) -> SpeakerKeys:
    """Return the keys of all named speakers of an article."""
    keys = {each.id: each.name_key for each in appearances_in(article)}
    return keys | {(each.quotation_id, each.position): each.speaker_key for each in decided}


def spoken_names(article: ArchivedArticle, keys: SpeakerKeys) -> Iterable[SpokenName]:
    """Yield the names by which an article calls its speakers."""
    for quotation in article.quotations:
        for position, read in enumerate(quotation.names):
            speaker = quotation.written.speakers[position]
            if read is not None and speaker.name is not None:
                key = keys[quotation.id, position]
                yield SpokenName(key, speaker.name, speaker.kind, read.alone)


def archived_speaker_id(key: str) -> UUID:
    """Return the id of a speaker, by the key."""
    return archived_id("speaker", key)


def archived_speaker_row(names: Iterable[SpokenName]) -> dict[str, object]:
    """Return the row of one speaker, from all names by which articles call it."""
    different = set(names)  # The president's are few, and printed a million times.
    key = next(iter(different)).speaker_key
    full = [(each.name, each.kind) for each in different if not each.is_surname]
    name, kind = likely_profile(full or [(each.name, each.kind) for each in different])
    return {
        "id": archived_speaker_id(key),
        "name_key": key,
        "provisional": is_provisional(key),
        "name": name,
        "sort_key": name_key(name),
        "kind": kind,
    }
