"""Parts of a source, and the form in which each one names its speaker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from service.speakers.mentions.mention import Mention
from service.speakers.names.lexicon import word_genders, word_set
from service.speakers.names.patterns import DEFINITE_ARTICLE
from service.speakers.names.roles import Role, is_plural_role, is_profession
from service.speakers.sources.patterns import EDITORIAL, EDITORIAL_NOUNS, OWN_PAPER, PAIR_WORDS
from service.text.spans import Span


class SourceForm(StrEnum):
    """How a source names its speaker."""

    PRONOUN = "pronoun"
    RELATIVE = "relative"
    NAME = "name"
    ROLE = "role"
    """A definite person: "the spokesman"."""
    UNNAMED = "unnamed"
    """An indefinite person: "one official"."""
    ORGANIZATION = "organization"
    """An organisation without a name of its own: "the company", "her campaign"."""
    GROUP = "group"
    PAIR = "pair"
    """"The former" or "the latter"."""
    DOCUMENT = "document"
    """A written or shown work: "the lawsuit", "a Times article"."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SourcePart:
    """The words of a source that name one speaker."""

    span: Span
    form: SourceForm
    head: str
    """The head noun or the pronoun, folded."""
    mention: Mention | None = None
    """For a NAME the name itself, for other forms the name that owns or describes the noun."""
    role: Role | None = None
    first_word: str = ""
    """The first word, folded: "the", "a", "his"."""


def part_by_head(text: str, part: SourcePart) -> SourcePart:
    """Return a part with the form that its head noun, its first word and its owner show."""
    return replace(part, form=_form_of(text, part))


def _form_of(text: str, part: SourcePart) -> SourceForm:
    """Return the form of a part by its head noun, its first word and its owner."""
    head, first_word, owner = part.head, part.first_word, part.mention
    if head in PAIR_WORDS and first_word == DEFINITE_ARTICLE:
        return SourceForm.PAIR
    indefinite = first_word in word_set("indefinite_determiners")
    owned = owner is not None and owner.possessive and not indefinite
    definite = first_word in word_set("definite_determiners") or owned
    own_paper = head == OWN_PAPER and first_word in word_set("possessives")
    if head in word_set("documents") or own_paper or _is_editorial(head, part.span.of(text)):
        return SourceForm.DOCUMENT
    if head in word_genders("roles"):
        return SourceForm.ROLE if definite else SourceForm.UNNAMED
    if first_word == DEFINITE_ARTICLE and head in word_set("nationals"):
        return SourceForm.ROLE
    if head in word_set("organization_nouns") or (definite and head in word_set("epithets")):
        return SourceForm.ORGANIZATION
    plural = head in word_set("group_nouns") or head in word_set("peoples")
    plural = plural or (head.endswith("s") and not head.endswith("ss"))
    if plural or is_plural_role(head):
        return SourceForm.GROUP
    if first_word == DEFINITE_ARTICLE and is_profession(head):
        return SourceForm.ROLE
    return SourceForm.UNNAMED if indefinite else SourceForm.OTHER


def _is_editorial(head: str, printed: str) -> bool:
    return head in EDITORIAL_NOUNS and EDITORIAL in printed
