"""When other outlets show who spoke, and when not."""

from __future__ import annotations

import pytest

from service.dedup.quote_summary import Witness
from service.dedup.witnesses import others_agree

TOM, BO = ("tom holm",), ("bo ek",)
UNKNOWN = Witness((), 0.2, "post", "own")
THREE = [Witness(TOM, 0.9, outlet, outlet) for outlet in ("gazette", "echo", "ledger")]


def test_three_outlets_that_agree_show_who_spoke() -> None:
    assert others_agree(UNKNOWN, [UNKNOWN, *THREE])
    assert others_agree(Witness(BO, 0.3, "post", "own"), THREE)


@pytest.mark.parametrize(
    "witnesses",
    [
        THREE[:2],
        [Witness(TOM, 0.9, outlet, "agency") for outlet in "abcde"],
        [Witness(TOM, 0.9, "echo", origin) for origin in "abcde"],
        [*THREE[:2], Witness(TOM, 0.4, "ledger", "ledger")],
        [*THREE[:2], Witness(TOM, 0.9, "post", "another")],
        [*THREE[:2], Witness(TOM, 0.9, "ledger", "own")],
        [*THREE, Witness(BO, 0.9, "courier", "courier")],
        [Witness((), 0.9, outlet, outlet) for outlet in "abcde"],
    ],
    ids=[
        "two",
        "echoes of one report",
        "one outlet",
        "an unsure one",
        "the outlet itself",
        "a copy of the article",
        "another speaker",
        "nobody named",
    ],
)
def test_fewer_or_others_show_nothing(witnesses: list[Witness]) -> None:
    assert not others_agree(UNKNOWN, witnesses)


def test_an_unsure_name_that_the_others_confirm_needs_no_repair() -> None:
    assert not others_agree(Witness(("thomas holm",), 0.3, "post", "own"), THREE)
