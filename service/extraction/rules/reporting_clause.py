"""Reporting clauses: the subject and the verb right before a quoted span.

"Ada Quill wrote that [Ned Pike had once called] her “a coward”": the words are those of Ned Pike,
whatever sentence the clause is part of. The clause is read backwards from the mark: the verb of
speech, what stands between the verb and the mark, and the noun phrase before the verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from service.extraction.cues import find_stance, forms_of, load_lines, load_verbs
from service.extraction.quotation import Stance
from service.extraction.rules.noun_phrases import (
    ClauseToken,
    hull_of,
    is_noun_phrase,
    noun_phrase_before,
    read_tokens,
)
from service.extraction.rules.patterns import (
    AGENT,
    COMPLEMENTIZER,
    PASSIVE_LINKS,
    PLURAL_END,
    PROGRESSIVE_END,
    WHAT_BEFORE,
)
from service.text.spans import Span

_LONGEST_COMPLEMENT = 9
"""The largest number of words between the verb and the mark."""
_REACH = 200
"""How many characters before a quoted span its clause may begin."""
_WHAT = 6
"""More characters than the word "what" before a subject has."""
_NEGATED = ("n’t", "n't")


@dataclass(frozen=True, slots=True)
class ReportingClause:
    """The clause right before a quoted span."""

    source: Span
    """The noun phrase that speaks: the subject, or the agent of a passive."""
    cue: Span
    complement: Span
    """The words between the cue and the mark that belong to the content; may be empty."""


def find_reporting_clause(
    text: str, region: Span, *, perceived: bool = False
) -> ReportingClause | None:
    """Return the reporting clause that ends where a region ends, None where there is none.

    Args:
        text: The whole text.
        region: From where the clause may begin to the quotation mark.
        perceived: Whether the region is what somebody heard or saw, so that the verb may have no
            ending: "heard [Ned Pike call the pier]".
    """
    tokens = read_tokens(text, Span(max(region.start, region.end - _REACH), region.end))
    for number in range(len(tokens) - 1, max(-1, len(tokens) - 2 - _LONGEST_COMPLEMENT), -1):
        token = tokens[number]
        if _is_reporting_form(token.word) and text[token.span.start].islower():
            return _read_clause(text, tokens, number, region.end, perceived=perceived)
        if token.word in load_lines("clause_breaks"):
            return None
    return None


def is_free_relative(text: str, subject: Span) -> bool:
    """Return whether a clause is what somebody called something: "[what] Roe called"."""
    return WHAT_BEFORE.search(text, max(0, subject.start - _WHAT), subject.start) is not None


def complement_of(behind: Sequence[ClauseToken], verb: str, end: int) -> Span | None:
    """Return the words after a verb that belong to its content, None where they are another clause.

    The person addressed does not belong to it, but what is called so does: "told her “no”",
    "called [her] “a coward”".

    Args:
        behind: The tokens between the verb and the mark.
        verb: The form of the verb.
        end: Where the mark begins.
    """
    rest = _stripped(behind)
    if any(not token.is_word for token in rest):
        return None
    if rest and rest[0].word in load_lines("addressees") and verb not in naming_forms():
        rest = rest[1:]
    if rest and rest[0].word == COMPLEMENTIZER:
        rest = rest[1:]
    return Span(rest[0].span.start if rest else end, end)


@cache
def naming_forms() -> frozenset[str]:
    """Return all forms of the verbs that give something a name."""
    return frozenset(form for verb in load_lines("naming") for form in forms_of(verb))


def _read_clause(
    text: str, tokens: Sequence[ClauseToken], number: int, end: int, *, perceived: bool
) -> ReportingClause | None:
    """Return the clause of the verb at a position of the tokens.

    Args:
        text: The whole text.
        tokens: The tokens from the start of the region to the quotation mark.
        number: The position of the verb.
        end: Where the region ends.
        perceived: Whether the verb may have no ending.
    """
    verb, before = tokens[number], number
    while before and _may_precede_verb(tokens[before - 1].word):
        before -= 1
    previous = tokens[before - 1].word if before else ""
    if previous in load_lines("no_finite_verb") or previous.endswith(_NEGATED):
        return None
    if previous in load_lines("be_forms"):
        if not verb.word.endswith(PROGRESSIVE_END):
            return _read_passive(text, tokens, number, end)
        before -= 1
    if _is_noun(tokens, number):
        return None
    subject = noun_phrase_before(text, tokens[:before])
    if subject is None or not (perceived or _agrees(subject.of(text), verb.word)):
        return None
    complement = complement_of(tokens[number + 1 :], verb.word, end)
    if complement is None:
        return None
    if not complement and verb.word in naming_forms() and not is_free_relative(text, subject):
        return None  # "the boy nicknamed “Ace”" is called so, and calls no one
    return ReportingClause(subject, verb.span, complement)


def _read_passive(
    text: str, tokens: Sequence[ClauseToken], number: int, end: int
) -> ReportingClause | None:
    """Return the clause "was ordered by Sergeant Roe to": its agent speaks."""
    behind = tokens[number + 1 :]
    if len(behind) < 2 or behind[0].word != AGENT:
        return None
    link = next((i for i, token in enumerate(behind) if token.word in PASSIVE_LINKS), len(behind))
    agent, rest = _stripped(behind[1:link]), _stripped(behind[link:])
    if not is_noun_phrase(text, agent):
        return None
    complement = Span(rest[0].span.start if rest else end, end)
    return ReportingClause(hull_of(agent), tokens[number].span, complement)


def _agrees(subject: str, verb: str) -> bool:
    """Return whether a form may be the finite verb of a subject: no bare stem after a singular."""
    is_stem = load_verbs().get(verb, ("", None))[0] == verb
    return not is_stem or subject.endswith(PLURAL_END)


def _is_noun(tokens: Sequence[ClauseToken], number: int) -> bool:
    """Return whether the form of a verb is a noun here: "his late [tweets] about Roe were"."""
    base = load_verbs().get(tokens[number].word, ("", None))[0]
    if not tokens[number].word.endswith("s") or base not in load_lines("cue_nouns"):
        return False
    behind = {token.word for token in tokens[number + 1 :]}
    return COMPLEMENTIZER not in behind and not behind.isdisjoint(
        load_lines("be_forms") | load_lines("auxiliaries")
    )


def _may_precede_verb(word: str) -> bool:
    return word in load_lines("auxiliaries") or word.endswith("ly")


def _stripped(tokens: Sequence[ClauseToken]) -> list[ClauseToken]:
    """Return tokens without the comma or colon before the mark."""
    rest = list(tokens)
    while rest and rest[-1].word in (",", ":"):
        rest.pop()
    return rest


def _is_reporting_form(word: str) -> bool:
    if word in naming_forms() or word in _directing_forms():
        return True
    verb, _ = load_verbs().get(word, ("", None))
    speaks = bool(verb) and find_stance(word) is Stance.SPEECH
    return speaks and verb not in load_lines("other_actions")


@cache
def _directing_forms() -> frozenset[str]:
    return frozenset(form for verb in load_lines("directing") for form in forms_of(verb))
