"""Guards: differences between two aligned utterances that make them two statements.

"Inflation fell to 3 percent" and "to 4 percent" share all but one word, and are two quotes. So are
a sentence and its negation, and a sentence about two people. The guards look only at words between
shared words or right beside them: a fragment need not repeat what its host says elsewhere.

Two more guards look at the words alone. A formula ("thank you very much") identifies no quote. An
utterance with the shared words in quotation marks quotes another speaker, who said them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from service.dedup.align import SharedRun
from service.dedup.speaker_names import spelled_alike
from service.dedup.words.house_style import is_number
from service.dedup.words.normalise import Token, normal_text, tokens_of
from service.dedup.words.patterns import (
    ADDRESS_BEGINNINGS,
    FORMULA_FILLERS,
    INFLECTIONS,
    MUTE_ENDING,
    NEGATIONS,
    OPPOSITE_PREFIXES,
)
from service.text.lexicon import read_lines, read_table

# A longer insertion is a clause that the other outlet cut, with a meaning of its own.
_CLAUSE = 4
# A changed number or name this near to the shared words still replaces another.
_BESIDE = 2

_OPPOSITES = frozenset(frozenset(row) for row in read_table("service.dedup", "opposites.tsv"))
# Shorter words are not a prefix and a word: "in" and "inn".
_SHORTEST_STEM = 4
# A longer utterance is never a formula alone.
_LONGEST_FORMULA = 16


def changes_meaning(runs: Sequence[SharedRun], a: Sequence[Token], b: Sequence[Token]) -> bool:
    """The shared runs and both utterances -> whether a difference makes them two statements."""
    if abs(len(a) - len(b)) < _CLAUSE and _negation_differs_before(runs[0], a, b):
        return True
    if len(runs) == 1 and runs[0].length == min(len(a), len(b)):
        return False
    for inner, changed_a, changed_b in _changes(runs, a, b):
        short = max(len(changed_a), len(changed_b)) < _CLAUSE
        if inner and short and _negations(changed_a) % 2 != _negations(changed_b) % 2:
            return True
        numbers_a, numbers_b = _numbers(changed_a), _numbers(changed_b)
        if numbers_a and numbers_b and numbers_a != numbers_b:
            return True
        if short and (_name_changed(changed_a, changed_b, a, b) or _opposed(changed_a, changed_b)):
            return True
    return False


def _negation_differs_before(first: SharedRun, a: Sequence[Token], b: Sequence[Token]) -> bool:
    # "Not guilty" and "guilty". In a longer utterance a reporter may quote only the words after
    # "not" and paraphrase the negation. The "No" of "No, I stay" only answers a question.
    before_a = a[first.a - 1 : first.a] if first.a else ()
    before_b = b[first.b - 1 : first.b] if first.b else ()
    negated_a = any(_negates(token, a[first.a]) for token in before_a)
    negated_b = any(_negates(token, b[first.b]) for token in before_b)
    return negated_a != negated_b


def _negates(token: Token, following: Token) -> bool:
    return token.form in NEGATIONS and following.start - token.end <= 1


def _changes(
    runs: Sequence[SharedRun], a: Sequence[Token], b: Sequence[Token]
) -> list[tuple[bool, Sequence[Token], Sequence[Token]]]:
    """Return the words that differ in both, and whether they are between shared words."""
    first, last = runs[0], runs[-1]
    end_a, end_b = last.a + last.length, last.b + last.length
    changes = [
        (False, a[max(0, first.a - _BESIDE) : first.a], b[max(0, first.b - _BESIDE) : first.b]),
        (False, a[end_a : end_a + _BESIDE], b[end_b : end_b + _BESIDE]),
    ]
    for run, following in pairwise(runs):
        between_a = a[run.a + run.length : following.a]
        between_b = b[run.b + run.length : following.b]
        changes.append((True, between_a, between_b))
    return changes


def _negations(tokens: Sequence[Token]) -> int:
    return sum(token.form in NEGATIONS for token in tokens)


def _numbers(tokens: Sequence[Token]) -> list[str]:
    return [token.form for token in tokens if is_number(token.form)]


def _opposed(changed_a: Sequence[Token], changed_b: Sequence[Token]) -> bool:
    return any(are_opposites(x.form, y.form) for x in changed_a for y in changed_b)


def _name_changed(
    changed_a: Sequence[Token], changed_b: Sequence[Token], a: Sequence[Token], b: Sequence[Token]
) -> bool:
    # A name that the other utterance has elsewhere was moved or spelt out, not changed.
    # Nor was a name in another spelling: "Gadhafi", "Qaddafi".
    names_a = {token.form for token in changed_a if token.name} - {token.form for token in b}
    names_b = {token.form for token in changed_b if token.name} - {token.form for token in a}
    return bool(_without_alike(names_a, names_b)) and bool(_without_alike(names_b, names_a))


def _without_alike(names: Collection[str], others: Collection[str]) -> list[str]:
    return [name for name in names if not any(spelled_alike(name, other) for other in others)]


@lru_cache(maxsize=1 << 14)
def are_opposites(a: str, b: str) -> bool:
    """Two normal words -> whether one is the opposite of the other. Symmetric."""
    shorter, longer = sorted((a, b), key=len)
    prefixed = {prefix + shorter for prefix in OPPOSITE_PREFIXES}
    if len(shorter) >= _SHORTEST_STEM and longer in prefixed:
        return True
    return any(frozenset({x, y}) in _OPPOSITES for x in _base_forms(a) for y in _base_forms(b))


def _base_forms(word: str) -> set[str]:
    forms = {word}
    for ending in INFLECTIONS:
        stem = word.removesuffix(ending)
        if stem != word:
            forms |= {stem, f"{stem}{MUTE_ENDING}"}
    return forms


def is_formula(words: Sequence[str]) -> bool:
    """Normal words -> whether they are formulas and nothing else, or the address of a page."""
    if words and words[0] in ADDRESS_BEGINNINGS:
        return True
    return len(words) <= _LONGEST_FORMULA and _formulas().fullmatch(" ".join(words)) is not None


@cache
def _formulas() -> re.Pattern[str]:
    lines = read_lines("service.dedup", "formulas.txt")
    formulas = {normal_text(tokens_of(line)) for line in lines}
    # Longer formulas come first and repeats are possessive, so there is one way to read any words.
    longest_first = sorted(map(re.escape, formulas), key=lambda formula: (-len(formula), formula))
    known = "|".join(longest_first)
    filler = f"(?:{FORMULA_FILLERS})"
    return re.compile(rf"(?:{filler} )*+(?:(?:{known})(?: {filler})*+(?: |$))++")


def quotes_the_other(runs: Sequence[SharedRun], a: Sequence[Token], b: Sequence[Token]) -> bool:
    """The shared runs and both utterances -> whether only one has the shared words in marks.

    An utterance that is in quotation marks from end to end quotes no other speaker.
    """
    shared_a = [token for run in runs for token in a[run.a : run.a + run.length]]
    shared_b = [token for run in runs for token in b[run.b : run.b + run.length]]
    return _in_marks(shared_a, a) != _in_marks(shared_b, b)


def _in_marks(shared: Sequence[Token], whole: Sequence[Token]) -> bool:
    return all(token.quoted for token in shared) and not all(token.quoted for token in whole)
