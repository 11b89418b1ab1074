"""Names that an engine cut short or took too much of -> where they really stand."""

from __future__ import annotations

import re

from service.speakers.names.lexicon import fold_word, given_name_gender, word_genders, word_set
from service.speakers.names.organizations import is_outlet_name
from service.speakers.names.person_names import WORD
from service.text.spans import Span

_NICKNAMED = re.compile(r"(?<!\w)([^\W\d_a-z][\w\-]+)[ \u00a0][\"“(]\w+[\"”)][ \u00a0]")
_REST = re.compile(
    r"[ \u00a0](?:of|on|for|to)[ \u00a0](?:the[ \u00a0])?(?P<first>[A-Z]\w+)"
    r"(?:[ \u00a0](?:and[ \u00a0]|for[ \u00a0]the[ \u00a0])?[A-Z]\w+)*"
)
_AND = re.compile(
    r"(?:,[ \u00a0][A-Z]\w+)?,?[ \u00a0](?:and|&)[ \u00a0][A-Z]\w+(?:[ \u00a0][A-Z]\w+)*"
)
_BEFORE = re.compile(r"(?<![\w’'])([^\W\d_a-z][\w\-]+)[ \u00a0]$")
_LINKED = re.compile(r"(?<![\w.’'-])(?:(?:[A-Z]\.){1,3}|(?P<particle>[^\W\d_]{2,5}))[ \u00a0]$")
"""An initial or what may be a particle, right before a name."""
_SUFFIX = re.compile(r",?[ \u00a0](?:Jr|Sr|II|III|IV)\b\.?|(?<=[ \u00a0][JS]r)\.")
_HYPHENED = re.compile(r"-[a-z]{1,6}\b(?!-)")
_ENTITY = re.compile(r"\s*&(?:amp;?)?")
_LOWER_TAIL = re.compile(r"(?<=[\w.])(?:[ \u00a0][a-z]+)+$")
_NOUN_AFTER = re.compile(r"[ \u00a0](?P<noun>[A-Z][a-z]+)\b")
_CAPITALS_BEFORE = re.compile(r"(?<![\w.’'])(?<!\. )(?:[A-Z][\w’']+[ \u00a0]){1,4}$")
_MIDWAY = re.compile(r"(?:[a-z]|[a-z],)[ \u00a0]$")


def correct_boundaries(text: str, span: Span, *, person: bool, body: bool) -> Span:
    """A text and where an engine saw a name -> where the name stands."""
    lead = WORD.match(text, span.start, span.end)
    if lead and lead.end() < span.end and _only_opens(text, lead):
        span = Span(lead.end() + 1, span.end)
    tail = _ENTITY.search(text, max(span.start, span.end - 8), span.end)
    if tail and tail.end() == span.end:
        span = Span(span.start, tail.start())
    if body:
        return _whole_body(text, span)
    return _whole_person(text, span) if person else _with_noun(text, _first_run(text, span))


def _only_opens(text: str, lead: re.Match[str]) -> bool:
    """Whether a name's first word only opens its sentence: "Interestingly Roe was absent"."""
    word = fold_word(lead.group())
    if word in word_set("function_words") - {"the"}:
        return True
    opens = text[max(0, lead.start() - 2) : lead.start()].rstrip(" \u00a0")[-1:] in ("", ".", "\n")
    return opens and len(word) > 6 and word.endswith("ly") and not given_name_gender(word)


def _first_run(text: str, span: Span) -> Span:
    """A stretch that holds a verb ("Roe sings to") -> the name that it begins with."""
    end = span.start
    for word in WORD.finditer(text, span.start, span.end):
        if word.group()[0].islower() and fold_word(word.group()) not in word_set("particles"):
            break
        end = word.end()
    return Span(span.start, end) if end > span.start else span


def _whole_person(text: str, span: Span) -> Span:
    for word in WORD.finditer(text, span.start, span.end):
        low = word.group()[0].islower() and fold_word(word.group()) not in word_set("particles")
        if (
            low
            and word.end() < span.end - 1
            and fold_word(word.group()) not in word_genders("roles")
        ):
            span = Span(word.end() + 1, span.end)
    tail = _LOWER_TAIL.search(text, span.start, span.end)
    if tail and tail.end() == span.end:
        span = Span(span.start, tail.start())
    rest = _HYPHENED.match(text, span.end)
    if rest:
        span = Span(span.start, rest.end())
    suffix = _SUFFIX.match(text, span.end)
    if suffix:
        span = Span(span.start, suffix.end())
    span = _with_particles(text, span)
    if " " in span.of(text).strip() and fold_word(span.of(text).split()[0]) not in word_set(
        "particles"
    ):
        return span
    before = _BEFORE.search(text, max(0, span.start - 24), span.start)
    if before and not span.of(text).islower() and is_part_of_name(text, before, span.of(text)):
        return Span(before.start(), span.end)
    nick = _NICKNAMED.search(text, max(0, span.start - 40), span.start)
    if nick and nick.end() == span.start and given_name_gender(nick.group(1)):
        return Span(nick.start(), span.end)
    return span


def _with_particles(text: str, span: Span) -> Span:
    """A surname cut off from its particles or initials -> with them: "von der", "G.K."."""
    while before := _LINKED.search(text, max(0, span.start - 16), span.start):
        if before["particle"] and fold_word(before["particle"]) not in word_set("particles"):
            break
        span = Span(before.start(), span.end)
    return span


def is_part_of_name(text: str, before: re.Match[str], name: str) -> bool:
    """A text, the capitalised word before a surname, the surname -> whether they are one name."""
    word = before.group(1)
    bare = fold_word(word)
    if given_name_gender(word):
        return True
    if "-" in name and bare in word_set("east_asian_surnames"):
        return True
    if "-" in word and word.rpartition("-")[2].islower():
        return False
    known = ("peoples", "function_words", "organization_nouns", "documents", "group_nouns")
    if any(bare in word_set(kind) for kind in known) or bare in word_set("states"):
        return False
    if (
        bare in word_genders("titles")
        or bare in word_genders("roles")
        or bare in word_set("outlet_words")
    ):
        return False
    parts = name.split(maxsplit=1)
    if parts and fold_word(parts[0]) in word_set("particles") and " " in name:
        return True
    halfway = _MIDWAY.search(text, max(0, before.start() - 3), before.start())
    likely = len(bare) > 3 and word[1:].islower() and not bare.endswith("ly")
    return bool(halfway) and likely


def _whole_body(text: str, span: Span) -> Span:
    """A body cut short ("Commission", of "Commission on Presidential Debates") -> the whole."""
    span = _with_noun(text, _without_tail(text, span))
    joined = _AND.match(text, span.end)
    # An engine may see a name where no word stands.
    last = WORD.findall(span.of(text))[-1:]
    if joined and last and fold_word(last[0]) in word_set("domains"):
        span = Span(span.start, joined.end())
    tokens = {fold_word(word) for word in WORD.findall(span.of(text))}
    if not tokens & (word_set("organization_nouns") | word_set("company_words")):
        return span
    rest = None if is_outlet_name(span.of(text)) else _REST.match(text, span.end)
    if rest is None or fold_word(rest["first"]) in word_set("function_words"):
        return span
    return Span(span.start, rest.end())


def _without_tail(text: str, span: Span) -> Span:
    """A body and a word too many ("Acme Research for") -> the body."""
    found = list(WORD.finditer(text, span.start, span.end))
    while len(found) > 1 and found[-1].group() in word_set("prepositions"):
        found.pop()
    return Span(span.start, found[-1].end()) if found and found[-1].end() < span.end else span


def _with_noun(text: str, span: Span) -> Span:
    """A body cut off before or after its noun ("Foreign", "Ministry") -> the whole."""
    after = _NOUN_AFTER.match(text, span.end)
    if after and fold_word(after["noun"]) in word_set("organization_nouns"):
        span = Span(span.start, after.end())
    if fold_word(span.of(text)) not in word_set("organization_nouns"):
        return span
    before = _CAPITALS_BEFORE.search(text, max(0, span.start - 60), span.start)
    first = WORD.match(before.group()) if before else None
    if before is None or first is None or fold_word(first.group()) in word_set("function_words"):
        return span
    return Span(before.start(), span.end)
