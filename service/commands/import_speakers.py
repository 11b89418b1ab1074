"""`onrecord speakers import`: store a newsroom's own list of speakers, given as CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from service.commands.inputs import read_text
from service.errors import InvalidRequest
from service.ingest.article_in import MAX_NAME
from service.settings import Settings
from service.speakers.speaker import SpeakerKind
from service.storage.inputs import SpeakerSeed
from service.storage.store import Store
from service.text.name_key import name_key
from service.text.storable import find_unstorable

_COLUMNS = ("name", "aliases", "kind", "wikidata_id")
_KINDS = tuple(kind.value for kind in SpeakerKind if kind is not SpeakerKind.ANONYMOUS)
_WIKIDATA_ID = re.compile(r"Q[1-9][0-9]{0,11}")
_BETWEEN = re.compile("[|;]")


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line of the list. It repeats no word of the line."""

    line: int
    detail: str


@dataclass(frozen=True, slots=True)
class SpeakerList:
    """The speakers of a list, and what is wrong with it."""

    seeds: tuple[SpeakerSeed, ...]
    problems: tuple[LineProblem, ...]


def read_speakers(text: str) -> SpeakerList:
    """Read the speakers of a CSV file with a header, and say what is wrong with other lines.

    Columns are `name`, `aliases` (separated by `|` or `;`), `kind` and `wikidata_id`. All but the
    name may be missing or empty. The kind is `person` where none is given.

    Raises:
        InvalidRequest: The header has no `name`, or a column that is unknown.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    rows = csv.DictReader(lines, strict=True)
    try:
        header = [column.strip().lower() for column in rows.fieldnames or ()]
    except csv.Error:
        header = []
    if "name" not in header or set(header) - set(_COLUMNS):
        raise InvalidRequest(
            f"The first line must name the columns: name, and of {', '.join(_COLUMNS[1:])} "
            "those that are there."
        )
    rows.fieldnames = header
    seeds, problems, keys = [], [], set()
    try:
        for row in rows:
            line = rows.line_num
            wrong = list(_wrong(row))
            name = (row.get("name") or "").strip()
            if not wrong and name_key(name) in keys:
                wrong.append("The name stands on an earlier line as well.")
            if wrong:
                problems += [LineProblem(line, detail) for detail in wrong]
                continue
            keys.add(name_key(name))
            seeds.append(_seed(row, name))
    except csv.Error:
        # The csv module counts a line when it ends. One whose quotation mark never closes does not.
        line = min(rows.line_num + 1, len(lines))
        problems.append(LineProblem(line, "The line is not CSV: see its quotation marks."))
    return SpeakerList(seeds=tuple(seeds), problems=tuple(problems))


def import_speakers(path: Path, settings: Settings) -> SpeakerList:
    """Store the speakers of a CSV file, unless anything is wrong with it.

    Doing it again changes nothing.
    """
    found = read_speakers(read_text(path))
    if not found.problems:
        Store.migrate(settings.database_url)
        with closing(Store.open(settings.database_url)) as store:
            store.load_speakers(found.seeds)
    return found


def _wrong(row: dict[str, str]) -> Iterator[str]:
    if None in row:  # the csv module puts fields without a column there
        yield "There are more fields than columns. Set a field with a comma in quotation marks."
        return
    name = (row.get("name") or "").strip()
    if not name_key(name):
        yield "`name` is empty, or has neither letter nor digit."
    names = [name, *_aliases(row)]
    if any(len(one) > MAX_NAME for one in names):
        yield f"A name has more than {MAX_NAME} characters."
    if any(map(find_unstorable, names)):
        yield "A name holds NUL or a lone surrogate."
    if _kind(row) not in _KINDS:
        yield f"`kind` must be one of {', '.join(_KINDS)}, or empty."
    wikidata_id = (row.get("wikidata_id") or "").strip()
    if wikidata_id and not _WIKIDATA_ID.fullmatch(wikidata_id):
        yield "`wikidata_id` must be Q and a number, such as Q42, or empty."


def _seed(row: dict[str, str], name: str) -> SpeakerSeed:
    return SpeakerSeed(
        name=name,
        kind=_kind(row),
        aliases=tuple(_aliases(row)),
        wikidata_id=(row.get("wikidata_id") or "").strip() or None,
    )


def _kind(row: dict[str, str]) -> str:
    return (row.get("kind") or "").strip().lower() or SpeakerKind.PERSON.value


def _aliases(row: dict[str, str]) -> list[str]:
    parts = _BETWEEN.split(row.get("aliases") or "")
    return [part.strip() for part in parts if part.strip()]
