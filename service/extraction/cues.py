"""Cue words: the verbs that report speech, belief and intention, in all their forms."""

from __future__ import annotations

import re
from functools import cache

from service.extraction.quotation import Stance
from service.text.lexicon import read_words

_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = "aeiou"


def find_stance(cue: str) -> Stance:
    """Return the stance of the words of a cue; speech if they show none."""
    verbs = load_verbs()
    stances = [verbs[word][1] for word in _WORD.findall(cue.lower()) if word in verbs]
    if not stances or Stance.SPEECH in stances:
        return Stance.SPEECH
    return stances[0]


def is_cue_word(word: str) -> bool:
    """Return whether a word can report speech, belief or intention."""
    return word.lower() in load_verbs() or word.lower() in load_lines("cue_nouns")


@cache
def load_verbs() -> dict[str, tuple[str, Stance]]:
    """Return every form of every cue verb, with the verb and its stance."""
    return {
        form: (verb, stance)
        for stance in (Stance.INTENTION, Stance.BELIEF, Stance.SPEECH)
        for verb in load_lines(stance.value)
        for form in forms_of(verb)
    }


@cache
def load_lines(name: str) -> frozenset[str]:
    """Return the words or phrases of a list of this step."""
    return read_words("service.extraction", f"{name}.txt")


def forms_of(verb: str) -> set[str]:
    """Return the forms of an English verb: the regular ones, and the irregular ones of a list."""
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
