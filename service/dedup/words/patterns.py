"""Patterns and word tables of deduplication that hold English words.

A second language gets a table of the same names, and a folder beside `lexicon/en/`. `VERSION` in
`service.dedup.stored_form` counts every change here.
"""

from __future__ import annotations

import re

CONTRACTED_ENDINGS = (
    ("n't", "not"),
    ("'ll", "will"),
    ("'re", "are"),
    ("'ve", "have"),
    ("'m", "am"),
    ("'d", "would"),
)
"""The endings of contracted words, and the word that each stands for."""
IS = "is"
BEFORE_IS = frozenset(
    {"he", "here", "how", "it", "she", "that", "there", "this"}
    | {"what", "when", "where", "who", "why", "everyone", "nobody"}
)
"""After these words "'s" is the verb "is". After others it is a possessive and stays."""

OUR_SPELLING = re.compile(
    r"(arm|behavi|cand|clam|col|enam|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|neighb|od|parl|ranc|"
    r"rig|rum|sav|savi|splend|succ|tum|val|vap|vig)our"
)
"""British "colour", American "color"."""
ISE_SPELLING = re.compile(r"(?<=\w{3})is(e|ed|es|ing|ation|ations|er|ers)$")
"""British "organise", American "organize"."""
YSE_SPELLING = re.compile(r"(?<=anal|aral)ys(e|ed|es|ing)$")
"""British "analyse", American "analyze"."""
DOUBLED_L = re.compile(
    r"^(cancel|channel|counsel|dial|fuel|jewel|label|level|marvel|model|quarrel|rival|signal|travel|"
    r"tunnel)l(?=ed$|ing$|ers?$)"
)
"""British "travelling", American "traveling"."""
BRITISH_ENDINGS = ("r", "e", "ed", "ing", "er", "ation")
"""Endings that complete the beginning of a word which the patterns above respell."""

ORDINAL_ENDINGS = r"(?:st|nd|rd|th|s)\b"
HYPHENED_PREFIXES = r"\b(?:(?i:e|anti|co|non|pre|re(?=-e))-)+(?=[^\W\d_])"
"""House styles differ in "co-operation" and "re-elect". But "re-sign" is not "resign"."""
SIGNS = {"%": "percent", "&": "and"}
PRONOUN_WITH_CAPITAL = "i"
"""The pronoun "I": printed with a capital, and no name."""
ARTICLE = "the"

SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
"""The words of powers of ten."""
SHORT_SCALES = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "bn": "billion",
    "b": "billion",
    "tn": "trillion",
}
CURRENCIES = {"$": "dollars", "£": "pounds", "€": "euros"}
ONE = "one"
NO, NOBODY = "no", "nobody"
"""One outlet prints "no one", another "nobody"."""
PER, CENT, PERCENT = "per", "cent", "percent"

NEGATIONS = frozenset(
    {"not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "nowhere", "without"}
    | {"hardly", "scarcely", "barely"}
)
OPPOSITE_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
"""A prefix that makes a word its opposite: "safe", "unsafe"."""
INFLECTIONS = ("s", "d", "ed", "ing")
"""Endings of inflected verbs; the base may have lost an "e"."""
MUTE_ENDING = "e"
FORMULA_FILLERS = "again|all|and|but|everyone|folks|indeed|just|much|now|oh|really|so|very|well"
"""Words around a formula: "And thank you all, everybody, so very much.\""""
ADDRESS_BEGINNINGS = frozenset({"http", "https", "www"})

NAME_TITLES = frozenset(
    {"chancellor", "congressman", "congresswoman", "doctor", "dr", "gen", "general", "gov"}
    | {"governor", "judge", "justice", "president", "prof", "professor", "rep", "representative"}
    | {"rev", "reverend", "sen", "senator", "secretary", "sergeant", "sgt"}
)
"""Titles before a name. They are no part of it."""
FEMALE_TITLES = frozenset({"dame", "lady", "madam", "miss", "mrs", "ms"})
MALE_TITLES = frozenset({"lord", "mr", "sir"})
NAME_SUFFIXES = frozenset({"jr", "junior", "sr", "senior", "ii", "iii", "iv"})
"""Words after a name that tell a father from a son."""
NAME_LINKS = frozenset({"and", "for", "in", "of", "on", "the"})
"""Words inside the names of bodies. No person has one."""
ARTICLE_BEFORE_NAME = r"(?<= )(?:al|el)[ -](?=\w{3})|\bal-(?=\w{3})"
"""The Arabic article before a surname: "al-Gadhafi"."""
