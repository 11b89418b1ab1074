"""Baselines: other methods that decide whether two utterances are one quote."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from datasketch import MinHash, MinHashLSH
from rapidfuzz.fuzz import partial_ratio

from service.dedup.utterance import Utterance
from service.dedup.words.normalise import normal_text

Decision = Callable[[Utterance, Utterance], bool]

_RUN = 8
_SHINGLE = 3
_PERMUTATIONS = 128


def identical(a: Utterance, b: Utterance) -> bool:
    """Quotebank (Vaucher et al. 2021): the same words. Our normal form finds more of them."""
    return a.words == b.words


def shared_run(a: Utterance, b: Utterance) -> bool:
    """Quootstrap (Pavllo, Piccardi and West 2018): any eight words in a row."""
    return bool(_grams(a.words, _RUN) & _grams(b.words, _RUN))


def partial_ratio_above(threshold: float) -> Decision:
    """Compare by rapidfuzz the shorter words with the most similar part of the longer words."""

    def decide(a: Utterance, b: Utterance) -> bool:
        return partial_ratio(normal_text(a.tokens), normal_text(b.tokens)) >= threshold

    return decide


def minhash_lsh(utterances: Sequence[Utterance], *, threshold: float) -> Decision:
    """Compare by datasketch's MinHash LSH over shingles of 3 words, at a Jaccard threshold."""
    index = MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)
    hashes = {each.id: _minhash(each) for each in utterances}
    for key, value in hashes.items():
        index.insert(key, value)
    found = {key: set(index.query(value)) for key, value in hashes.items()}

    def decide(a: Utterance, b: Utterance) -> bool:
        return b.id in found[a.id]

    return decide


def _minhash(utterance: Utterance) -> MinHash:
    # Fewer words than a shingle are one shingle.
    shingles = _grams(utterance.words, _SHINGLE) or {utterance.words}
    value = MinHash(num_perm=_PERMUTATIONS)
    for shingle in shingles:
        value.update(" ".join(shingle).encode())
    return value


def _grams(words: tuple[str, ...], length: int) -> set[tuple[str, ...]]:
    return {words[i : i + length] for i in range(len(words) - length + 1)}
