"""Read whom the pronouns of annotated articles refer to: labels by hand and by machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from service.speakers.names.person_names import parse_name
from service.text.spans import Span

_LONGEST = 60
"""A mention longer than this holds more than a name. In characters."""
_TAIL = 3
"""How many characters may follow a name that heads its mention: a possessive."""


@dataclass(frozen=True, slots=True)
class Antecedents:
    """The chains of mentions that a machine found in one article."""

    chains: Mapping[Span, tuple[Span, ...]]
    people: tuple[Span, ...]

    def surname(self, text: str, pronoun: Span) -> str | None:
        """A text and a pronoun in it -> the surname of the longest name in its chain, plain."""
        named = [
            person.of(text)
            for mention in self.chains.get(pronoun, ())
            for person in self.people
            if mention.contains(person)
            and len(mention) < _LONGEST
            and person.end >= mention.end - _TAIL
        ]
        return surname_of(max(named, key=len)) if named else None


def surname_of(name: str) -> str | None:
    """A name as published -> the last word of its surname, plain."""
    surname = parse_name(name).surname
    return surname[-1] if surname else None


def load_antecedents(path: Path) -> dict[str, Antecedents]:
    """Read a JSONL file of names and chains found by machine, by the id of the article."""
    found = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            chains: dict[Span, tuple[Span, ...]] = {}
            for each in record["coreference"]:
                chain = tuple(Span(*pair) for pair in each)
                chains.update(dict.fromkeys(chain, chain))
            people = (Span(s, e) for s, e, label in record["entities"] if label == "PERSON")
            found[record["id"]] = Antecedents(chains, tuple(people))
    return found


def load_hand_labels(path: Path) -> dict[tuple[str, int], Span]:
    """Read a JSONL file of labels: by article and pronoun's offset, where its person is named."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return {(r["id"], r["pronoun"]): Span(*r["named"]) for r in records}
