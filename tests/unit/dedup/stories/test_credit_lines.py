"""Which agency a text credits."""

from __future__ import annotations

import pytest

from service.dedup.stories.credit_lines import find_agency

BODY = "\n\n".join(
    f"Paragraph {n} says something of the harbour and of its piers." for n in range(9)
)


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("WEXCOMBE, March 3 (Reuters) - The pier is closed.", "reuters"),
        ("WEXCOMBE (AP) — The pier is closed.", "ap"),
        ("By The Associated Press", "ap"),
        ("By ADA QUILL, Associated Press writer", "ap"),
        ("By Ada Quill | Reuters", "reuters"),
        ("Australian Associated Press", "aap"),
        ("(AFP)", "afp"),
        ("PA Media", "pa"),
        ("Additional reporting by Reuters", "reuters"),
        ("Copyright 2031 The Associated Press. All rights reserved.", "ap"),
        ("The pier is closed.", None),
        ("AP Photo/Ada Quill", None),
        ("(Ada Quill/Getty Images via AFP)", None),
        ("Students took AP exams in the gymnasium.", None),
        ("The county asked Reuters to correct its report on the pier.", None),
    ],
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_credit_stands_at_the_beginning_or_the_end(
    line: str, agency: str | None, place: str
) -> None:
    text = f"{line}\n\n{BODY}" if place == "first" else f"{BODY}\n\n{line}"
    assert find_agency(text) == agency


def test_an_agency_amid_the_text_is_no_credit() -> None:
    assert find_agency(f"{BODY}\n\nReuters\n\n{BODY}") is None
