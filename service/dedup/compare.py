"""Two utterances -> the evidence that they are one, for `service.dedup.decide` to weigh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.dedup.align import Run, align
from service.dedup.guards import guarded
from service.dedup.rarity import total_bits
from service.dedup.utterance import Utterance

# "extreme careless" for "extremely careless": an ending changed. Shorter stems are other words.
_STEM = 5
_ENDING = 3
_FEW = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two utterances share. The shorter is the one that says less."""

    runs: tuple[Run, ...]
    shared: float
    """Bits of the shared words."""
    unnamed: float
    """The same without names: two speakers who name the same people need not say the same."""
    contained: float
    """How much of the shorter the longer has, in bits: 0 to 1."""
    covered: float
    """How much of the longer the shorter has."""
    dense: float
    """How much of the stretch that the runs span in the shorter, they fill."""
    guarded: bool
    """Whether what differs turns the meaning: a negation, a number, a name."""


def may_share(a: Utterance, b: Utterance, *, least: float, long: float) -> bool:
    """Two utterances -> whether aligning them could find enough: a cheap bound on what they share.

    Few words are aligned at once: an ending that changed is half of them.
    """
    if min(len(a.words), len(b.words)) < _FEW:
        return True
    common = total_bits(a.vocabulary & b.vocabulary)
    return common >= min(long, least * min(a.distinct, b.distinct))


def compare(a: Utterance, b: Utterance) -> Evidence:
    """Two utterances -> what they share. Symmetric, but for the runs, which are mirrored."""
    runs = align(a.words, b.words)
    if not runs:
        return Evidence((), 0.0, 0.0, 0.0, 0.0, 0.0, guarded=False)
    respelt = _respelt(runs, a.words, b.words)
    of_a = _filled([(run.a, run.length) for run in runs], [i for i, _ in respelt], a.weights)
    of_b = _filled([(run.b, run.length) for run in runs], [j for _, j in respelt], b.weights)
    unnamed_a = _filled([(run.a, run.length) for run in runs], [], a.unnamed)
    unnamed_b = _filled([(run.b, run.length) for run in runs], [], b.unnamed)
    share_a, share_b = of_a / a.bits, of_b / b.bits
    spanned = min(
        _spanned(runs[0].a, runs[-1].a + runs[-1].length, [i for i, _ in respelt], a.weights),
        _spanned(runs[0].b, runs[-1].b + runs[-1].length, [j for _, j in respelt], b.weights),
    )
    return Evidence(
        runs=runs,
        shared=min(of_a, of_b),
        unnamed=min(unnamed_a, unnamed_b),
        contained=max(share_a, share_b),
        covered=min(share_a, share_b),
        dense=min(of_a, of_b) / spanned,
        guarded=guarded(runs, a.tokens, b.tokens),
    )


def _filled(
    stretches: Sequence[tuple[int, int]], singles: Sequence[int], weights: Sequence[float]
) -> float:
    bits = sum(sum(weights[start : start + length]) for start, length in stretches)
    return bits + sum(weights[single] for single in singles)


def _spanned(start: int, end: int, singles: Sequence[int], weights: Sequence[float]) -> float:
    return sum(weights[min([start, *singles]) : max([end, *(single + 1 for single in singles)])])


def _respelt(runs: Sequence[Run], a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Runs -> single words next to a run, one for one, that differ in their ending only."""
    first = runs[0]
    beside = [(first.a - 1, first.b - 1), *((r.a + r.length, r.b + r.length) for r in runs)]
    return [
        (i, j)
        for i, j in beside
        if 0 <= i < len(a) and 0 <= j < len(b) and a[i] != b[j] and _inflected(a[i], b[j])
    ]


def _inflected(a: str, b: str) -> bool:
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    return (
        len(shorter) >= _STEM
        and len(longer) - len(shorter) <= _ENDING
        and longer.startswith(shorter)
    )
