"""Read speakers' names as articles print them: the key of a name, its title and its gender."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.speakers.names.person_names import WORD, parse_name
from service.text.name_key import name_key

_PERSON = "person"
_ARTICLE_TITLE = ("a",)
"""The titles that `parse_name` finds in "A. Quill": the initial looks like an article."""


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A speaker's name in one article, split into its parts."""

    key: str
    """The key of the name without titles (`service.text.name_key.name_key`)."""
    surname: str | None = None
    alone: bool = False
    """Whether the article prints a surname alone."""
    title: str | None = None
    """The titles that tell two people of one surname apart: "president", not "mr"."""
    gender: str | None = None


def parse_printed_name(name: str, kind: str, *, source: str | None = None) -> PrintedName:
    """Split a printed name into its parts.

    The key of a person's name holds no title. The key of any other name holds no leading "the".
    "Biden, Joe" is read as "Joe Biden". An empty key means that the text is no name.

    Args:
        name: The name as printed.
        kind: The kind of speaker.
        source: The words of the source that names the speaker; titles are looked for in them.
    """
    if kind != _PERSON:
        key = name_key(name)
        # "The New York Times" equals "New York Times"; a name that is only "The" keeps its word.
        return PrintedName(key=key.removeprefix("the ") or key)
    parsed = parse_name(_given_name_first(name))
    key = name_key(" ".join([*parsed.words, parsed.suffix]))
    if key and parsed.titles == _ARTICLE_TITLE:
        surname = name_key(parsed.surname[-1])
        return PrintedName(key=name_key(_given_name_first(name)), surname=surname)
    if not key:
        return PrintedName(key=name_key(name))
    titles = parsed.titles or _titles_before(parsed.words[0], source or "")
    genders = {gender for title in titles if (gender := word_genders("titles").get(title))}
    weak = word_set("weak_titles")
    return PrintedName(
        key=key,
        surname=name_key(parsed.surname[-1]) or None,
        alone=len(parsed.words) == 1,
        title=" ".join(title for title in titles if title not in weak) or None,
        gender=genders.pop().value if len(genders) == 1 else None,
    )


def alias_lookup_key(name: str, kind: str) -> str:
    """Return the key under which articles' names find a name from a list or an editor.

    A title before a lone surname stays in the key: "President Biden" means fewer people than
    "Biden".
    """
    printed = parse_printed_name(name, kind)
    return name_key(name) if printed.alone and printed.title else printed.key


def surname_fits(short: str, full: str, *, genders: Collection[str]) -> bool:
    """Return whether suffix and gender allow a lone surname and a full name to be one person.

    Args:
        short: The key of the surname.
        full: The key of the full name.
        genders: The genders that articles show for the surname.
    """
    surname, name = parse_name(short), parse_name(full)
    if surname.suffix and surname.suffix != name.suffix:
        return False
    return name.gender is None or not genders or name.gender.value in genders


def _given_name_first(name: str) -> str:
    first, comma, rest = name.partition(",")
    rest = rest.strip()
    if not comma or "," in rest or not rest or fold_word(rest) in word_set("suffixes"):
        return name
    return f"{rest} {first.strip()}"


def _titles_before(word: str, source: str) -> tuple[str, ...]:
    """Return the titles right before a word where it first appears in a source."""
    tokens = [fold_word(token.group()) for token in WORD.finditer(source)]
    folded = fold_word(word)
    places = [at for at, token in enumerate(tokens) if token.removesuffix("'s") == folded]
    if not places:
        return ()
    start = places[0]
    while start and tokens[start - 1] in word_genders("titles"):
        start -= 1
    return tuple(tokens[start : places[0]])
