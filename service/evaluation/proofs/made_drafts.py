"""Drafts made of real words with a seed: cut, altered, spliced, swapped, invented, untouched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from service.evaluation.proofs.changes import (
    change_number,
    cut_end,
    cut_inside,
    cut_start,
    join_halves,
    may_mislead,
    negate,
    replace_words,
)
from service.evaluation.proofs.said import KnownSource, SaidWords, Sentence
from service.proofs.findings import ProofVerdict

EACH = 12
"""How many drafts of each kind of fault."""
UNTOUCHED = 40
_FAR = 500
"""Characters between two places that are joined."""
_POOL = re.compile(r"\b[a-z]{5,}\b")
_FRAMES = (
    "The matter came up again this week. “{words},” {name} said.",
    "There was no vote on Tuesday. “{words},” said {name}.",
    "{name} said: “{words}”",
    "It was a long day for all. “{words},” {name} told reporters on Thursday.",
)
_PIECE = "Asked again, {name} said that it was all about “{words}” in the end."
_INTERRUPTED = "“{first},” {name} said. “{words}”"
_INVENTIONS = (
    "This is a defining moment for our {0}, and we will not rest until every {1} is heard.",
    "We owe it to our children to treat the {0} with the seriousness that it deserves.",
    "At the end of the day, the {0} belongs to the {1}, and that is what guides me.",
    "I have always believed that {0} and {1} can go hand in hand if we have the courage.",
    "People are tired of {0}, and they are tired of hearing the same excuses about {1}.",
    "My message is simple: fix the {0} first, then come back and talk to me about {1}.",
)


@dataclass(frozen=True, slots=True)
class MadeDraft:
    """A draft with one quotation, the source that it came from, and the right verdict."""

    kind: str
    source: KnownSource
    text: str
    words: str
    expected: ProofVerdict


def make_drafts(sources: Sequence[KnownSource], *, seed: int) -> list[MadeDraft]:
    """Return sixty drafts with a fault and forty without, each from a source drawn by the seed."""
    random = Random(seed)  # noqa: S311 - the drafts are no secrets
    pool = sorted({word for source in sources for word in _POOL.findall(source.text)})
    makers: list[tuple[Callable[[SaidWords, KnownSource], MadeDraft | None], int]] = [
        (lambda said, source: _cut(said, source, random), EACH),
        (lambda said, source: _altered(said, source, random, pool), EACH),
        (lambda said, source: _spliced(said, source, random), EACH),
        (lambda said, source: _swapped(said, source, random), EACH),
        (lambda said, source: _invented(said, source, sources, random), EACH),
        (lambda said, source: _untouched(said, source, random), UNTOUCHED),
    ]
    made: list[MadeDraft] = []
    for make, count in makers:
        drawn = _draw(sources, random)
        found = (draft for said, source in drawn if (draft := make(said, source)))
        made += [next(found) for _ in range(count)]
    return made


def _draw(
    sources: Sequence[KnownSource], random: Random
) -> Iterator[tuple[SaidWords, KnownSource]]:
    while True:
        source = random.choice(sources)
        yield random.choice(source.said), source


def _frame(words: str, name: str, random: Random) -> str:
    frame = random.choice(_FRAMES)
    if "{words}," in frame:
        words = words[:-1] if words.endswith(".") else words
        frame = frame.replace("{words},", "{words}") if words.endswith(("!", "?")) else frame
    return frame.format(words=words, name=name)


def _cut(said: SaidWords, source: KnownSource, random: Random) -> MadeDraft | None:
    if len(said.sentences) > 2 and random.random() < 0.25:
        at = random.randrange(len(said.sentences) - 2)
        three = said.sentences[at : at + 3]
        if not _are_side_by_side(three, source):
            return None
        words: str | None = f"{three[0].words} {three[2].words}"
    else:
        change = random.choice([cut_inside, cut_inside, cut_end, cut_start])
        words = change(random.choice(said.sentences).words, random)
    if words is None:
        return None
    text = _frame(words, said.speaker, random)
    return MadeDraft("cut", source, text, words, ProofVerdict.TRIMMED)


def _altered(
    said: SaidWords, source: KnownSource, random: Random, pool: Sequence[str]
) -> MadeDraft | None:
    sentence = random.choice(said.sentences).words
    how = random.randrange(3)
    if how == 0:
        changed = replace_words(sentence, random, pool)
    else:
        changed = (change_number if how == 1 else negate)(sentence, random)
    if changed is None:
        return None
    text = _frame(changed, said.speaker, random)
    return MadeDraft("altered", source, text, changed, ProofVerdict.ALTERED)


def _spliced(said: SaidWords, source: KnownSource, random: Random) -> MadeDraft | None:
    own = [s for each in source.said if each.speaker == said.speaker for s in each.sentences]
    one, other = random.choice(own), random.choice(own)
    if abs(one.start - other.start) < _FAR + len(one.words) or one.words == other.words:
        return None
    if random.random() < 0.5:
        words = one.words + random.choice([" ", " … "]) + other.words
    else:
        words = join_halves(one.words, other.words, random)
    text = _frame(words, said.speaker, random)
    return MadeDraft("spliced", source, text, words, ProofVerdict.SPLICED)


def _swapped(said: SaidWords, source: KnownSource, random: Random) -> MadeDraft | None:
    others = {each.speaker for each in source.said} - {said.speaker}
    names = sorted(name for name in others if not _share_word(name, said.speaker))
    words = random.choice(said.sentences).words
    elsewhere = any(
        words in sentence.words
        for each in source.said
        if each is not said
        for sentence in each.sentences
    )
    if not names or elsewhere:
        return None
    text = _frame(words, random.choice(names), random)
    return MadeDraft("swapped", source, text, words, ProofVerdict.OTHER_SPEAKER)


def _invented(
    said: SaidWords, source: KnownSource, sources: Sequence[KnownSource], random: Random
) -> MadeDraft | None:
    if random.random() < 0.5:
        other = random.choice(sources)
        words = random.choice(random.choice(other.said).sentences).words
        if other is source or words in source.text:
            return None
    else:
        nouns = random.sample(sorted(set(_POOL.findall(source.text))), 2)
        words = random.choice(_INVENTIONS).format(*nouns)
    text = _frame(words, said.speaker, random)
    return MadeDraft("invented", source, text, words, ProofVerdict.NOT_FOUND)


def _untouched(said: SaidWords, source: KnownSource, random: Random) -> MadeDraft | None:
    shape = random.random()
    at = random.randrange(len(said.sentences))
    if shape < 0.2:
        printed = said.sentences[at].words.split()
        size = random.randint(4, 7)
        first = random.randint(0, len(printed) - size)
        words = " ".join(printed[first : first + size]).strip(".,;:!?")
        if len(words.split()) < size or may_mislead(printed[:first], printed[first + size :]):
            return None
        text = _PIECE.format(words=words, name=said.speaker)
    elif shape < 0.5 and at + 1 < len(said.sentences):
        two = said.sentences[at : at + 2]
        if not _are_side_by_side(two, source):
            return None
        words = " ".join(sentence.words for sentence in two)
        if random.random() < 0.5 and two[0].words.endswith("."):
            text = _INTERRUPTED.format(
                first=two[0].words[:-1], words=two[1].words, name=said.speaker
            )
        else:
            text = _frame(words, said.speaker, random)
    else:
        words = said.sentences[at].words
        text = _frame(words, said.speaker, random)
    return MadeDraft("untouched", source, text, words, ProofVerdict.VERBATIM)


def _are_side_by_side(sentences: Sequence[Sentence], source: KnownSource) -> bool:
    return all(
        not source.text[one.start + len(one.words) : other.start].strip()
        for one, other in pairwise(sentences)
    )


def _share_word(one: str, other: str) -> bool:
    return bool({*one.split()} & {*other.split()})
