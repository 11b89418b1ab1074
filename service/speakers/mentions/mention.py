"""A name in the text, with what is said beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.speakers.mentions.missed_names import is_common
from service.speakers.names.layout import Layout
from service.speakers.names.lexicon import gendered, given_name_gender, plain, words
from service.speakers.names.organizations import is_company, is_metonym, is_outlet, trim_body
from service.speakers.names.person_names import WORD, Name, parse_name, trim_name
from service.speakers.names.roles import Role, roles_beside
from service.text.spans import Span

BEARER = re.compile(
    r"(?:['’]s|(?<=s)['’])?[ \u00a0](?:(?:presidential|election|re-election)[ \u00a0])?"
    r"(?P<noun>[A-Za-z]+)\b"
)
"""What follows a name that only tells whose something is: "Roe's aide", "Roe spokesman"."""
HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "dr", "sen", "rep", "gov", "sir", "mme"])


class Sort(StrEnum):
    """What a name names, as far as the resolver cares."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    PEOPLE = "people"
    """A nation, a party's members: "the Chinese", "Republicans"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text."""

    span: Span
    """The name alone, without titles and possessive."""
    sort: Sort
    name: Name
    possessive: bool
    """Whether it only tells whose something is: "Trump's lawyer", "the Biden administration"."""
    quoted: bool
    roles: tuple[Role, ...]
    known_from: int
    """From which offset on it is known to be a name: its own, or where its surname stands alone."""


def read_mention(layout: Layout, span: Span, sort: Sort) -> Mention | None:
    """A layout and where an engine saw a name, of which sort -> the mention, if it is a name."""
    text = layout.text
    span, sort = _sorted(text, span, sort)
    core = trim_name(text, span) if sort is Sort.PERSON else trim_body(text, span)
    printed = core.of(text)
    if not 1 <= len(core) <= 80 or not any(c.isalpha() for c in printed) or is_common(printed):
        return None
    if plain(printed) in words("function_words"):
        return None
    if sort is Sort.PERSON and _is_title_alone(text, core):
        return None
    before = text[max(0, core.start - 80) : core.start].rpartition("\n")[2]
    nouns = None if sort is Sort.PERSON else words("organization_nouns")
    end = layout.paragraphs[layout.paragraph_at(core.start)].end
    roles = roles_beside(text, core, before=before, end=end, nouns=nouns)
    return Mention(
        span=core,
        sort=sort,
        name=parse_name(_titles_before(before) + core.of(text)),
        possessive=_possessive(text, core),
        quoted=layout.is_quoted(core.start),
        roles=roles,
        known_from=core.start,
    )


def _is_title_alone(text: str, core: Span) -> bool:
    """Whether a title or a particle is all that an engine saw of a name: "Del.", "von"."""
    tokens = [plain(token) for token in WORD.findall(core.of(text))]
    if all(token in words("particles") for token in tokens):
        return True
    return text[core.end : core.end + 1] == "." and tokens[0] in gendered("titles")


def _possessive(text: str, core: Span) -> bool:
    """Whether a name only belongs to the noun after it: "Roe's aide", "Roe spokesman Jan Bo",
    "the pro-Roe caucus".
    """
    if re.search(r"\w[-‑]$", text[max(0, core.start - 2) : core.start]):
        return True
    if re.match(r"['’]s?[ \u00a0]\w", text[core.end : core.end + 4]):
        return True
    after = BEARER.match(text, core.end)
    noun = plain(after["noun"]) if after and after["noun"].islower() else ""
    kinds = (gendered("roles"), words("bearers"), words("group_nouns"))
    return any(noun in kind or noun.removesuffix("s") in kind for kind in kinds) if noun else False


def _titles_before(before: str) -> str:
    found = re.search(r"(?:\b[\w.]+[ \u00a0]){1,2}$", before)
    titles = [w for w in found.group().split() if plain(w) in gendered("titles")] if found else []
    return " ".join(titles) + " " if titles else ""


def _sorted(text: str, span: Span, sort: Sort) -> tuple[Span, Sort]:
    tokens = list(WORD.finditer(text, span.start, span.end))
    low = [plain(re.sub(r"['’]s?$", "", token.group())) for token in tokens]
    if not low:
        return span, sort
    before = WORD.findall(text[max(0, span.start - 12) : span.start])
    if low[0] in HONORIFICS or (before and plain(before[-1]) in HONORIFICS):
        return span, Sort.PERSON
    printed = span.of(text)
    if is_outlet(printed) or is_metonym(printed) or is_company(printed):
        return span, Sort.BODY
    person = _person_within(tokens, low)
    if sort is not Sort.PERSON and person is not None:
        return Span(tokens[person].start(), span.end), Sort.PERSON
    if low[-1] in words("organization_nouns") and (len(low) > 1 or sort is not Sort.PERSON):
        return span, Sort.BODY
    if low[-1] in words("peoples") and (len(low) == 1 or sort is not Sort.PERSON):
        return span, Sort.PEOPLE
    if sort is Sort.PEOPLE and len(low) == 1:
        return span, Sort.BODY
    return span, sort


def _person_within(tokens: Sequence[re.Match[str]], low: Sequence[str]) -> int | None:
    """Where a person's name begins in "Atlantic City Mayor Don Guardian", taken for a body."""
    if low[-1] in words("organization_nouns"):
        return None
    for at in range(len(low) - 2, 0, -1):
        title = low[at - 1] in gendered("titles") or low[at - 1] in gendered("roles")
        likely = given_name_gender(low[at]) or low[at] in words("east_asian_surnames")
        if title and len(low) - at <= 3 and likely:
            return at if all(t.group()[0].isupper() for t in tokens[at:]) else None
    return None
