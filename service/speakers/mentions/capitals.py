"""Find capital cities that an engine took for people: such a capital means its government."""

from __future__ import annotations

import re
from collections.abc import Collection

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.patterns import PERSON_EVIDENCE, PERSON_PRONOUN
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word, word_genders
from service.speakers.names.organizations import is_capital, organization_key
from service.speakers.names.person_names import WORD
from service.text.spans import Span

_TITLE_BEFORE = re.compile(r"(?P<title>\w+)\.?[ \u00a0]$")
_PRONOUN_DISTANCE = 200
"""How many code points after a name a pronoun is looked for."""


def find_mistaken_capitals(layout: TextLayout, mentions: Collection[Mention]) -> list[Span]:
    """Return the spans of mentions that are taken for people but name a capital city.

    A name stays a person's where the text shows such a person anywhere: a full name or a title, an
    age or "who" after the name, or "he" or "she" in the same sentence or the next. The pronoun is
    no evidence where another person or a role is named before it.
    """
    people = [mention for mention in mentions if mention.entity_type is EntityType.PERSON]
    capitals = [mention for mention in people if is_capital(mention.span.of(layout.text))]
    if not capitals:
        return []
    keys = {mention.span: organization_key(mention.span.of(layout.text)) for mention in capitals}
    others = [mention for mention in people if mention.span not in keys]
    name_words = {fold_word(word) for mention in others for word in mention.name.words}
    first = min((mention.span.start for mention in others), default=None)
    persons = {keys[mention.span] for mention in capitals if _is_person(layout, mention, first)}
    return [span for span, key in keys.items() if key not in persons and key not in name_words]


def _is_person(layout: TextLayout, mention: Mention, first_other: int | None) -> bool:
    text, span = layout.text, mention.span
    title = _TITLE_BEFORE.search(text, max(0, span.start - 24), span.start)
    if mention.name.titles or (title and fold_word(title["title"]) in word_genders("titles")):
        return True
    return bool(PERSON_EVIDENCE.match(text, span.end)) or _has_pronoun(layout, span, first_other)


def _has_pronoun(layout: TextLayout, span: Span, first_other: int | None) -> bool:
    """Return whether "he" or "she" after a name can only mean the name.

    Args:
        layout: The text.
        span: The span of the name.
        first_other: The offset of the first mention of another person, if any.
    """
    number = min(layout.sentence_at(span.start) + 1, len(layout.sentences) - 1)
    end = min(layout.sentences[number].end, span.end + _PRONOUN_DISTANCE)
    for pronoun in PERSON_PRONOUN.finditer(layout.text, span.end, end):
        if layout.is_quoted(pronoun.start()):
            continue
        between = WORD.findall(layout.text, span.end, pronoun.start())
        has_role = any(fold_word(word) in word_genders("roles") for word in between)
        return not has_role and (first_other is None or pronoun.start() < first_other)
    return False
