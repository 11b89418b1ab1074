"""Decide which speaker a printed name means, from evidence that the registry has collected.

The answer depends on stored articles, lists and judgements, never on the order in which they came:
see docs/decisions/0005-registry.md. Nothing here reads a database: `storage.registry` does.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from uuid import UUID

from service.speakers.names.printed_names import surname_fits
from service.speakers.speaker import SpeakerKind
from service.text.name_key import longer_name

_SEPARATOR = "\x1e"  # occurs in no name

# Where articles disagree about a speaker's kind, the first of these wins.
_KINDS = tuple(kind.value for kind in SpeakerKind)


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
    """Whether the name is a single word of a person: a surname."""
    title: str | None
    gender: str | None
    occurrence_keys: tuple[str, ...] = ()
    """The keys of the quotation's occurrences (`service.dedup.stored_form.occurrence_key`), where
    an editor split any occurrence of its article."""

    @property
    def id(self) -> tuple[UUID, int]:
        """The quotation and the position in it: unique among all appearances."""
        return self.quotation_id, self.position

    @property
    def provisional_key(self) -> str:
        """The key of the provisional speaker that this name means while nothing says more."""
        return provisional_key(self.name_key, self.outlet_key, self.period)


def provisional_key(surname: str, *evidence: str) -> str:
    """Return the key of a surname alone: what else is known tells it from others of the name."""
    return _SEPARATOR.join([surname, *evidence])


def is_provisional(key: str) -> bool:
    """Return whether a speaker's key is that of a surname alone."""
    return _SEPARATOR in key


def name_in_key(key: str) -> str:
    """Return the name in a speaker's key, without outlet and period."""
    return key.partition(_SEPARATOR)[0]


def period_of(key: str, published_at: datetime | None) -> str:
    """Return the period of an article: its ISO week, or its own key where it has no date.

    Articles of one outlet in one period count as published at the same time.
    """
    if published_at is None:
        return key
    year, week, _ = published_at.isocalendar()
    return f"{year:04}-W{week:02}"


@dataclass(frozen=True, slots=True)
class SplitOccurrence:
    """An occurrence that an editor gave to another speaker."""

    occurrence_key: str
    """Its key, which outlives its row."""
    name_key: str
    """The key of the name that the article prints."""


@dataclass(frozen=True, slots=True)
class SpeakerJudgements:
    """The editors' judgements that hold, as far as they say which speakers are the same."""

    merges: Mapping[str, str]
    """The key of a merged speaker, and the key of the speaker that it was merged into."""
    apart: frozenset[frozenset[str]]
    """Pairs of keys of speakers that are never the same."""

    def follow_merges(self, key: str) -> str:
        """Return the key of the speaker that `key` was merged into, or `key` itself.

        There is no circle: a merged speaker takes part in no later merge, and a judgement that was
        undone never holds again.
        """
        while key in self.merges:
            key = self.merges[key]
        return key

    def may_be_same(self, key: str, other: str) -> bool:
        """Return False if an editor said that these two speakers are never the same."""
        pair = {self.follow_merges(key), self.follow_merges(other)}
        return all({self.follow_merges(one) for one in apart} != pair for apart in self.apart)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the store holds about some names."""

    judgements: SpeakerJudgements
    splits: Mapping[SplitOccurrence, str] = field(default_factory=dict)
    """The key of the speaker that each split occurrence was given to last."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """Names that lists and aliases give to exactly one speaker, and that speaker's key."""
    judged: Set[str] = frozenset()
    """Keys of provisional speakers that a judgement says something about."""
    full_names_by_title: Mapping[tuple[str, str], Set[str]] = field(default_factory=dict)
    """For a surname and a title, the keys of the full names that are printed with the title."""
    full_names_by_period: Mapping[tuple[str, UUID, str], Set[str]] = field(default_factory=dict)
    """For a surname, an outlet and a period, the keys of the full names printed there and then."""


@dataclass(frozen=True, slots=True)
class LinkedSpeakers:
    """The speakers that appearances mean."""

    keys: Mapping[tuple[UUID, int], str]
    """The key of each appearance's speaker, by the appearance's id."""
    given: frozenset[UUID]
    """The quotations that a split gives to a speaker whom the article does not name."""


def surnames_to_decide(
    appearances: Iterable[Appearance], owners: Mapping[str, str]
) -> list[Appearance]:
    """Return the appearances that are a surname alone, which no list gives to a speaker."""
    return [each for each in appearances if each.alone and each.name_key not in owners]


def decide_speakers(
    appearances: Sequence[Appearance], evidence: Evidence
) -> dict[tuple[UUID, int], str]:
    """Return the key of the speaker that each appearance means, by the appearance's id.

    The first of these steps that answers decides: a split that names the occurrence, a list or an
    alias, the full name itself, the rule for surnames. Merges are followed from there.

    Args:
        appearances: The named speakers, all of an article's together.
        evidence: What the store holds about their names.
    """
    surnames = surnames_to_decide(appearances, evidence.owners)
    titles = _values_by_name((each, each.title) for each in surnames)
    genders = _values_by_name((each, each.gender) for each in surnames)
    follow = evidence.judgements.follow_merges

    def decide(appearance: Appearance) -> str:
        for key in appearance.occurrence_keys:
            split = SplitOccurrence(key, appearance.name_key)
            if split in evidence.splits:
                return follow(evidence.splits[split])
        if not appearance.alone or appearance.name_key in evidence.owners:
            return follow(evidence.owners.get(appearance.name_key, appearance.name_key))
        name = appearance.article_id, appearance.name_key
        return _decide_surname(
            appearance, evidence, titles=titles.get(name, ()), genders=genders.get(name, set())
        )

    return {each.id: decide(each) for each in appearances}


def given_by_splits(
    appearances: Iterable[Appearance], splits: Container[SplitOccurrence]
) -> frozenset[UUID]:
    """Return the quotations with an appearance that a split names."""
    return frozenset(
        each.quotation_id
        for each in appearances
        for key in each.occurrence_keys
        if SplitOccurrence(key, each.name_key) in splits
    )


def likely_profile(names: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return what a speaker is called, by the names and kinds that articles print."""
    name = reduce(longer_name, (name for name, _ in names))
    return name, min((kind for _, kind in names), key=_KINDS.index)


def _decide_surname(
    appearance: Appearance, evidence: Evidence, *, titles: Iterable[str], genders: set[str]
) -> str:
    """Return the key of the one speaker that a surname can mean, or a provisional key.

    A title says more than what the same outlet prints in the same week. Where two people fit, the
    question stays open. A provisional speaker that an editor described stays itself.
    """
    judgements, provisional = evidence.judgements, appearance.provisional_key
    if provisional in evidence.judged:
        return judgements.follow_merges(provisional)
    surname = appearance.surname or ""
    by_title: set[str] = set()
    for title in titles:
        by_title |= evidence.full_names_by_title.get((surname, title), set())
    by_period = evidence.full_names_by_period.get(
        (surname, appearance.outlet_id, appearance.period), set()
    )
    for candidates in (by_title, by_period):
        fitting = {
            judgements.follow_merges(owner)
            for name in candidates
            if surname_fits(appearance.name_key, name, genders=genders)
            and judgements.may_be_same(provisional, owner := evidence.owners.get(name, name))
        }
        if len(fitting) == 1:
            return fitting.pop()
    return provisional


def _values_by_name(
    found: Iterable[tuple[Appearance, str | None]],
) -> dict[tuple[UUID, str], set[str]]:
    """Collect titles or genders under the article and the name that they are printed with."""
    values: dict[tuple[UUID, str], set[str]] = {}
    for appearance, value in found:
        if value:
            values.setdefault((appearance.article_id, appearance.name_key), set()).add(value)
    return values
