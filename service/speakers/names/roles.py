"""What people are called beside their names: titles, offices, professions, ages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from service.speakers.names.lexicon import Gender, fold_word, list_lines, word_genders, word_set
from service.speakers.names.person_names import WORD
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class Role:
    """A role as printed: "Chinese Embassy spokesman", "the Florida senator", "22-year-old"."""

    head: str
    modifiers: frozenset[str]
    gender: Gender | None


_BEFORE = re.compile(r"(?:[\w.'’&\-]+,?[ \u00a0]){1,8}$")
_AFTER = re.compile(
    r"(?:['’]s)?(?P<seat>[ \u00a0]\([^()\n]{1,40}\)|,[ \u00a0][A-Z]-[A-Z][\w.]*,?)?"
    r"(?:,[ \u00a0](?P<age>\d{1,3})(?=[,.])|,[ \u00a0]|"
    r"[ \u00a0](?:is|was|became|remains)[ \u00a0](?=an?\b|the\b))?"
    r"(?P<words>(?<=[ \u00a0])[^,.;:“”\"()\n]{2,90})?"
)
_HALT = re.compile(r"[ \u00a0](?:of|for|at|in|on|who|from|with|to|and|that|whose|said|says)\b")
_INSIDE = re.compile(r"\b(?:in|at|from|near|outside)[ \u00a0](?:the[ \u00a0])?$")
_SAME = {
    "gop": "republican", "r": "republican", "republicans": "republican",
    "democrat": "democratic", "d": "democratic", "dem": "democratic", "democrats": "democratic",
    "i": "independent",
}  # fmt: skip
_PARTISANS = frozenset(["republican", "democrat"])
"""Said of so many that "the Utah Republican" is not just any of them."""
_PARTIES = frozenset(["republican", "democratic", "libertarian", "labour", "conservative"])
_OF_PORTFOLIOS = frozenset(["secretary", "minister"])


def role_of(phrase: str, *, nouns: frozenset[str] | None = None) -> Role | None:
    """The words of a noun phrase -> the role they name, if they name one.

    Args:
        phrase: the words.
        nouns: what may be a role; by default what people are called.
    """
    tokens = _tokens(phrase)
    for at in range(len(tokens) - 1, -1, -1):
        head = _heads().get(tokens[at], tokens[at])
        if head in (word_genders("roles") if nouns is None else nouns):
            rest = [_SAME.get(token, token) for token in (*tokens[:at], *tokens[at + 1 :])]
            return Role(
                head, frozenset(rest) - word_set("definites"), word_genders("roles").get(head)
            )
    return None


def roles_beside(
    text: str, core: Span, *, before: str, end: int, nouns: frozenset[str] | None = None
) -> tuple[Role, ...]:
    """A text and where a name stands in it -> the roles printed before and after the name."""
    found = []
    lead = _lead(before)
    held = role_of(lead, nouns=nouns) if lead else None
    after = _AFTER.match(text, core.end, min(core.end + 160, end))
    seat = frozenset(_seat(after["seat"])) if after and after["seat"] else frozenset()
    if held:
        found.append(Role(held.head, held.modifiers | seat, held.gender))
    elif seat:
        found.append(Role("politician", seat, None))
    if after and after["age"]:
        found.append(Role(f"{after['age']}-year-old", frozenset(), None))
    said = _apposed(text, core, after, nouns) if after and after["words"] else None
    if said:
        found.append(Role(said.head, said.modifiers | seat, said.gender))
    return tuple(found)


def _apposed(
    text: str, core: Span, after: re.Match[str], nouns: frozenset[str] | None
) -> Role | None:
    """The role in "Jane Roe, head of the mission": a noun phrase in lower case, and no verb."""
    if _INSIDE.search(text, max(0, core.start - 12), core.start):
        return None
    link = text[core.end : after.start("words")].strip(" \u00a0")
    if not link.endswith((",", "is", "was", "became", "remains")):
        return None
    phrase = _HALT.split(after["words"], maxsplit=1)[0]
    tokens = phrase.split()
    if any(token in word_set("role_stops") for token in tokens):
        return None
    said = role_of(phrase, nouns=nouns)
    if said is None or not tokens[-1].islower() or _tokens(tokens[-1]) != [said.head]:
        return None
    rest = frozenset(_SAME.get(t, t) for t in _tokens(after["words"])) - {said.head}
    return Role(said.head, rest, said.gender)


def role_fit(asked: Role, held: Role) -> float:
    """A role asked for and one that somebody holds -> how well they agree, 0 where they do not."""
    if asked.head == held.head:
        score = 1.0
    elif _like().get(asked.head, asked.head) == _like().get(held.head, held.head):
        score = 0.7
    else:
        return 0.0
    if roles_clash(asked, held):
        return 0.0
    if asked.head in _PARTISANS and states_in(asked.modifiers) and not states_in(held.modifiers):
        return 0.0
    score += 0.3 * min(2, len(asked.modifiers & held.modifiers))
    return score - (0.4 if ("former" in asked.modifiers) != ("former" in held.modifiers) else 0.0)


def roles_clash(asked: Role, held: Role) -> bool:
    """Two roles -> whether no one person is likely to hold both."""
    ours, theirs = states_in(asked.modifiers), states_in(held.modifiers)
    if ours and theirs and not ours & theirs:
        return True
    ours, theirs = asked.modifiers & _PARTIES, held.modifiers & _PARTIES
    if ours and theirs and not ours & theirs:
        return True
    if ("vice" in asked.modifiers) != ("vice" in held.modifiers):
        return True
    if asked.head == held.head and asked.head in _OF_PORTFOLIOS:
        ours, theirs = _portfolios(asked), _portfolios(held)
        if ours and theirs and not ours & theirs:
            return True
    offices = word_set("offices")
    return (
        asked.head in offices
        and held.head in offices
        and asked.head != held.head
        and "former" not in asked.modifiers | held.modifiers
    )


def states_in(modifiers: frozenset[str]) -> frozenset[str]:
    """Plain words -> the states of the United States named among them."""
    return frozenset(_states()[word] for word in modifiers if word in _states())


def _portfolios(role: Role) -> frozenset[str]:
    return frozenset(_of()[word] for word in role.modifiers if word in _of())


def _lead(before: str) -> str:
    led = _BEFORE.search(before)
    if not led:
        return ""
    tokens = led.group().split()
    for at in range(len(tokens) - 1, -1, -1):
        if fold_word(tokens[at]) in word_set("role_stops") or (
            tokens[at].endswith(",") and at < len(tokens) - 1
        ):
            return " ".join(tokens[at + 1 :])
    return " ".join(tokens)


def _seat(printed: str) -> list[str]:
    found = []
    for token in re.findall(r"[A-Za-z.]+", printed):
        bare = fold_word(token)
        found.append(_SAME.get(bare, bare))
    return found


def _tokens(phrase: str) -> list[str]:
    return [fold_word(re.sub(r"['’]s?$", "", token.group())) for token in WORD.finditer(phrase)]


@cache
def _heads() -> dict[str, str]:
    return dict(line.split() for line in list_lines("title_roles"))


@cache
def _like() -> dict[str, str]:
    return {word: line.split()[0] for line in list_lines("like_roles") for word in line.split()}


@cache
def _of() -> dict[str, str]:
    """For each word of a portfolio the one that stands for all that name it."""
    return {word: line.split()[0] for line in list_lines("portfolios") for word in line.split()}


@cache
def _states() -> dict[str, str]:
    return {word: line.split()[0] for line in list_lines("states") for word in line.split()}
