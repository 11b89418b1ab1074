"""Find offices beside names: what a text calls a person, in words that no list holds.

A source such as "the CM" or "the Taoiseach" asks for an office. It is held by the person before
whose name the text prints the same word, or the words that it abbreviates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from service.speakers.mentions.mention import EntityType, Mention, read_mention
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import (
    fold_word,
    given_name_gender,
    word_genders,
    word_pairs,
    word_set,
)
from service.speakers.names.organizations import is_outlet_name
from service.speakers.names.patterns import FIELD_OF_OFFICE, SMALL_WORDS
from service.speakers.names.person_names import WORD, is_surname_first
from service.speakers.names.roles import Role, is_profession
from service.text.spans import Span

_OFFICE_BEFORE = re.compile(
    r"(?P<office>[\w.-]+)[ \u00a0](?:for|of|to|at|in)[ \u00a0](?:the[ \u00a0])?"
    rf"{FIELD_OF_OFFICE}$"
)
"""An office, a preposition, and the beginning of the office's field: "Ambassador to the"."""
_LONGEST_LEAD = 100
"""How many code points before a name are searched for its office."""
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?){1,3}")
_FEWEST_WORDS = 3
_BODY_AND_OFFICE = 2
_NOUN = r"[^\W\d_](?:-?[^\W\d_]){1,23}"
_MODIFIERS = r"(?:[a-z][a-z-]*[ \u00a0]){0,3}"
_ASKED = re.compile(rf"[Tt]he[ \u00a0]{_MODIFIERS}(?P<office>{_NOUN})")
_ASKED_IN_TEXT = re.compile(
    rf"\b[Tt]he[ \u00a0](?P<office>{_NOUN})"
    r"(?=['’]s\b|,|[ \u00a0](?:is|was|has|had|will|would|also|who|told|said|says)\b)"
)
"""A definite noun without further words: "the Taoiseach said"."""
_ACRONYM_ASKED = re.compile(r"\b[Tt]he[ \u00a0](?P<office>[A-Z]{2,5})[ \u00a0][a-z]")
"""An acronym before a verb in small letters: "The UNO tried"."""
_OFFICE_OF_FIELD = re.compile(
    r"\b[Tt]he[ \u00a0](?P<office>[^\W\d_a-z][^\W\d_]{1,24})[ \u00a0](?:of|for)[ \u00a0]"
    r"[^,.;:\n]{1,60},[ \u00a0][^\W\d_a-z]"
)
"""An office in capitals with its field, and a name: "The Iyaloja of the market, Ada Roe"."""
_BEFORE = re.compile(rf"(?P<office>{_NOUN})[ \u00a0](?:\([^()\n]{{1,60}}\)[ \u00a0])?$")
"""The office right before a name: "Llywydd (speaker) Roe"."""
_TITLE_AT_END = re.compile(r"(?<=[ \u00a0])(?P<title>[A-Z]\w{0,7}\.?)[ \u00a0]$")
_DESCRIBED = re.compile(
    rf"\b(?P<office>{_NOUN})(?:[ \u00a0](?:of|for|to)[ \u00a0][^,.;:\n]{{1,60}})?,[ \u00a0]"
    r"(?:\w{1,8}\.?[ \u00a0]){0,2}$"
)
"""The office before a comma and a name: "the custos of St Mary, Mr Roe"."""
_AFTER = re.compile(
    rf",[ \u00a0](?:(?:the|an?)[ \u00a0]{_MODIFIERS})?(?P<office>{_NOUN})"
    r"(?=[ \u00a0](?:of|for|at|in|on|with|who|from)\b|[,.])"
)
"""The office after a name: "Errol Roe, custos of St Mary"."""
_WITHOUT_ARTICLE = re.compile(r"(?<![Tt]he[ \u00a0])\b[^\W\d_a-z][^\W\d_]*")
"""A word in capitals that has no article before it."""
_NO_OFFICE = ("group_nouns", "organization_nouns", "press_nouns", "documents", "function_words")
"""Word lists that hold no office."""
_LONGEST_ACRONYM = 5
_LONG_INITIALS = 3
_LONGEST_TITLE = 12
_SMALL_OFFICE = re.compile(
    r"(?P<office>[a-z]+(?:[ \u00a0][a-z]+){1,4}),?[ \u00a0](?:[A-Z]\w{0,7}\.?[ \u00a0])?$"
)
"""An office in small letters before a name: "the [block development officer], Mr Roe"."""


def name_after_office(text: str, span: Span) -> Span | None:
    """Return the name in a span that an engine began too early, None where it begins well.

    In "Ambassador to the [United Nations Jane Roe]" the name is the last two words. It begins
    earlier at an initial, or at a given name that is known.

    Args:
        text: The whole text.
        span: The span in which an engine saw a name.
    """
    tokens = list(WORD.finditer(text, span.start, span.end))
    words = [token.group() for token in tokens]
    if len(words) < _FEWEST_WORDS or not all(word[0].isupper() for word in words):
        return None
    office = _OFFICE_BEFORE.search(text, max(0, span.start - _LONGEST_LEAD), span.start)
    if text[max(0, span.start - 2) : span.start - 1] == ",":
        return None
    if office is None or given_name_gender(words[0]) or _INITIALS.fullmatch(words[0]):
        return None
    title = WORD.findall(text[max(0, span.start - _LONGEST_TITLE) : span.start])[-1:]
    if title and fold_word(title[0]) in word_genders("titles"):
        return None  # "Director of Health Services, Madam [Comfort Ofosua Roe]".
    head = fold_word(office["office"])
    if head not in word_pairs("title_roles") and not is_profession(head):
        return None
    folded = tuple(fold_word(word) for word in words)
    for index in range(len(words) - 2):
        if is_surname_first(folded[index:]):
            return Span(tokens[index].start(), span.end)
    for index in range(1, len(words) - 1):
        if _INITIALS.fullmatch(words[index]) or given_name_gender(words[index]):
            return Span(tokens[index].start(), span.end)
    return Span(tokens[-2].start(), span.end)


def with_offices(
    layout: TextLayout, mentions: Sequence[Mention], sources: Iterable[Span]
) -> list[Mention]:
    """Return the mentions with the offices that sources ask for, as roles of the people.

    A word that the text prints with "the" is an office and no part of a name: in "Sarpanch Asha
    Rao" the name is "Asha Rao", and "the sarpanch" names no other person.

    Args:
        layout: The text.
        mentions: The mentions of the text, in its order.
        sources: The spans of all sources.
    """
    asked = _asked_offices(layout.text, sources)
    if not asked:
        return list(mentions)
    found, held = [], set[str]()
    for mention in mentions:
        if mention.entity_type is not EntityType.PERSON:
            found.append(mention)
            continue
        named, offices = _read_offices(layout, mention, asked)
        held |= offices
        roles = tuple(Role(office, frozenset(), None) for office in sorted(offices))
        found.append(replace(named, roles=named.roles + roles) if roles else named)
    held |= _never_bare(layout.text, found, asked)
    people = (m for m in found if m.entity_type is EntityType.PERSON)
    held |= _titles_alone(layout.text, found)
    offices = held - {fold_word(m.name.words[-1]) for m in people if len(m.name.words) > 1}
    kept = (_without_acronym(layout, mention, offices) for mention in found)
    return [m for m in kept if fold_word(m.span.of(layout.text)) not in offices]


def _without_acronym(layout: TextLayout, mention: Mention, offices: Set[str]) -> Mention:
    """Return the mention of a body without the office at its end: "[Edo Police] PRO, Jane Roe"."""
    words = list(WORD.finditer(layout.text, mention.span.start, mention.span.end))
    if len(words) < _BODY_AND_OFFICE:
        return mention
    last = words[-1].group()
    if not last.isupper() or fold_word(last) not in offices:
        return mention
    own = read_mention(layout, Span(mention.span.start, words[-2].end()), mention.entity_type)
    return replace(own, possessive=True) if own else mention


def _asked_offices(text: str, sources: Iterable[Span]) -> dict[str, str]:
    """Return the words that the text uses as definite nouns and no list holds, by their folds."""
    asked = {m["office"] for span in sources if (m := _ASKED.fullmatch(span.of(text)))}
    for pattern in (_ASKED_IN_TEXT, _OFFICE_OF_FIELD, _ACRONYM_ASKED):
        asked |= {match["office"] for match in pattern.finditer(text)}
    return {fold_word(word): word for word in sorted(asked) if _may_be_office(word)}


def _never_bare(text: str, mentions: Iterable[Mention], asked: Mapping[str, str]) -> set[str]:
    """Return the asked words, folded, that the text prints with "the" each time.

    No name of a person has an article each time: "the Taoiseach" alone is an office, too.
    """
    lone = {
        fold_word(mention.name.words[0])
        for mention in mentions
        if mention.entity_type is EntityType.PERSON and len(mention.name.words) == 1
    } & asked.keys()
    if not lone:
        return lone
    return lone - {fold_word(word.group()) for word in _WITHOUT_ARTICLE.finditer(text)}


def _titles_alone(text: str, mentions: Iterable[Mention]) -> set[str]:
    """Return the titles in capitals, folded, that the text prints as nouns: "the CEC said"."""
    acronyms = (m for m in mentions if m.span.of(text).isupper() and " " not in m.span.of(text))
    definite = (
        m for m in acronyms if text[max(0, m.span.start - 4) : m.span.start].lower() == "the "
    )
    return {fold_word(m.span.of(text)) for m in definite} & word_genders("titles").keys()


def _may_be_office(word: str) -> bool:
    folded = fold_word(word)
    if any(folded in word_set(name) for name in _NO_OFFICE):
        return False
    if folded in word_genders("roles") and not word.isupper():
        return False
    return not (given_name_gender(word) or is_outlet_name(word))


def _is_acronym(word: str) -> bool:
    return sum(letter.isupper() for letter in word) > 1


def _read_offices(
    layout: TextLayout, mention: Mention, asked: Mapping[str, str]
) -> tuple[Mention, set[str]]:
    """Return a person's mention without the office in its name, and the offices beside it."""
    text, offices = layout.text, set[str]()
    tokens = list(WORD.finditer(text, mention.span.start, mention.span.end))
    within = [index for index, token in enumerate(tokens) if fold_word(token.group()) in asked]
    last = max((index for index in within if index + 1 < len(tokens)), default=None)
    if last is not None:
        start = tokens[last + 1].start()
        own = read_mention(layout, Span(start, mention.span.end), EntityType.PERSON)
        if own:
            offices.add(fold_word(tokens[last].group()))
            mention = replace(own, known_from=max(mention.known_from, own.span.start))
    lead = text[max(0, mention.span.start - _LONGEST_LEAD) : mention.span.start]
    lead = lead.rpartition("\n")[2]
    near = {fold_word(word.strip("(),")) for word in lead.split()} & asked.keys()
    patterns = (_BEFORE, _DESCRIBED) if near else ()
    beside = [
        pattern.search(part) for part in (lead, _without_titles(lead)) for pattern in patterns
    ]
    for found in (*beside, _AFTER.match(text, mention.span.end)):
        if found and fold_word(found["office"]) in asked:
            offices.add(fold_word(found["office"]))
    acronyms = {folded for folded, printed in asked.items() if _is_acronym(printed)}
    return mention, offices | _abbreviated(lead, acronyms)


def _without_titles(lead: str) -> str:
    """Return the words before a name without the titles that end them."""
    while title := _TITLE_AT_END.search(lead[-_LONGEST_TITLE:]):
        if fold_word(title["title"]) not in word_genders("titles"):
            break
        lead = lead[: -len(title.group())]
    return lead


def _abbreviated(lead: str, acronyms: Set[str]) -> set[str]:
    """Return the acronyms that abbreviate the office at the end of a lead: "CM", "LoP"."""
    found = set[str]()
    if not acronyms:
        return found
    words = [fold_word(word) for word in _office_phrase(lead)]
    for left_out in (frozenset(["the"]), SMALL_WORDS):
        kept = [word for word in words if word not in left_out]
        for start in range(len(kept)):
            for end in range(start + 2, min(len(kept), start + _LONGEST_ACRONYM) + 1):
                window = kept[start:end]
                acronym = "".join(word[0] for word in window)
                if any(_is_title(word) for word in window):
                    found.update(each for each in acronyms if _stands_for(each, acronym))
    return found


def _stands_for(acronym: str, initials: str) -> bool:
    """Return whether an acronym is the initials of an office, or has one more at its front."""
    long = len(initials) >= _LONG_INITIALS and acronym[1:] == initials
    return acronym == initials or long


def _office_phrase(lead: str) -> list[str]:
    """Return the words of the office that ends a lead: capitalised ones, or else small ones."""
    words: list[str] = []
    for word in reversed(lead.replace("(", " ").replace(")", " ").split()):
        bare = word.rstrip(",")
        if not (bare[:1].isupper() or bare in SMALL_WORDS):
            break
        words.insert(0, bare)
    small = _SMALL_OFFICE.search(lead)
    return words if words or small is None else small["office"].split()


def _is_title(word: str) -> bool:
    return word in word_genders("roles") or word in word_pairs("title_roles")
