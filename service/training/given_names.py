"""Choose the given names whose bearers mostly have one gender, from counts of many countries.

The counts are those of the package nomquamgender: Van Buskirk, Clauset and Larremore, "An
Open-Source Cultural Consensus Approach to Name-Based Gender Classification" (ICWSM 2023). It joins
36 public lists of names.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from pathlib import Path

LEAST_SOURCES = 3
LEAST_PEOPLE = 10
LEAST_SHARE = 0.95
"""How many of a name's bearers have the gender. With less, other signs in an article are better."""

_WIDTH = 116
_NAME = re.compile(r"[a-z]{2,20}")
_HEADER = (
    "# Given names whose bearers are mostly women (f) or men (m), in the lists of many countries.\n"
    "# Made from nomquamgender 0.1.4 (MIT) by `python -m service.training given-names`.\n"
)


def choose_given_names(table: Path) -> dict[str, list[str]]:
    """Return the names of women and of men, in their order, by the marks of the word lists.

    Args:
        table: `name_data.json` of the package: a folded name -> the number of lists that hold it,
            of its bearers, and the share of women among them.
    """
    counts: Mapping[str, tuple[int, int, float]] = json.loads(table.read_text(encoding="utf-8"))
    chosen: dict[str, list[str]] = {"f": [], "m": []}
    for name, (sources, people, women, *_) in counts.items():
        known = _NAME.fullmatch(name) and sources >= LEAST_SOURCES and people >= LEAST_PEOPLE
        if known and max(women, 1 - women) >= LEAST_SHARE:
            chosen["f" if women > 0.5 else "m"].append(name)
    return {mark: sorted(names) for mark, names in chosen.items()}


def write_given_names(chosen: Mapping[str, list[str]], lexicon: Path) -> None:
    """Write the names as the word list that `usual_gender` reads."""
    lines = [
        f"{mark} {line}"
        for mark, names in chosen.items()
        for line in textwrap.wrap(" ".join(names), _WIDTH)
    ]
    lexicon.write_text(_HEADER + "\n".join(lines) + "\n", encoding="utf-8")
