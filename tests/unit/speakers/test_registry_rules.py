"""Which speaker a printed name means, from evidence that is given here and not stored."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from service.speakers.registry_rules import (
    Appearance,
    Evidence,
    SpeakerJudgements,
    SplitOccurrence,
    decide_speakers,
    is_provisional,
    name_in_key,
    period_of,
)

ARTICLE, OUTLET, OTHER_OUTLET = UUID(int=1), UUID(int=2), UUID(int=3)
WEEK = "2022-W08"
NONE = SpeakerJudgements(merges={}, apart=frozenset())


def appearance(name_key: str, **fields: object) -> Appearance:
    surname = name_key.rsplit(maxsplit=1)[-1]
    defaults: dict[str, object] = {
        "quotation_id": UUID(int=9),
        "position": 0,
        "speaker_id": None,
        "article_id": ARTICLE,
        "article_key": "k",
        "outlet_id": OUTLET,
        "outlet_key": "a.example",
        "period": WEEK,
        "name_key": name_key,
        "surname": surname,
        "alone": name_key == surname,
        "title": None,
        "gender": None,
        "occurrence_keys": ("o1",),
    }
    return Appearance(**{**defaults, **fields})  # type: ignore[arg-type]


def decided(one: Appearance, **evidence: object) -> str:
    judgements = evidence.pop("judgements", NONE)
    given = Evidence(judgements=judgements, **evidence)  # type: ignore[arg-type]
    return decide_speakers([one], given)[one.id]


def in_week(*names: str, outlet: UUID = OUTLET) -> dict[str, object]:
    return {"full_names_by_period": {("liu", outlet, WEEK): set(names)}}


LIU = appearance("liu")
MINISTER = appearance("liu", title="foreign minister")
TITLED = {("liu", "foreign minister"): {"liu pengyu"}}


def test_a_full_name_means_itself() -> None:
    assert decided(appearance("ann lee")) == "ann lee"


def test_an_alias_means_the_speaker_that_owns_it() -> None:
    assert decided(appearance("annie lee"), owners={"annie lee": "ann lee"}) == "ann lee"


def test_a_surname_alone_is_provisional_under_its_outlet_and_week() -> None:
    key = decided(LIU)
    assert key == LIU.provisional_key
    assert is_provisional(key)
    assert name_in_key(key) == "liu"
    assert not is_provisional("ann lee")


def test_a_surname_means_the_one_full_name_of_its_outlet_and_week() -> None:
    assert decided(LIU, **in_week("liu pengyu")) == "liu pengyu"
    assert decided(LIU, **in_week("liu pengyu", outlet=OTHER_OUTLET)) == LIU.provisional_key
    assert decided(LIU, **in_week("liu pengyu", "liu he")) == LIU.provisional_key


def test_a_title_says_more_than_the_week() -> None:
    found = decided(MINISTER, **in_week("liu he"), full_names_by_title=TITLED)
    assert found == "liu pengyu"


def test_a_title_counts_for_the_same_name_elsewhere_in_the_article() -> None:
    later = appearance("liu", position=1)
    evidence = Evidence(judgements=NONE, full_names_by_title=TITLED)
    assert decide_speakers([MINISTER, later], evidence)[later.id] == "liu pengyu"


def test_a_full_name_of_another_gender_does_not_fit() -> None:
    madam = appearance("liu", gender="female")
    assert decided(madam, **in_week("joseph liu", "mary liu")) == "mary liu"


def test_two_names_of_one_merged_speaker_are_one_candidate() -> None:
    merged = SpeakerJudgements(merges={"peng liu": "liu pengyu"}, apart=frozenset())
    found = decided(LIU, judgements=merged, **in_week("liu pengyu", "peng liu"))
    assert found == "liu pengyu"


def test_never_the_same_is_never_the_same() -> None:
    pair = frozenset({LIU.provisional_key, "liu pengyu"})
    apart = SpeakerJudgements(merges={}, apart=frozenset({pair}))
    assert decided(LIU, judgements=apart, **in_week("liu pengyu")) == LIU.provisional_key


def test_never_the_same_holds_for_whom_both_were_merged_into() -> None:
    judgements = SpeakerJudgements(merges={"b": "c"}, apart=frozenset({frozenset({"a", "b"})}))
    assert not judgements.may_be_same("a", "c")
    assert judgements.may_be_same("a", "d")


def test_a_judged_provisional_speaker_stays_itself() -> None:
    judged = {LIU.provisional_key}
    assert decided(LIU, judged=judged, **in_week("liu pengyu")) == LIU.provisional_key


@pytest.mark.parametrize("one", [LIU, appearance("ann lee")])
def test_a_split_decides_first_and_merges_are_followed(one: Appearance) -> None:
    splits = {SplitOccurrence("o1", one.name_key): "bo ek"}
    merged = SpeakerJudgements(merges={"bo ek": "cy orr"}, apart=frozenset())
    owners = {one.name_key: "di fox"}
    assert decided(one, splits=splits, owners=owners) == "bo ek"
    assert decided(one, splits=splits, owners=owners, judgements=merged) == "cy orr"
    elsewhere = {SplitOccurrence("o2", one.name_key): "bo ek"}
    assert decided(one, splits=elsewhere, owners=owners) == "di fox"


def test_the_period_is_the_week_or_the_article_itself() -> None:
    assert period_of("k", datetime(2022, 2, 23, tzinfo=UTC)) == WEEK
    assert period_of("k", datetime(2021, 1, 1, tzinfo=UTC)) == "2020-W53"
    assert period_of("k", None) == "k"
