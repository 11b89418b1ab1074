"""Find words that an engine took for a name, or for a name of another kind, by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.patterns import (
    BODY_APPOSED,
    CODE,
    COMPANY_BEFORE,
    DEFINITE_BEFORE,
    INITIAL_BEFORE,
    LAW_END,
    NAME_BEFORE,
    OCCUPATION,
    OFFICE_WITH_HYPHEN,
    OPENS_SENTENCE,
)
from service.speakers.names.lexicon import fold_word, given_name_gender, word_genders, word_set
from service.speakers.names.roles import is_profession
from service.text.spans import Span

_LEAD = 40
"""How many code points before a name are read."""
_FEWEST_LETTERS = 5
_TOP = re.compile(r"(?:[^\n]*\n){0,6}[^\n]*")
"""The lines that may hold a byline."""
_DATELINE = re.compile(r"[^\W\d_a-z][\w .,'’/-]{1,60}\([^()\n]{2,30}\)\s?[-–—]+\s")
_DATELINE_IN_CAPITALS = re.compile(
    r"(?:[A-Z][A-Z.'’-]{2,}(?:,?[ \u00a0][A-Z][A-Z.'’-]*){0,4})"
    r"(?:,[ \u00a0][^\W\d_a-z][\w., \u00a0]{1,30})?(?:\s?[–—]\s?|\s--?\s)(?=[“‘\"']?[^\W\d_a-z])"
)
"""A place in capitals and a dash, before a sentence."""
_SPACES = (" ", "\u00a0")


def words_without_name(text: str, mentions: Mapping[Span, Mention]) -> Iterator[Span]:
    """Yield the mentions that name neither a person nor a body of the story.

    A law ("the Harbours Act"), a code after "the" ("the B4"), an office that has a hyphen
    ("Vicar-General"), a title right before a name ("[Helmsman] Ivo Roe"), the agency in a
    dateline ("LUND, May 3 (ACP) - A pier"), a dateline in capitals ("BAY CITY—A pier"), and a
    reporter's name in capitals under the headline.

    Args:
        text: The whole text.
        mentions: The mentions of the text.
    """
    in_order = sorted(mentions)
    first_lines = _TOP.match(text)
    top = first_lines.end() if first_lines else 0
    for span in in_order:
        printed, entity_type = span.of(text), mentions[span].entity_type
        definite = text[max(0, span.start - 4) : span.start].casefold() == "the "
        is_law = entity_type is EntityType.ORGANIZATION and LAW_END.search(printed)
        is_code = definite and CODE.fullmatch(printed)
        person = entity_type is EntityType.PERSON
        is_office = person and OFFICE_WITH_HYPHEN.fullmatch(printed)
        place = entity_type is EntityType.PLACE
        in_dateline = not place and _is_in_dateline(text, span)
        alone = person and printed.isupper() and fold_word(printed) in word_genders("roles")
        byline = person and span.start <= top and _is_byline_in_capitals(text, span)
        if is_law or is_code or is_office or in_dateline or alone or byline:
            yield span
    for span, after in pairwise(in_order):
        people = mentions[span].entity_type is mentions[after].entity_type is EntityType.PERSON
        whole = " " in after.of(text) and " " not in span.of(text)
        if people and whole and text[span.end : after.start] in _SPACES:
            word = fold_word(span.of(text))
            by_form = OCCUPATION.fullmatch(span.of(text)) or is_profession(word)
            if by_form and not given_name_gender(word):
                yield span


def _is_byline_in_capitals(text: str, span: Span) -> bool:
    """Return whether a name in capitals fills its line, and the text below does not print it."""
    printed = span.of(text)
    if not printed.isupper() or " " not in printed:
        return False
    fills = text[span.start - 1 : span.start] == text[span.end : span.end + 1] == "\n"
    surname = printed.rsplit(maxsplit=1)[-1]
    return fills and not re.search(rf"\b{re.escape(surname.title())}\b", text[span.end :])


def _is_in_dateline(text: str, span: Span) -> bool:
    """Return whether a name is in a dateline: "LUND, May 3 (ACP) - ", "BAY CITY—"."""
    start = text.rfind("\n", 0, span.start) + 1
    dateline = _DATELINE.match(text, start) or _DATELINE_IN_CAPITALS.match(text, start)
    return dateline is not None and span.end < dateline.end()


def mistaken_types(
    text: str, mentions: Mapping[Span, Mention]
) -> Iterator[tuple[Span, EntityType]]:
    """Yield the mentions of people that name a group or a body, each with its type.

    A lone plural ("Surveyors said") is a group, an acronym with an article ("the local RA") a body.

    Args:
        text: The whole text.
        mentions: The mentions of the text.
    """
    people = [m for m in mentions.values() if m.entity_type is EntityType.PERSON]
    surnames = {fold_word(m.name.words[-1]) for m in people if len(m.name.words) > 1}
    for span, mention in sorted(mentions.items()):
        printed = span.of(text)
        if mention.entity_type is not EntityType.PERSON:
            continue
        body = BODY_APPOSED.search(text, max(0, span.start - _LEAD), span.start)
        known = " " not in printed or given_name_gender(printed.split()[0])
        if body and body["noun"] in word_set("organization_nouns") and not known:
            yield span, EntityType.ORGANIZATION
        if not printed.isalpha():
            continue
        folded = fold_word(printed)
        plural = folded.endswith("s") and is_profession(folded[:-1]) and folded not in surnames
        if plural and len(folded) > _FEWEST_LETTERS:
            places = re.finditer(rf"\b{printed}\b", text)
            if all(
                OPENS_SENTENCE.search(text, max(0, place.start() - 2), place.start())
                for place in places
            ):
                yield span, EntityType.GROUP
        elif printed.isupper() and len(printed) > 1:
            before = DEFINITE_BEFORE.search(text, max(0, span.start - _LEAD), span.start)
            if before and folded not in word_genders("titles"):
                yield span, EntityType.ORGANIZATION


def longer_names(
    text: str, mentions: Mapping[Span, Mention]
) -> Iterator[tuple[Span, Span, EntityType]]:
    """Yield the mentions whose beginning an engine cut off, each with the whole name and its type.

    Initials ("[A. J. Roe]"), the words right after an honorific ("Dr [Ana Ida Roe]"), and the short
    form of a company's kind ("[PT Roe Bahari]").

    Args:
        text: The whole text.
        mentions: The mentions of the text.
    """
    taken: Sequence[Span] = sorted(mentions)
    for before, span in pairwise([Span(0, 0), *taken]):
        near = max(before.end, span.start - _LEAD)
        kind = mentions[span].entity_type
        if kind in (EntityType.PERSON, EntityType.ORGANIZATION):
            company = COMPANY_BEFORE.search(text, near, span.start)
            if company:
                yield span, Span(company.start(), span.end), EntityType.ORGANIZATION
                continue
        if kind is not EntityType.PERSON:
            continue
        initial = INITIAL_BEFORE.search(text, near, span.start)
        named = NAME_BEFORE.search(text, near, span.start)
        if initial:
            yield span, Span(initial.start("initials"), span.end), kind
        elif named and " " in span.of(text) and not _is_title(named["name"]):
            yield span, Span(named.start("name"), span.end), kind


def _is_title(word: str) -> bool:
    folded = fold_word(word)
    if folded in word_genders("titles") or folded in word_genders("roles"):
        return True
    return is_profession(folded) or folded in word_set("honorifics")
