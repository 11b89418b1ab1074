"""Name whom nouns mean once the whole article is read: "police", "a union", "minister".

A headline and a lead often print a kind or a role, and a later paragraph the name: "Union wants
more ⏎ The Pilots' Guild said". A noun whose speaker stayed unknown means the one of its kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from service.speakers.context import (
    STEP_CONFIDENCE,
    ReadingContext,
    ResolvedSource,
    is_in_lead,
    mentions_in_source,
)
from service.speakers.coreference.described_bodies import is_called, kinds_of
from service.speakers.coreference.entity import Entity, is_news_outlet
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import fold_word, synonym_sets, word_set
from service.speakers.names.organizations import organization_key, organization_noun
from service.speakers.names.patterns import DEFINITE_ARTICLE, FORMER
from service.speakers.names.person_names import WORD
from service.speakers.names.roles import role_fit
from service.speakers.sources.forms import SourceForm, SourcePart
from service.speakers.sources.parse import parse_source
from service.speakers.speaker import Speaker, SpeakerKind

_POLICE = "police"
_FORCE_NOUNS = frozenset(
    ["department", "service", "force", "office", "command", "bureau", "district", "of"]
)
"""Words after "police" in the name of a force."""
_ROLES = (SourceForm.ROLE, SourceForm.UNNAMED, SourceForm.OTHER)
_COURTS = frozenset(["court", "tribunal"])
"""A headline's "court hears" means somebody who spoke there."""
_CONFIDENCE = 0.75
_OTHERS = frozenset(
    ["other", "another", "rival", "opposing", "second", "third", "parent", "sister", "former"]
)
"""Words that say that a noun means another body than the one of the story."""
_LONGEST_WAY_BACK = 4000
"""How many code points before a noun are read."""
_ARTICLES = frozenset(["the", "a", "an"])


@dataclass(slots=True)
class _Bodies:
    """The named bodies of an article, and those of each noun that was asked for."""

    all: list[Entity]
    """In the order of their first mentions."""
    by_noun: dict[tuple[str, bool], list[Entity]] = field(default_factory=dict)

    def called(self, noun: str, *, by_first_name: bool) -> list[Entity]:
        """Return the bodies whose name or role has a noun, or the noun of a special kind.

        Args:
            noun: The noun, folded.
            by_first_name: Whether only the name counts that the text prints first.
        """
        key = noun, by_first_name
        if key not in self.by_noun:
            synonyms = synonym_sets("organization_synonyms").get(noun, frozenset())
            nouns = {noun} | synonyms | kinds_of(noun)
            self.by_noun[key] = [
                body for body in self.all if _is_called_so(body, noun, nouns, by_first_name)
            ]
        return self.by_noun[key]


def name_by_whole_article(context: ReadingContext) -> None:
    """Give the quotations of unknown speakers the one such body or person of the article."""
    known = (
        entity
        for entity in context.entities.known
        if entity.entity_type is EntityType.ORGANIZATION
        and entity.full_name
        and not is_news_outlet(entity)
    )
    bodies = _Bodies(sorted(known, key=lambda body: body.offsets[0]))
    for number, source in context.resolved.items():
        part = _noun(context, number, source)
        if part is None:
            continue
        named = _holder(context, part) if part.role else _body(context, part, bodies)
        if named:
            context.resolved[number] = named
        elif part.head == _POLICE and len(_words(context, part)) == 1:
            printed = part.span.of(context.layout.text)
            context.resolved[number] = ResolvedSource(
                speaker=Speaker(printed, SpeakerKind.ANONYMOUS),
                confidence=STEP_CONFIDENCE["unnamed"],
                step="unnamed",
                mention=(part.span,),
            )


def _noun(context: ReadingContext, number: int, source: ResolvedSource) -> SourcePart | None:
    """Return the noun for a body or a role that an unresolved source is, None for others."""
    if (source.speaker and source.speaker.name) or any(
        entity.full_name or entity.description for entity in source.entities
    ):
        return None
    quotation = context.extraction.quotations[number]
    parts = parse_source(
        context.layout.text,
        quotation.source,
        mentions_in_source(context.mentions, quotation.source),
    )
    if len(parts) != 1 or parts[0].mention:
        return None
    part = parts[0]
    nouns = word_set("organization_nouns").difference(_COURTS)
    is_body = part.form is SourceForm.ORGANIZATION and part.head in nouns
    is_police = part.form is SourceForm.GROUP and part.head == _POLICE
    if is_body or is_police:
        part = replace(part, role=None)
    elif part.role is None or part.form not in _ROLES:
        return None
    return part if _OTHERS.isdisjoint(_words(context, part)) else None


def _words(context: ReadingContext, part: SourcePart) -> list[str]:
    """Return the words of a noun phrase, folded, without its article."""
    words = [fold_word(word) for word in WORD.findall(part.span.of(context.layout.text))]
    return words[1:] if words[:1] and words[0] in _ARTICLES else words


def _holder(context: ReadingContext, part: SourcePart) -> ResolvedSource | None:
    """Return the one person of the article who has the role that a headline or a lead prints."""
    role = part.role
    vague = word_set("unnamed_nouns") | word_set("relational_roles") | word_set("side_roles")
    if role is None or role.head in vague or FORMER in role.modifiers:
        return None
    if not is_in_lead(context, part.span.start):
        return None
    found = [
        person
        for person in context.entities.with_roles([role])
        if person.entity_type is EntityType.PERSON
        and person.full_name
        and any(role_fit(role, own) > 0 for own in person.roles)
        and not (role.gender and person.gender and role.gender is not person.gender)
    ]
    if len(found) != 1:
        return None
    return ResolvedSource((found[0],), confidence=_CONFIDENCE, step="lead")


def _body(context: ReadingContext, part: SourcePart, bodies: _Bodies) -> ResolvedSource | None:
    """Return the body that a noun means, None where there is none or more than one."""
    offset = part.span.start
    in_lead = is_in_lead(context, offset)
    definite = part.first_word == DEFINITE_ARTICLE or part.head == _POLICE
    if not (in_lead or definite) or part.first_word in word_set("possessives"):
        return None
    found = bodies.called(part.head, by_first_name=not in_lead)
    if not in_lead:
        # Whom a later paragraph names is not meant: see `resolve_speakers`.
        end = context.layout.paragraphs[context.layout.paragraph_at(offset)].end
        found = [body for body in found[:2] if body.offsets[0] < end]
    if len(found) != 1 or _has_unnamed(context, part):
        return None
    step = "lead" if in_lead else "organization"
    return ResolvedSource((found[0],), confidence=_CONFIDENCE, step=step)


def _has_unnamed(context: ReadingContext, part: SourcePart) -> bool:
    """Return whether the text before a noun has such a body without a name: "defence ministry"."""
    if part.head not in word_set("public_bodies") or len(_words(context, part)) > 1:
        return False
    described = re.compile(rf"\b(?!the\b|an?\b|its?\b)[a-z]{{3,}}[ \u00a0]{part.head}\b")
    begin = max(0, part.span.start - _LONGEST_WAY_BACK)
    return described.search(context.layout.text, begin, part.span.start) is not None


def _is_called_so(body: Entity, noun: str, nouns: set[str], by_first_name: bool) -> bool:
    """Return whether a body is called by one of the nouns."""
    name = body.organization_keys[0] if by_first_name else body.full_name
    if noun == _POLICE and _POLICE in organization_key(name).split():
        return _is_force(organization_key(name).split())
    return organization_noun(name) in nouns if by_first_name else is_called(body, nouns)


def _is_force(words: list[str]) -> bool:
    """Return whether a name with "police" is a force's: not "Kent Police Federation".

    Args:
        words: The words of the name, folded.
    """
    rest = words[words.index(_POLICE) + 1 :]
    if not rest or rest[0] in _FORCE_NOUNS:
        return True
    # "Police Scotland"
    return words[0] == _POLICE and len(rest) == 1 and rest[0] not in word_set("organization_nouns")
