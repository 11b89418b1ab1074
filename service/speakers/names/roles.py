"""Roles: titles, offices, professions and ages that a text prints beside a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from service.speakers.names.lexicon import (
    Gender,
    first_synonyms,
    fold_word,
    list_lines,
    word_genders,
    word_pairs,
    word_set,
)
from service.speakers.names.patterns import (
    AFTER_NAME,
    AGE_SUFFIX,
    APPOSITION_LINKS,
    DEPUTY,
    ELECTED_ROLE,
    FORMER,
    HEAD,
    PARTISANS,
    PAST_VERB,
    PLACE_BEFORE,
    PORTFOLIO_ROLES,
    ROLE_END,
    SUBJECT_ENDS,
    TRAILING_APOSTROPHE,
)
from service.speakers.names.person_names import WORD
from service.text.spans import Span

_SPACE = re.compile(r"[ \u00a0]")
_LEAD_WORD = re.compile(r"[\w.'’&\-]+,?$")
_MOST_LEAD_WORDS = 8
_LONGEST_ABBREVIATION = 6
"""The longest abbreviation of a title, with its full stop."""

_AGENT = re.compile(
    r"[a-z]{4,}(?:er|ist|monger|keeper|master|mistress|woman|smith|wright)"
    r"|[a-z]{3,}(?:lican|rician|nician|sician|tician|arian|edian)"
)
"""A noun for what somebody does, by its form: "recorder", "unionist"."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role as printed: "Chinese Embassy spokesman", "the Florida senator", "22-year-old"."""

    head: str
    """The noun that names the role, folded."""
    modifiers: frozenset[str]
    """The other words, folded."""
    gender: Gender | None


def role_of(phrase: str, *, nouns: frozenset[str] | None = None) -> Role | None:
    """Return the role that a noun phrase names, None where it names none.

    Args:
        phrase: The words of the noun phrase.
        nouns: The nouns that count as a role; by default the list of roles.
    """
    tokens = _tokens(phrase)
    for index in range(len(tokens) - 1, -1, -1):
        head = word_pairs("title_roles").get(tokens[index], tokens[index])
        if head in (word_genders("roles") if nouns is None else nouns):
            rest = [_party(token) for token in (*tokens[:index], *tokens[index + 1 :])]
            modifiers = frozenset(rest) - word_set("definite_determiners")
            modifiers -= word_set("honorifics")  # "Mr Justice Roe" is a judge.
            return Role(head, modifiers, word_genders("roles").get(head))
    return None


def roles_beside(
    text: str, core: Span, *, before: str, end: int, nouns: frozenset[str] | None = None
) -> tuple[Role, ...]:
    """Return the roles printed right before and after a name.

    Args:
        text: The whole text.
        core: The span of the name alone.
        before: The words of the line before the name.
        end: The end of the paragraph.
        nouns: The nouns that count as a role; by default the list of roles.
    """
    roles = []
    lead = _words_before(before)
    # "The ministry met Acme": only the noun beside a body's name is its role.
    beside = lead if nouns is None else lead.rpartition(" ")[2]
    role_before = role_of(lead, nouns=nouns) if role_of(beside, nouns=nouns) else None
    if role_before is None and lead and nouns is None:
        role_before = _agent_of(lead)
    after = AFTER_NAME.match(text, core.end, min(core.end + 160, end))
    seat = frozenset(_seat_words(after["seat"])) if after and after["seat"] else frozenset()
    if role_before and not _is_subject(role_before, lead):
        roles.append(Role(role_before.head, role_before.modifiers | seat, role_before.gender))
    elif seat:
        roles.append(Role(ELECTED_ROLE, seat, None))
    if after and after["age"]:
        roles.append(Role(after["age"] + AGE_SUFFIX, frozenset(), None))
    role_after = _apposition(text, core, after, nouns) if after and after["words"] else None
    if role_after:
        roles.append(Role(role_after.head, role_after.modifiers | seat, role_after.gender))
    return tuple(roles)


def _is_subject(role: Role, lead: str) -> bool:
    """Return whether a verb stands between a role and a name: "the mayor [praised] Ann Roe"."""
    titles = word_pairs("title_roles")
    for token in reversed(lead.split()):
        if titles.get(fold_word(token), fold_word(token)) == role.head:
            break
        if PAST_VERB.fullmatch(token):
            return True
    return False


SEAT = "lawmaker"
"""The key of all roles of members of a parliament."""


def role_key(role: Role) -> str:
    """Return the key of a role: two roles that fit each other have the same key."""
    return first_synonyms("role_synonyms").get(role.head, role.head)


def role_keys(role: Role) -> frozenset[str]:
    """Return the keys under which a role that somebody has is found."""
    return frozenset({role_key(role), *_shorter_heads(role)})


def _shorter_heads(role: Role) -> tuple[str, ...]:
    """Return what a role may be called in general: "lock-keeper" keeper, "sculptor" artist."""
    last = role.head.rpartition("-")[2]
    general = kinds_of_role().get(role.head, ())
    shorter = (last, HEAD if role.head.startswith(HEAD) else last, *general)
    return tuple(dict.fromkeys(word for word in shorter if word != role.head))


def role_fit(asked: Role, held: Role) -> float:
    """Return how well a role that a source names fits a role of a person, 0 for not at all."""
    if asked.head == held.head:
        score = 1.0
    elif role_key(asked) == role_key(held) or asked.head in _shorter_heads(held):
        score = 0.7
    else:
        return 0.0
    if roles_clash(asked, held):
        return 0.0
    if asked.head in PARTISANS and _states(asked.modifiers) and not _states(held.modifiers):
        return 0.0
    score += 0.3 * min(2, len(asked.modifiers & held.modifiers))
    return score - (0.4 if (FORMER in asked.modifiers) != (FORMER in held.modifiers) else 0.0)


def roles_clash(asked: Role, held: Role) -> bool:
    """Return whether one person is unlikely to have both roles."""
    if _disjoint(_states(asked.modifiers), _states(held.modifiers)):
        return True
    parties = word_set("parties")
    if _disjoint(asked.modifiers & parties, held.modifiers & parties):
        return True
    if (DEPUTY in asked.modifiers) != (DEPUTY in held.modifiers):
        return True
    same_office = asked.head == held.head and asked.head in PORTFOLIO_ROLES
    if same_office and _disjoint(_portfolios(asked), _portfolios(held)):
        return True
    offices = word_set("exclusive_offices")
    return (
        asked.head in offices
        and held.head in offices
        and role_key(asked) != role_key(held)
        and FORMER not in asked.modifiers | held.modifiers
    )


def is_profession(word: str) -> bool:
    """Return whether a folded word names what a person does, by the lists or by its form."""
    if word in word_set("false_agents"):
        return False
    return word in word_genders("roles") or _AGENT.fullmatch(word) is not None


def is_plural_role(printed: str) -> bool:
    """Return whether a word that looks like a name is the plural of a role: "Senators"."""
    return singular_role(printed) is not None


def singular_role(printed: str) -> str | None:
    """Return the role, folded, of which a printed word is the plural, None for other words."""
    word = fold_word(printed)
    singular = f"{word[:-3]}man" if word.endswith("men") else word.removesuffix("s")
    return singular if word != singular and singular in word_genders("roles") else None


@cache
def kinds_of_role() -> dict[str, tuple[str, ...]]:
    """Return, for each role, the general nouns for it: an abbot is a monk."""
    kinds: dict[str, tuple[str, ...]] = {}
    for line in list_lines("general_roles"):
        general, *roles = line.split()
        for role in roles:
            kinds[role] = (*kinds.get(role, ()), general)
    return kinds


def _agent_of(lead: str) -> Role | None:
    """Return the role that no list holds in words before a name: "harbour master"."""
    *modifiers, last = lead.split()
    if not last.islower() or not is_profession(last):
        return None
    return Role(last, frozenset(fold_word(word) for word in modifiers), None)


def _apposition(
    text: str, core: Span, after: re.Match[str], nouns: frozenset[str] | None
) -> Role | None:
    """Return the role in "Jane Roe, head of the mission": a noun phrase in lower case, no verb."""
    if PLACE_BEFORE.search(text, max(0, core.start - 12), core.start):
        return None
    link = text[core.end : after.start("words")].strip(" \u00a0")
    if not link.endswith(APPOSITION_LINKS):
        return None
    role_end = ROLE_END.search(after["words"])
    if role_end and role_end.group()[1:] in SUBJECT_ENDS:
        return None
    phrase = after["words"][: role_end.start()] if role_end else after["words"]
    tokens = phrase.split()
    if any(token in word_set("role_stops") for token in tokens):
        return None
    role = role_of(phrase, nouns=nouns)
    if role is None or not tokens[-1].islower() or _tokens(tokens[-1]) != [role.head]:
        return None
    modifiers = frozenset(_party(token) for token in _tokens(after["words"])) - {role.head}
    return Role(role.head, modifiers, role.gender)


def _disjoint(words: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether both sets have members and share none."""
    return bool(words) and bool(others) and not words & others


def _states(modifiers: frozenset[str]) -> frozenset[str]:
    """Return the states of the United States among folded words, each by its full name."""
    states = first_synonyms("us_states")
    return frozenset(states[word] for word in modifiers if word in states)


def _portfolios(role: Role) -> frozenset[str]:
    portfolios = first_synonyms("portfolios")
    return frozenset(portfolios[word] for word in role.modifiers if word in portfolios)


def _party(word: str) -> str:
    return first_synonyms("party_synonyms").get(word, word)


def _words_before(before: str) -> str:
    """Return the last words before a name that may be its titles or roles."""
    *words, rest = _SPACE.split(before)
    tokens: list[str] = []
    while words and not rest and len(tokens) < _MOST_LEAD_WORDS:
        word = _LEAD_WORD.search(words[-1])
        if word is None:
            break
        tokens.insert(0, word.group())
        if word.group() != words.pop():
            break
    for index in range(len(tokens) - 1, -1, -1):
        if (
            fold_word(tokens[index]) in word_set("role_stops")
            or (tokens[index].endswith(",") and index < len(tokens) - 1)
            or _ends_sentence(tokens[index])
        ):
            return " ".join(tokens[index + 1 :])
    return " ".join(tokens)


def _ends_sentence(token: str) -> bool:
    """Return whether a word before a name ends another sentence: "out.", not "Sen."."""
    if not token.endswith(".") or "." in token[:-1]:
        return False
    return token[0].islower() or (
        len(token) > _LONGEST_ABBREVIATION and fold_word(token) not in word_genders("titles")
    )


def _seat_words(printed: str) -> list[str]:
    return [_party(fold_word(token)) for token in re.findall(r"[A-Za-z.]+", printed)]


def _tokens(phrase: str) -> list[str]:
    return [
        fold_word(TRAILING_APOSTROPHE.sub("", token.group())) for token in WORD.finditer(phrase)
    ]
