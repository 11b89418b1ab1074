"""Correct the boundaries of names that an engine cut short or made too long."""

from __future__ import annotations

import re

from service.speakers.mentions.bodies import with_owners
from service.speakers.mentions.mention import EntityType
from service.speakers.mentions.patterns import (
    HONORIFIC_BEFORE,
    NAME_SUFFIX,
    ORGANIZATION_CONJUNCT,
    ORGANIZATION_REST,
)
from service.speakers.names.lexicon import fold_word, given_name_gender, word_genders, word_set
from service.speakers.names.organizations import is_outlet_name, names_itself
from service.speakers.names.patterns import ADVERB_END, DEFINITE_ARTICLE
from service.speakers.names.person_names import WORD
from service.speakers.names.roles import is_plural_role, is_profession
from service.text.spans import Span

_NICKNAME_BEFORE = re.compile(r"(?<!\w)([^\W\d_a-z][\w\-]+)[ \u00a0][\"“(]\w+[\"”)][ \u00a0]")
"""A given name and a nickname in quotation marks or brackets."""
_CAPITALISED_BEFORE = re.compile(r"(?<![\w’'])([^\W\d_a-z][\w\-]+)[ \u00a0]$")
_LINKED_BEFORE = re.compile(
    r"(?<![\w.’'-])(?:(?:[A-Z]\.){1,3}|[B-HJ-Z]|(?P<particle>[^\W\d_]{2,5}))[ \u00a0]$"
)
"""Initials, or a word that may be a particle, right before a name."""
_FEWEST_WITH_TITLE = 3
_LONGEST_TITLE = 16
_INITIAL = re.compile(r"[A-Z]\.")
_APOSTROPHE_REST = re.compile(r"['’](?!s\b)[a-z]{1,8}\b")
"""The rest of a name after an apostrophe: "Fainga['a]"."""
_HYPHENATED_REST = re.compile(r"-[a-z]{1,6}\b(?!-)")
_LINKED_REST = re.compile(r"(?:(?<=-)|-)(?:(?:or|ur|ul|al|el|us|ud|e|i)-)?(?<=-)[A-Z][\w’']+\b")
"""The rest of a name that a small word links: "Harun[-or-Rashid]"."""
_LINKED_BEFORE_REST = re.compile(r"\b[A-Z][\w’']+-(?:or|ur|ul|al|el|us|ud|e|i)-$")
_DOUBLE_NAME_REST = re.compile(r"[-‑][A-Z][\w’']+\b(?!-)")
"""The rest of a double surname: "Yoav Bar[-On]"."""
_DOUBLE_NAME_BEFORE = re.compile(
    r"(?:(?<=\n)|(?<=^)|(?<=[.!?”\"][ \u00a0])|(?<=(?:Mr|Ms|Dr)[ \u00a0])|(?<=Mrs[ \u00a0]))"
    r"[A-Z][\w’']+[-‑]$"
)
"""The first half of a double surname that begins a line or a sentence, or follows a title."""
_AMPERSAND_END = re.compile(r"\s*&(?:amp;?)?")
_AMPERSAND_REST = re.compile(r"[ \u00a0]&[ \u00a0][A-Z]\w+(?:[ \u00a0][A-Z][a-z]+)*")
"""The rest of a body's name: "Glass [& Pottery Workers]"."""
_LOWER_CASE_END = re.compile(r"(?<=[\w.])(?:[ \u00a0][a-z]+)+$")
_CAPITALISED_AFTER = re.compile(r"[ \u00a0](?P<noun>[A-Z][a-z]+)\b")
_CAPITALS_BEFORE = re.compile(r"(?<![\w.’'])(?<!\. )(?:[A-Z][\w’']+[ \u00a0]){1,4}$")
WITHIN_SENTENCE = re.compile(r"(?:[a-z]|[a-z],)[ \u00a0]$")
"""The end of a word in lower case: what follows does not begin a sentence."""
_NO_GIVEN_NAMES = ("peoples", "function_words", "organization_nouns", "documents", "group_nouns")
"""Word lists that hold no given name."""


def correct_boundaries(text: str, span: Span, entity_type: EntityType) -> Span:
    """Return the span of the whole name at the span in which an engine saw it."""
    opening = WORD.search(text, span.start, span.end)
    if opening and entity_type is EntityType.PERSON:
        span = Span(opening.start(), span.end)
    first = WORD.match(text, span.start, span.end)
    if first and first.end() < span.end and _only_opens_sentence(text, first):
        span = Span(first.end() + 1, span.end)
    if span.end - span.start > 1 and text[span.end - 1] in "-‑":
        span = Span(span.start, span.end - 1)
    ampersand = _AMPERSAND_END.search(text, max(span.start, span.end - 8), span.end)
    if ampersand and ampersand.end() == span.end:
        span = Span(span.start, ampersand.start())
    if entity_type is EntityType.ORGANIZATION:
        return _whole_organization(text, span)
    if entity_type is EntityType.PERSON:
        return _whole_person(text, span)
    return _with_noun(text, _until_lower_case(text, span))


def is_part_of_name(text: str, before: re.Match[str], name: str) -> bool:
    """Return whether the capitalised word before a surname is its given name.

    Args:
        text: The whole text.
        before: The match of the word; its first group is the word alone.
        name: The surname as printed.
    """
    word = before.group(1)
    folded = fold_word(word)
    if given_name_gender(word):
        return True
    if "-" in name and folded in word_set("east_asian_surnames"):
        return True
    if "-" in word and word.rpartition("-")[2].islower():
        return False
    if any(folded in word_set(kind) for kind in (*_NO_GIVEN_NAMES, "us_states", "outlet_words")):
        return False
    if folded in word_genders("titles") or folded in word_genders("roles"):
        return False
    parts = name.split(maxsplit=1)
    if parts and fold_word(parts[0]) in word_set("particles") and " " in name:
        return True
    within = WITHIN_SENTENCE.search(text, max(0, before.start() - 3), before.start())
    likely = len(folded) > 3 and word[1:].islower() and not folded.endswith(ADVERB_END)
    return bool(within) and likely


def _only_opens_sentence(text: str, first: re.Match[str]) -> bool:
    """Return whether the first word is no name: "Interestingly Roe was absent"."""
    word = fold_word(first.group())
    if HONORIFIC_BEFORE.search(text, max(0, first.start() - 6), first.start()):
        return False
    if word in word_set("function_words") - {DEFINITE_ARTICLE}:
        return True
    before = text[max(0, first.start() - 2) : first.start()].rstrip(" \u00a0")[-1:]
    opens = before in ("", ".", "\n")
    return opens and len(word) > 6 and word.endswith(ADVERB_END) and not given_name_gender(word)


def _until_lower_case(text: str, span: Span) -> Span:
    """Return the name that begins a span with a verb in it: "Roe sings to"."""
    end = span.start
    for word in WORD.finditer(text, span.start, span.end):
        if word.group()[0].islower() and fold_word(word.group()) not in word_set("particles"):
            break
        end = word.end()
    return Span(span.start, end) if end > span.start else span


def _after_titles(text: str, span: Span) -> Span:
    """Return the name behind the words and titles that an engine took along.

    "Korangi SHO Inspector [Tariq Mehmood]", "Recorder [Simon Ashe]". A known given name is never
    left out.
    """
    tokens = list(WORD.finditer(text, span.start, span.end))
    folded = [fold_word(token.group()) for token in tokens]
    if len(tokens) < _FEWEST_WITH_TITLE or given_name_gender(folded[0]):
        return span
    titles = [
        index for index in range(1, len(tokens) - 2) if folded[index] in word_genders("titles")
    ]
    if titles and all(token.group()[0].isupper() for token in tokens[: titles[-1] + 1]):
        return Span(tokens[titles[-1] + 1].start(), span.end)
    named = given_name_gender(folded[1]) or _INITIAL.fullmatch(tokens[1].group())
    if folded[1] in word_set("particles"):
        named = None  # "Khalfan Al Roe" is no Al Roe.
    listed = folded[0] in word_genders("roles") and folded[0] not in word_set("roles_also_surnames")
    if listed or (named and is_profession(folded[0])):
        return Span(tokens[1].start(), span.end)
    return span


def _after_plural(text: str, span: Span) -> Span:
    """Return the name behind the plural of a role that an engine took along: "Brothers [Bo]"."""
    first = WORD.match(text, span.start, span.end)
    if first is None or first.end() >= span.end or not is_plural_role(first.group()):
        return span
    return Span(first.end() + 1, span.end)


def _whole_person(text: str, span: Span) -> Span:
    particles = word_set("particles")
    span = _after_plural(text, _after_titles(text, span))
    for word in WORD.finditer(text, span.start, span.end):
        folded = fold_word(word.group())
        lower = word.group()[0].islower() and folded.partition("-")[0] not in particles
        if lower and word.end() < span.end - 1 and folded not in word_genders("roles"):
            span = Span(word.end() + 1, span.end)
    tail = _LOWER_CASE_END.search(text, span.start, span.end)
    if tail and tail.end() == span.end:
        span = Span(span.start, tail.start())
    if " " in span.of(text).strip():
        double = _DOUBLE_NAME_REST.match(text, span.end)
        span = Span(span.start, double.end()) if double else span
    for pattern in (_APOSTROPHE_REST, _LINKED_REST, _HYPHENATED_REST, NAME_SUFFIX):
        rest = pattern.match(text, span.end)
        if rest:
            span = Span(span.start, rest.end())
    span = _with_double_name(text, span)
    return _with_given_name(text, _with_particles(text, span))


def _with_double_name(text: str, span: Span) -> Span:
    """Return the span of a double surname that an engine cut in two: "[Arsenault-]Tait:"."""
    near = max(0, span.start - 24)
    before = _DOUBLE_NAME_BEFORE.search(text, near, span.start)
    before = before or _LINKED_BEFORE_REST.search(text, near, span.start)
    return Span(before.start(), span.end) if before else span


def _with_given_name(text: str, span: Span) -> Span:
    """Return the span of a lone surname with the given name before it."""
    printed = span.of(text)
    if " " in printed.strip() and fold_word(printed.split()[0]) not in word_set("particles"):
        return span
    before = _CAPITALISED_BEFORE.search(text, max(0, span.start - 24), span.start)
    own = before and not printed.islower()
    if before and own and (is_part_of_name(text, before, printed) or _is_between(text, before)):
        return Span(before.start(), span.end)
    nickname = _NICKNAME_BEFORE.search(text, max(0, span.start - 40), span.start)
    if nickname and nickname.end() == span.start and given_name_gender(nickname.group(1)):
        return Span(nickname.start(), span.end)
    return span


def _is_between(text: str, word: re.Match[str]) -> bool:
    """Return whether a word stands between a title and a surname: "DSP [Monday] Roe"."""
    folded = fold_word(word.group(1))
    title = WORD.findall(text[max(0, word.start() - _LONGEST_TITLE) : word.start()])[-1:]
    if not title or text[word.start() - 1] not in " \u00a0":
        return False
    titled = fold_word(title[0]) in word_genders("titles")
    own = folded in word_genders("titles") or folded in word_genders("roles")
    return titled and not own and word.group(1)[1:].islower()


def _with_particles(text: str, span: Span) -> Span:
    """Return the span of a surname with the particles or initials before it: "von der", "G.K."."""
    while before := _LINKED_BEFORE.search(text, max(0, span.start - 16), span.start):
        if before["particle"] and fold_word(before["particle"]) not in word_set("particles"):
            break
        span = Span(before.start(), span.end)
    return span


def _whole_organization(text: str, span: Span) -> Span:
    """Return the span of the whole name: "Commission [on Presidential Debates]"."""
    ampersand = _AMPERSAND_REST.match(text, span.end)
    span = Span(span.start, ampersand.end()) if ampersand else span
    span = with_owners(text, _with_noun(text, _without_prepositions(text, span)))
    conjunct = ORGANIZATION_CONJUNCT.match(text, span.end)
    # An engine may see a name in a span without a word.
    last = WORD.findall(span.of(text))[-1:]
    if conjunct and last and _may_go_on(text, span, fold_word(last[0]), conjunct):
        span = Span(span.start, conjunct.end())
    tokens = {fold_word(word) for word in WORD.findall(span.of(text))}
    if not tokens & (word_set("organization_nouns") | word_set("company_words")):
        return span
    rest = None if is_outlet_name(span.of(text)) else ORGANIZATION_REST.match(text, span.end)
    if rest is None or fold_word(rest["first"]) in word_set("function_words"):
        return span
    return Span(span.start, rest.end())


def _may_go_on(text: str, span: Span, last: str, conjunct: re.Match[str]) -> bool:
    """Return whether an organisation's name goes on after "and".

    A field of policy ends no name: "Immigration and Customs". After "the" a noun for a body alone
    does not, either: "the University and College Union".
    """
    if last in word_set("policy_domains"):
        return True
    end = fold_word(WORD.findall(conjunct.group())[-1])
    nouns = word_set("organization_nouns")
    if last in word_set("policy_fields") and end in nouns:
        return True
    article = text[max(0, span.start - 4) : span.start].casefold() == f"{DEFINITE_ARTICLE} "
    printed = span.of(text)
    if not article or end not in nouns:
        return False
    # "The FBI and the Treasury" are two, and so are "the Kremlin and Defence Ministry".
    return fold_word(printed) in nouns or (last not in nouns and not names_itself(printed))


def _without_prepositions(text: str, span: Span) -> Span:
    """Return the span of an organisation without the prepositions at its end."""
    tokens = list(WORD.finditer(text, span.start, span.end))
    while len(tokens) > 1 and tokens[-1].group() in word_set("prepositions"):
        tokens.pop()
    return Span(span.start, tokens[-1].end()) if tokens and tokens[-1].end() < span.end else span


def _with_noun(text: str, span: Span) -> Span:
    """Return the span of an organisation cut before or after its noun: "Foreign", "Ministry"."""
    after = _CAPITALISED_AFTER.match(text, span.end)
    if after and fold_word(after["noun"]) in word_set("organization_nouns"):
        span = Span(span.start, after.end())
    if fold_word(span.of(text)) not in word_set("organization_nouns"):
        return span
    before = _CAPITALS_BEFORE.search(text, max(0, span.start - 60), span.start)
    first = WORD.match(before.group()) if before else None
    if before is None or first is None:
        return span
    if fold_word(first.group()) not in word_set("function_words"):
        return Span(before.start(), span.end)
    return with_owners(text, span)
