"""The wordings of one quote, each beside the fullest."""

from __future__ import annotations

from service.web.wordings import group_wordings
from tests.support.made_up_views import occurrence

FULL = "We will never, ever sell the ferry"
TRIMMED = "We will never sell the ferry"


def test_the_fullest_wording_comes_first_and_then_the_most_printed() -> None:
    printed = [TRIMMED, "never sell the boat", FULL, TRIMMED, FULL.upper()]
    occurrences = [occurrence(text, FULL, number=n) for n, text in enumerate(printed, start=1)]

    found = group_wordings(occurrences)

    assert [wording.text for wording in found] == [
        FULL,
        FULL.upper(),
        TRIMMED,
        "never sell the boat",
    ]
    assert [wording.is_fullest for wording in found] == [True, True, False, False]
    assert [len(wording.occurrences) for wording in found] == [1, 1, 2, 1]


def test_a_wording_is_shown_beside_the_fullest() -> None:
    [wording] = group_wordings([occurrence(TRIMMED, FULL)])

    assert [(part.kind, part.printed, part.full) for part in wording.parts] == [
        ("same", "We will never ", "We will never, "),
        ("left_out", "", "ever "),
        ("same", "sell the ferry", "sell the ferry"),
    ]
    assert wording.summary == "leaves out 1 word"


def test_a_summary_counts_words_left_out_added_and_changed() -> None:
    printed = "We will never sell the dear ferry to them"
    [wording] = group_wordings([occurrence(printed, f"Now {FULL} to the council")])

    assert wording.summary == "leaves out 2 words, adds 1, changes 2"
    assert group_wordings([occurrence(FULL, FULL)])[0].summary == ""
