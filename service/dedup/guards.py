"""What differs between two aligned utterances -> whether it turns the meaning.

"Inflation fell to 3 percent" and "to 4 percent" share all but one word, and are two quotes; so are
a sentence and its negation, and a sentence about two people. Only what stands between shared words,
or right beside them, is looked at: a fragment need not repeat what its host says elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from service.dedup.align import Run
from service.dedup.normalise import Token
from service.dedup.numerals import is_number
from service.dedup.opposites import opposite

NEGATIONS = frozenset(
    {"not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "nowhere", "without"}
    | {"hardly", "scarcely", "barely"}
)
# Longer insertions are clauses that the other outlet cut, with a meaning of their own.
_CLAUSE = 4
# How far beside the shared stretch a changed number or name still answers the other one.
_BESIDE = 2


def guarded(runs: Sequence[Run], a: Sequence[Token], b: Sequence[Token]) -> bool:
    """The shared runs and both utterances -> whether a difference makes them two statements."""
    if abs(len(a) - len(b)) < _CLAUSE and _negated(runs[0], a, b):
        return True
    if len(runs) == 1 and runs[0].length == min(len(a), len(b)):
        return False
    for inner, changed_a, changed_b in _changes(runs, a, b):
        few = max(len(changed_a), len(changed_b)) < _CLAUSE
        if inner and few and _negations(changed_a) % 2 != _negations(changed_b) % 2:
            return True
        numbers_a, numbers_b = _numbers(changed_a), _numbers(changed_b)
        if numbers_a and numbers_b and numbers_a != numbers_b:
            return True
        if few and (_renamed(changed_a, changed_b, a, b) or _opposed(changed_a, changed_b)):
            return True
    return False


def _negated(first: Run, a: Sequence[Token], b: Sequence[Token]) -> bool:
    # "Not guilty" and "guilty". Of a longer utterance a reporter may well quote what follows "not"
    # and paraphrase the negation; and the "No" of "No, I stay" only answers somebody.
    before_a = a[first.a - 1 : first.a] if first.a else ()
    before_b = b[first.b - 1 : first.b] if first.b else ()
    negated_a = any(_close(token, a[first.a]) for token in before_a)
    negated_b = any(_close(token, b[first.b]) for token in before_b)
    return negated_a != negated_b


def _close(token: Token, following: Token) -> bool:
    return token.form in NEGATIONS and following.start - token.end <= 1


def _changes(
    runs: Sequence[Run], a: Sequence[Token], b: Sequence[Token]
) -> list[tuple[bool, Sequence[Token], Sequence[Token]]]:
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
    return any(opposite(x.form, y.form) for x in changed_a for y in changed_b)


def _renamed(
    changed_a: Sequence[Token], changed_b: Sequence[Token], a: Sequence[Token], b: Sequence[Token]
) -> bool:
    # A name that the other utterance has elsewhere was moved or spelt out, not changed.
    names_a = {token.form for token in changed_a if token.name}
    names_b = {token.form for token in changed_b if token.name}
    return bool(names_a - {token.form for token in b}) and bool(
        names_b - {token.form for token in a}
    )
