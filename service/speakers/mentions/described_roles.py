"""Find the roles of people in noun phrases and clauses beside their names.

"The association's secretary, Mr Roe", "Jane Roe, a lock-keeper on the canal", "Jane Roe, who leads
the opposition". The form shows the role, so no list need hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.patterns import (
    ASKED_HEAD,
    DESCRIBED_AFTER,
    DESCRIBED_BEFORE,
    DOES_AFTER,
    NOUN_ENDS,
)
from service.speakers.names.lexicon import fold_word, word_genders, word_pairs, word_set
from service.speakers.names.patterns import AGE_SUFFIX, TRAILING_APOSTROPHE
from service.speakers.names.person_names import WORD
from service.speakers.names.roles import Role, is_profession
from service.text.spans import Span

_LONGEST_LEAD = 130
"""How many code points before a name are read."""
_LONGEST_AFTER = 100
_FEWEST_LETTERS = 4
"""A shorter unknown noun is no role."""
NO_ROLES = (
    "organization_nouns",
    "group_nouns",
    "documents",
    "press_nouns",
    "function_words",
    "prepositions",
    "calendar",
)
"""The lists of nouns that say what no person does."""


def with_described_roles(
    text: str, mentions: Sequence[Mention], sources: Iterable[Span]
) -> list[Mention]:
    """Return the mentions; people have the roles that phrases beside their names give them.

    A noun that no list holds is a role where a source asks for it: "the lock-keeper".

    Args:
        text: The whole text.
        mentions: The mentions of the text, in its order.
        sources: The spans of all sources.
    """
    asked = {fold_word(m["head"]) for each in sources if (m := ASKED_HEAD.match(each.of(text)))}
    found = []
    for mention in mentions:
        roles: tuple[Role, ...] = ()
        if mention.entity_type is EntityType.PERSON and not mention.possessive:
            known = {role.head for role in mention.roles}
            roles = tuple(
                role for role in _roles(text, mention.span, asked) if role.head not in known
            )
        found.append(replace(mention, roles=mention.roles + roles) if roles else mention)
    return found


def _roles(text: str, name: Span, asked: Set[str]) -> Iterator[Role]:
    lead = text[max(0, name.start - _LONGEST_LEAD) : name.start].rpartition("\n")[2]
    before = DESCRIBED_BEFORE.search(lead)
    if before:
        closed = before["opens"] is not None or text[name.end : name.end + 1] in ",.;)"
        role = _role_of_noun(before["phrase"], asked) if closed else None
        if role:
            yield role
    end = name.end + _LONGEST_AFTER
    after = DESCRIBED_AFTER.match(text, name.end, end)
    role = _role_of_noun(after["phrase"], asked) if after else None
    if role:
        yield role
    does = DOES_AFTER.match(text, name.end, end)
    if does:
        head = word_pairs("roles_of_verbs").get(does["verb"]) or _agent(does["verb"])
        if head:
            yield Role(head, frozenset(map(fold_word, WORD.findall(does["object"]))), None)


def _role_of_noun(phrase: str, asked: Set[str]) -> Role | None:
    """Return the role that the head of a noun phrase names, None where it names none."""
    cut = NOUN_ENDS.search(phrase)
    words = [
        fold_word(TRAILING_APOSTROPHE.sub("", word.group()))
        for word in WORD.finditer(phrase, 0, cut.start() if cut else len(phrase))
    ]
    if not words:
        return None
    head = word_pairs("title_roles").get(words[-1], words[-1])
    known = head in word_genders("roles") or is_profession(head)
    if not known and not (head in asked and _may_be_role(head)):
        return None
    rest = (fold_word(word.group()) for word in WORD.finditer(phrase))
    modifiers = frozenset(rest) - word_set("definite_determiners") - {head, words[-1]}
    return Role(head, modifiers, word_genders("roles").get(head))


def _may_be_role(head: str) -> bool:
    """Return whether a noun of no list may be a role by its form."""
    if len(head) < _FEWEST_LETTERS or not head.replace("-", "").isalpha():
        return False
    if head.endswith((AGE_SUFFIX, "s", "ed", "ing", "ly", "tion", "ness", "ity")):
        return False
    return not any(head in word_set(name) for name in NO_ROLES)


def _agent(verb: str) -> str | None:
    """Return the noun for who does what a verb says: "farms" gives "farmer"."""
    stem = verb.removesuffix("s") if verb.endswith("s") else verb.removesuffix("d")
    agent = f"{stem}r" if stem.endswith("e") else f"{stem}er"
    return agent if is_profession(agent) else None
