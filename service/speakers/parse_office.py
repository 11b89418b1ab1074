"""Parse sources such as "the sarpanch": an office that the article itself gives to a person."""

from __future__ import annotations

import re

from service.extraction.quotation import Quotation
from service.speakers.context import ReadingContext, mentions_in_source
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import fold_word, word_genders
from service.speakers.names.patterns import DEFINITE_ARTICLE
from service.speakers.names.roles import Role
from service.speakers.sources.forms import SourceForm, SourcePart

_OFFICE = re.compile(
    r"the[ \u00a0](?P<modifiers>(?:(?-i:[a-z])[a-z-]*[ \u00a0]){0,3})"
    r"(?P<head>[^\W\d_](?:-?[^\W\d_])*)",
    re.IGNORECASE,
)


def parse_office(context: ReadingContext, quotation: Quotation) -> tuple[SourcePart, ...]:
    """Return the part of a source that is a definite noun which some entity has as a role.

    No list holds such a noun, or only organisations have it: "the operator" after "mobile operator
    Telvana". The tuple is empty where the source is anything else.

    Args:
        context: The state of the resolver.
        quotation: The quotation.
    """
    source = quotation.source
    office = _OFFICE.fullmatch(source[0].of(context.layout.text)) if len(source) == 1 else None
    if office is None or mentions_in_source(context.mentions, source):
        return ()
    head = fold_word(office["head"])
    role = Role(head, frozenset(map(fold_word, office["modifiers"].split())), None)
    holders = context.entities.with_roles([role])
    if not holders:
        return ()
    if all(holder.entity_type is EntityType.ORGANIZATION for holder in holders):
        return (SourcePart(source[0], SourceForm.ORGANIZATION, head, None, role, DEFINITE_ARTICLE),)
    if head in word_genders("roles"):
        return ()
    return (SourcePart(source[0], SourceForm.ROLE, head, None, role, DEFINITE_ARTICLE),)
