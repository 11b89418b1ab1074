"""Guards: differences between two aligned utterances that make them two statements.

"Inflation fell to 3 percent" and "to 4 percent" share all but one word, and are two quotes. So are
a sentence and its negation, and a sentence about two people. Only words between shared words, or
right beside them, are looked at: a fragment need not repeat what its host says elsewhere.

Two more guards look at the words alone. A formula ("thank you very much") identifies no quote. An
utterance that has the shared words in quotation marks quotes a rival, who said them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from service.dedup.align import SharedRun
from service.dedup.words.normalise import Token, normal_text, tokens_of
from service.dedup.words.numerals import is_number
from service.text.lexicon import read_lines, read_table

NEGATIONS = frozenset(
    {"not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "nowhere", "without"}
    | {"hardly", "scarcely", "barely"}
)
# Longer insertions are clauses that the other outlet cut, with a meaning of their own.
_CLAUSE = 4
# How far beside the shared stretch a changed number or name still answers the other one.
_BESIDE = 2

_PAIRS = frozenset(frozenset(row) for row in read_table("service.dedup", "opposites.tsv"))
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
# Shorter words are no words with a prefix: "in" and "inn".
_STEM = 4

# What may stand around a formula: "And thank you all, everybody, so very much."
_FILLERS = "again|all|and|but|everybody|everyone|folks|indeed|just|much|now|oh|really|so|very|well"
_LONGEST = 16
"""An utterance of more words is never a formula alone."""


def changes_meaning(runs: Sequence[SharedRun], a: Sequence[Token], b: Sequence[Token]) -> bool:
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


def _negated(first: SharedRun, a: Sequence[Token], b: Sequence[Token]) -> bool:
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
    runs: Sequence[SharedRun], a: Sequence[Token], b: Sequence[Token]
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
    return any(are_opposites(x.form, y.form) for x in changed_a for y in changed_b)


def _renamed(
    changed_a: Sequence[Token], changed_b: Sequence[Token], a: Sequence[Token], b: Sequence[Token]
) -> bool:
    # A name that the other utterance has elsewhere was moved or spelt out, not changed.
    names_a = {token.form for token in changed_a if token.name}
    names_b = {token.form for token in changed_b if token.name}
    return bool(names_a - {token.form for token in b}) and bool(
        names_b - {token.form for token in a}
    )


@lru_cache(maxsize=1 << 14)
def are_opposites(one: str, other: str) -> bool:
    """Two normal words -> whether they turn a statement into another one. Symmetric."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _STEM and longer in {prefix + shorter for prefix in _PREFIXES}:
        return True
    return any(frozenset({x, y}) in _PAIRS for x in _bases(one) for y in _bases(other))


def _bases(word: str) -> set[str]:
    found = {word}
    for ending in ("s", "d", "ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word:
            found |= {stem, f"{stem}e"}
    return found


def is_formula(words: Sequence[str]) -> bool:
    """Normal words -> whether formulas are all that they say."""
    return len(words) <= _LONGEST and _pattern().fullmatch(" ".join(words)) is not None


@cache
def _pattern() -> re.Pattern[str]:
    lines = read_lines("service.dedup", "formulas.txt")
    formulas = {normal_text(tokens_of(line)) for line in lines}
    # Longer ones first, and possessive: one way alone to read any words.
    known = "|".join(sorted(map(re.escape, formulas), key=lambda each: (-len(each), each)))
    return re.compile(rf"(?:(?:{_FILLERS}) )*+(?:(?:{known})(?: (?:{_FILLERS}))*+(?: |$))++")


def quotes_the_other(runs: Sequence[SharedRun], a: Sequence[Token], b: Sequence[Token]) -> bool:
    """The shared runs and both utterances -> whether just one has the shared words in marks.

    An utterance that is in marks from end to end quotes nobody.
    """
    shared_a = [token for run in runs for token in a[run.a : run.a + run.length]]
    shared_b = [token for run in runs for token in b[run.b : run.b + run.length]]
    return _in_marks(shared_a, a) != _in_marks(shared_b, b)


def _in_marks(shared: Sequence[Token], whole: Sequence[Token]) -> bool:
    return all(token.quoted for token in shared) and not all(token.quoted for token in whole)
