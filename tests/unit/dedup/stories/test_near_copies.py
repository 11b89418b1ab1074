"""Which two articles are near copies, and which stories they form."""

from __future__ import annotations

import pytest

from service.dedup.stories.near_copies import are_near_copies, group_copies
from service.dedup.stories.sketch import Sketch, sketch_article

LEAD = "The county will close the northern pier on Monday, after divers found that its piles rot."
MIDDLE = (
    "Engineers had warned of the damage in two reports, and the board had put both of them aside"
    " because repairs would have cost more than a whole year of its budget."
)
END = (
    "Ferries to the islands will leave from the old fish market until spring, and the fishermen"
    " are to unload their boats at the southern quay, which has no crane."
)
SPEECH = (
    '"I read those reports on the day they came, I understood every word of them, and I am sorry'
    " that I let the matter rest for as long as we did, and so is every member of this board, which"
    ' will hear from the town tonight," Ada Quill said.'
)
LOCAL = (
    "In Brackwater the school choir has sung for the ferrymen each winter since the war, and its"
    " teacher hopes for a heated hall. The mayor of Brackwater has offered the chapel instead."
)
REPORT = "\n\n".join([LEAD, SPEECH, MIDDLE, END])
PILES = "Rotten wood will shut Wexcombe's most famous landing place from next week on."


def are_copies(text: str, other: str) -> bool:
    one, two = sketch_article(text), sketch_article(other)
    assert are_near_copies(one, two) == are_near_copies(two, one)
    return are_near_copies(one, two)


@pytest.mark.parametrize(
    "other",
    [
        REPORT,
        REPORT.upper().replace(",", ""),
        f"WEXCOMBE (AP) — {REPORT}",
        "\n\n".join([LEAD, SPEECH, MIDDLE]),
        "\n\n".join([PILES, MIDDLE, SPEECH, END]),
        "\n\n".join([LEAD, SPEECH, LOCAL, MIDDLE, END]),
        REPORT.replace("Monday", "Tuesday").replace("divers", "engineers"),
    ],
    ids=["same", "house style", "dateline", "end cut", "own lead", "local paragraph", "words"],
)
def test_the_larger_part_in_common_makes_near_copies(other: str) -> None:
    assert are_copies(REPORT, other)


def test_one_agency_needs_less_in_common_than_no_agency() -> None:
    cut = "\n\n".join([MIDDLE, LOCAL, PILES])
    assert not are_copies(REPORT, cut)
    assert are_copies(f"{REPORT}\n\nBy The Associated Press", f"WEXCOMBE (AP) — {cut}")
    assert not are_copies(f"{REPORT}\n\nBy The Associated Press", f"WEXCOMBE (Reuters) — {cut}")


def test_a_credit_alone_joins_nothing() -> None:
    assert not are_copies(f"(AP) — {LEAD} {MIDDLE}", f"(AP) — {LOCAL} {PILES}")


def test_two_reports_of_one_speech_stay_apart() -> None:
    """Quotations are no copy, however much of both texts they are."""
    assert not are_copies(f"{LEAD}\n\n{SPEECH}", f"{PILES}\n\n{SPEECH}\n\n{LOCAL}")


def test_a_round_up_is_a_copy_of_none_of_its_reports() -> None:
    reports = [f"{name} {MIDDLE.replace('Engineers', name)}" for name in ("Ann", "Bo", "Cy")]
    fillers = [f"{name} {word} was seen in {name}{word}" for name in "xyz" for word in range(99)]
    round_up = "\n\n".join([*reports, *map(str, fillers)])
    assert not any(are_copies(round_up, report) for report in reports)


def test_few_words_are_no_story() -> None:
    assert not are_copies("Bridge closed until noon.", "Bridge closed until noon.")
    assert not are_copies("", "")


def test_a_story_reaches_over_copies_that_share_little() -> None:
    first, last = "\n".join([LEAD, MIDDLE]), "\n".join([END, LOCAL])
    whole = "\n".join([LEAD, MIDDLE, END, LOCAL])
    sketches = {n: sketch_article(text) for n, text in enumerate([first, last, whole, PILES])}
    assert not are_near_copies(sketches[0], sketches[1])
    assert sorted(map(sorted, group_copies(sketches))) == [[0, 1, 2], [3]]


def test_texts_without_a_common_key_are_not_compared() -> None:
    one = Sketch(300, tuple(range(0, 600, 3)))
    other = Sketch(300, tuple(range(1, 600, 3)))
    assert not are_near_copies(one, other)
