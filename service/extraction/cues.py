"""Cue words: the verbs that report speech, belief and intention, in all their forms."""

from __future__ import annotations

import re
from functools import cache

from service.extraction.quotation import Stance
from service.text.lexicon import read_words

_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = "aeiou"


def find_stance(cue: str) -> Stance:
    """The words of a cue -> what they say the source does; speech where they do not tell."""
    verbs = load_verbs()
    stances = [verbs[word][1] for word in _WORD.findall(cue.lower()) if word in verbs]
    if not stances or Stance.SPEECH in stances:
        return Stance.SPEECH
    return stances[0]


def is_cue_word(word: str) -> bool:
    """A word -> whether it can report what somebody says, thinks or plans."""
    return word.lower() in load_verbs() or word.lower() in load_lines("cue_nouns")


@cache
def load_verbs() -> dict[str, tuple[str, Stance]]:
    """Nothing -> every form of every cue verb, with the verb and what it says the source does."""
    return {
        form: (verb, stance)
        for stance in (Stance.INTENTION, Stance.BELIEF, Stance.SPEECH)
        for verb in load_lines(stance.value)
        for form in forms_of(verb)
    }


@cache
def load_lines(name: str) -> frozenset[str]:
    """The name of a word list -> its lines, comments left out."""
    return read_words("service.extraction", f"{name}.txt")


def forms_of(verb: str) -> set[str]:
    """A verb -> its forms, by the rules of spelling and the list of those that break them."""
    forms = {verb, *_irregular().get(verb, ())}
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        stem = verb[:-1]
        return forms | {stem + "ies", stem + "ied", verb + "ing"}
    if verb.endswith("e"):
        return forms | {verb + "s", verb + "d", verb[:-1] + "ing"}
    plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return forms | {plural, verb + "ed", verb + "ing"}


@cache
def _irregular() -> dict[str, list[str]]:
    return {line.split()[0]: line.split()[1:] for line in load_lines("irregular")}
