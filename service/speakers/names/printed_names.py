"""Names as articles print them: what the registry looks up, and what stands beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.speakers.names.person_names import WORD, parse_name
from service.text.name_key import name_key

_PERSON = "person"
# Titles that tell no two people of one surname apart.
_WEAK = frozenset(
    fold_word(title)
    for title in (
        *("mr", "mister", "sir", "mrs", "ms", "miss", "mme", "madame", "madam", "lady", "dame"),
        *("monsieur", "herr", "señor", "frau", "señora", "dr", "doctor", "the", "a", "an"),
        *("u.s", "us", "former", "ex", "then", "late", "current"),
    )
)


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A speaker's name in one article, taken apart."""

    key: str
    surname: str | None = None
    alone: bool = False
    title: str | None = None
    gender: str | None = None


def parse_printed_name(name: str, kind: str, *, source: str | None = None) -> PrintedName:
    """A name in print, its kind and the source where it stands -> its parts.

    Titles are no part of a person's key, nor is a leading "the" of others'; "Biden, Joe" is "Joe
    Biden". An empty key is no name.
    """
    if kind != _PERSON:
        key = name_key(name)
        # "The New York Times" and "New York Times"; a name that is no more than "The" stays.
        return PrintedName(key=key.removeprefix("the ") or key)
    parsed = parse_name(_in_order(name))
    key = name_key(" ".join([*parsed.words, parsed.suffix]))
    if key and parsed.titles == ("a",):  # an initial: "A. Quill"
        return PrintedName(key=name_key(_in_order(name)), surname=name_key(parsed.surname[-1]))
    if not key:
        return PrintedName(key=name_key(name))
    titles = parsed.titles or _titles_before(parsed.words[0], source or "")
    genders = {told for title in titles if (told := word_genders("titles").get(title))}
    return PrintedName(
        key=key,
        surname=name_key(parsed.surname[-1]) or None,
        alone=len(parsed.words) == 1,
        title=" ".join(title for title in titles if title not in _WEAK) or None,
        gender=genders.pop().value if len(genders) == 1 else None,
    )


def alias_lookup_key(name: str, kind: str) -> str:
    """A name in a list or from an editor -> the key under which print is looked up.

    A title before a surname alone stays: "President Biden" says less than "Biden", and is evidence.
    """
    read = parse_printed_name(name, kind)
    return name_key(name) if read.alone and read.title else read.key


def surname_fits(short: str, full: str, *, genders: Collection[str]) -> bool:
    """Keys of a surname alone and of a full name -> whether suffix and gender let them be one."""
    one, other = parse_name(short), parse_name(full)
    if one.suffix and one.suffix != other.suffix:
        return False
    return other.gender is None or not genders or other.gender.value in genders


def _in_order(name: str) -> str:
    first, comma, rest = name.partition(",")
    if (
        not comma
        or "," in rest
        or not rest.strip()
        or fold_word(rest.strip()) in word_set("suffixes")
    ):
        return name
    return f"{rest.strip()} {first.strip()}"


def _titles_before(word: str, source: str) -> tuple[str, ...]:
    tokens = [fold_word(found.group()) for found in WORD.finditer(source)]
    wanted = fold_word(word)
    offsets = [at for at, token in enumerate(tokens) if token.removesuffix("'s") == wanted]
    if not offsets:
        return ()
    start = offsets[0]
    while start and tokens[start - 1] in word_genders("titles"):
        start -= 1
    return tuple(tokens[start : offsets[0]])
