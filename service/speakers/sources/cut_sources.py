"""Correct sources that an engine cut: an apposition without its name, a headline's first clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.speakers.names.roles import is_plural_role, is_profession
from service.text.spans import Span

_APPOSITION_BEFORE = re.compile(
    r"(?<![\w’'.-])(?P<name>(?:[^\W\d_a-z][\w.’'-]*[ \u00a0]){1,3}[^\W\d_a-z][\w’'-]*),[ \u00a0]"
    r"(?:an?[ \u00a0]|the[ \u00a0])?(?P<role>[\w-]+(?:[ \u00a0][\w-]+){0,3})[ \u00a0]"
    r"(?:of|at|for|with|in)[ \u00a0](?:[^.;:!?“”\"()\n]{0,60},[ \u00a0])?(?:the[ \u00a0])?$"
)
"""A name and the beginning of its apposition: "Jane Roe, secretary of Branch 12, "."""
_LONGEST_APPOSITION = 160
_AGENT_BEFORE = re.compile(r"\w(?:ed|en|un) by$")
"""A participle and its agent: "the panel, chaired by [Roe]"."""
_HEADLINE_CLAUSE = re.compile(
    r"(?P<verb>[ \u00a0](?P<word>[a-z]+s))(?:[ \u00a0]|$)(?P<object>[^,.;:“”\"\n]*)"
)
"""A verb and its object: "Acme [opens Lund plant], says"."""


def with_apposition(text: str, span: Span) -> Span:
    """Return a source that ends an apposition, with the name that the apposition describes.

    "Jane Roe, secretary of Branch 12, [Harbour Pilots union] said".
    """
    begin = max(0, span.start - _LONGEST_APPOSITION)
    if not text[span.start : span.start + 1].isupper():
        return span
    found = _APPOSITION_BEFORE.search(text, begin, span.start)
    if found is None:
        return span
    roles = (fold_word(word) for word in found["role"].split())
    if any(role in word_genders("roles") for role in roles):
        return Span(found.start(), span.end)
    return span


def headline_subject(text: str, whole: Span, mentions: Sequence[Mention]) -> Mention | None:
    """Return the subject of a clause that an engine took for a source, None for other sources.

    "[Acme opens Lund plant], says jobs are safe": Acme speaks. In "Acme workers in Lund" and "Acme
    scientists Roe and Bo" the word after the name is a noun.

    Args:
        text: The whole text.
        whole: The source.
        mentions: The mentions that overlap the source, in the order of the text.
    """
    subject = mentions[0] if mentions else None
    if subject is None or subject.span.start != whole.start or subject.possessive:
        return None
    clause = _HEADLINE_CLAUSE.match(text, subject.span.end)
    if clause is None or whole.end < clause.end("verb") or not clause["object"]:
        return None
    word = clause["word"]
    if is_plural_role(word) or word in word_set("group_nouns") or word in word_set("documents"):
        return None
    first = clause["object"].split()[0]
    if first in word_set("prepositions") or not _is_object(first):
        return None
    people = any(m.entity_type is EntityType.PERSON for m in mentions[1:])
    # The cue of the second clause follows a comma.
    return subject if text[clause.end() : clause.end() + 1] == "," and not people else None


def officer_of_body(text: str, whole: Span, mentions: Sequence[Mention]) -> Mention | None:
    """Return the person whose office in a body begins a source, None for other sources.

    "[Teachers' Union (TU) president] Ada Roe", "[Fire and Civil Defence Deputy Director] Ada Roe".
    In "Acme and its chairman Ada Roe" two speak.

    Args:
        text: The whole text.
        whole: The source.
        mentions: The mentions that overlap the source, in the order of the text.
    """
    people = [mention for mention in mentions if mention.entity_type is EntityType.PERSON]
    if len(people) != 1 or len(mentions) == 1 or people[0].span.end != whole.end:
        return None
    lead = text[whole.start : people[0].span.start]
    words = lead.split()
    office = fold_word(words[-1]) if words else ""
    if "," in lead or not (office in word_genders("roles") or office in word_genders("titles")):
        return None
    after = lead.rpartition(" and ")[2].split()
    named = any(word[0].isupper() and not is_profession(fold_word(word)) for word in after)
    return people[0] if named and after[0][0].isupper() else None


def first_person(text: str, whole: Span, mentions: Sequence[Mention]) -> Mention | None:
    """Return the first person of a badly cut source: "said Ada Rehn", "the vote, Ada Rehn"."""
    for mention in mentions:
        before = text[whole.start : mention.span.start].rstrip()
        if _AGENT_BEFORE.search(before):
            continue
        free = not before or before.endswith(",") or before.split()[-1] in word_set("role_stops")
        if mention.entity_type is EntityType.PERSON and free and not mention.possessive:
            return mention
    return None


def _is_object(word: str) -> bool:
    """Return whether an object may begin with a word: a name, a number, a determiner."""
    determiners = word_set("indefinite_determiners") | word_set("definite_determiners")
    return not word[0].islower() or any(c.isupper() for c in word) or word in determiners
