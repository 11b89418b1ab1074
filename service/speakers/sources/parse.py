"""Parse a source into its parts: each a pronoun, a name, a role, a group or another form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.speakers.names.patterns import (
    AGE_SUFFIX,
    DEFINITE_ARTICLE,
    TRAILING_APOSTROPHE,
)
from service.speakers.names.person_names import WORD, is_post_nominal, is_seat
from service.speakers.names.roles import Role, role_of
from service.speakers.sources.cut_sources import first_person, headline_subject, officer_of_body
from service.speakers.sources.forms import SourceForm, SourcePart, part_by_head
from service.speakers.sources.named_in_source import (
    described_then_named,
    named_in_source,
    person_after_body,
    person_after_officer,
    person_after_title,
)
from service.speakers.sources.noun_phrases import (
    document_in,
    ends_on_adverb,
    head_phrase,
    is_followed_by_name,
    makers_in_modifier,
    owns_site,
    split_conjuncts,
)
from service.speakers.sources.patterns import (
    APPOSED,
    BODY_OF,
    MEMBER_END,
    ONLY,
    STYLE_PRONOUNS,
)
from service.text.spans import Span

_LONGEST = 400
"""How many code points of a source are read."""
_APPOSED_TO_PERSON = (SourceForm.ROLE, SourceForm.UNNAMED)
_APPOSED_TO_OTHER = (
    *_APPOSED_TO_PERSON,
    SourceForm.ORGANIZATION,
    SourceForm.GROUP,
    SourceForm.OTHER,
)
"""The forms of a source that may be an apposition to a name right beside it."""
_OWNERS_OF_BODIES = (EntityType.ORGANIZATION, EntityType.PLACE)
"""What a body may belong to by its name: "the board of Lund Hospital"."""
_DESCRIPTIONS = (SourceForm.ROLE, SourceForm.ORGANIZATION, SourceForm.OTHER)
"""The forms of a source that may describe a speaker whose name ends the source."""


def parse_source(
    text: str, spans: Sequence[Span], mentions: Sequence[Mention], *, beside: Mention | None = None
) -> tuple[SourcePart, ...]:
    """Return the parts of a source, one for each speaker that it names.

    Args:
        text: The whole text.
        spans: The spans of the source; the longest one is read.
        mentions: The mentions that overlap the source, in the order of the text.
        beside: The mention right beside the source, if the source may be its apposition.
    """
    if not spans:
        return ()
    longest = max(spans, key=len)
    whole = Span(longest.start, min(longest.end, longest.start + _LONGEST))
    document = document_in(text, whole)
    if document:
        return _document_parts(text, document, mentions)
    officer = officer_of_body(text, whole, mentions)
    if officer:
        return (SourcePart(whole, SourceForm.NAME, "", officer),)
    subject = headline_subject(text, whole, mentions)
    if subject:
        return (SourcePart(subject.span, SourceForm.NAME, "", subject),)
    named = (
        named_in_source(text, whole, mentions)
        or person_after_title(text, whole, mentions)
        or person_after_body(text, whole, mentions)
        or person_after_officer(text, whole, mentions)
    )
    if named:
        role = role_of(text[whole.start : named.span.start])
        return (SourcePart(Span(whole.start, named.span.end), SourceForm.NAME, "", named, role),)
    head = head_phrase(text, whole, mentions)
    pieces = split_conjuncts(text, head, mentions)
    last = fold_word(head.of(text).rsplit(maxsplit=1)[-1]) if head.of(text).strip() else ""
    seat = head.of(text).startswith(("The ", "the ")) and last in word_genders("roles")
    if len(pieces) > 1 and not seat:
        names = [part for piece in pieces if (part := _name_of_piece(text, piece, mentions))]
        if names:
            return tuple(names)
    part = _parse_piece(text, head, mentions)
    apposed = _apposed_organization(text, part, whole, mentions)
    if apposed:
        return (replace(part, form=SourceForm.NAME, mention=apposed),)
    if beside:
        is_person = beside.entity_type is EntityType.PERSON
        if part.form in (_APPOSED_TO_PERSON if is_person else _APPOSED_TO_OTHER):
            return (replace(part, form=SourceForm.NAME, mention=beside),)
    if part.form in _DESCRIPTIONS or part.form is SourceForm.UNNAMED:
        named = described_then_named(text, whole, mentions)
        if named:
            return (SourcePart(part.span, SourceForm.NAME, part.head, named, part.role),)
    if part.form is SourceForm.OTHER and part.head not in word_set("other_pronouns"):
        person = first_person(text, whole, mentions)
        return (SourcePart(person.span, SourceForm.NAME, "", person) if person else part,)
    return (part,)


def _document_parts(text: str, document: Span, inside: Sequence[Mention]) -> tuple[SourcePart, ...]:
    """Return a document as a part for each maker that the source names, else as one part."""
    part = _parse_piece(text, document, [m for m in inside if document.overlaps(m.span)])
    beyond = [mention for mention in inside if mention.span.start >= document.end]
    makers = makers_in_modifier(text, document.end, beyond) if beyond else []
    return tuple(replace(part, mention=maker) for maker in makers) or (part,)


def _apposed_organization(
    text: str, part: SourcePart, whole: Span, inside: Sequence[Mention]
) -> Mention | None:
    """Return the name at the end of "another paper, the Anchor", None where there is none."""
    nouns = word_set("press_nouns") | word_set("organization_nouns")
    if part.head not in nouns or part.form is SourceForm.NAME or not inside:
        return None
    last, others = inside[-1], inside[:-1]
    before = APPOSED.search(text, part.span.end, last.span.start)
    if before is None or last.span.end < whole.end - 1 or last.possessive:
        return None
    # "The group from Oslo, Norway": the last name says where a place is.
    place = any(m.span.end >= before.start() and m.entity_type is EntityType.PLACE for m in others)
    return None if place else last


def _name_of_piece(text: str, piece: Span, inside: Sequence[Mention]) -> SourcePart | None:
    part = _parse_piece(text, piece, [m for m in inside if piece.overlaps(m.span)])
    return part if part.form is SourceForm.NAME else None


def _parse_piece(text: str, piece: Span, inside: Sequence[Mention]) -> SourcePart:
    """Return the part that one noun phrase names.

    Args:
        text: The whole text.
        piece: The noun phrase, without modifiers after its head.
        inside: The mentions of the whole source.
    """
    tokens = list(WORD.finditer(text, piece.start, piece.end))
    folded = [fold_word(token.group()) for token in tokens]
    while len(folded) > 1 and (
        ends_on_adverb(folded)
        or (is_post_nominal(tokens[-1].group()) and not _is_role(tokens[-1], folded, inside))
    ):
        tokens, folded = tokens[:-1], folded[:-1]
    if not tokens:
        return SourcePart(piece, SourceForm.OTHER, "")
    piece = Span(piece.start, tokens[-1].end())
    if len(folded) == 2 and folded[1] in word_set("styles") and folded[0] in STYLE_PRONOUNS:
        return SourcePart(piece, SourceForm.PRONOUN, STYLE_PRONOUNS[folded[0]])
    own = [m for m in inside if piece.overlaps(m.span)]
    if len(folded) == 1 and not own:
        return _parse_word(text, piece, folded[0])
    if own and own[-1].span.end >= tokens[-1].end() - 2:
        return _parse_name(text, piece, folded, own[-1])
    return _parse_noun(text, piece, folded, own, inside)


def _is_role(letters: re.Match[str], folded: Sequence[str], inside: Sequence[Mention]) -> bool:
    """Return whether letters at the end of a phrase are its noun: "the Kerry TD"."""
    if folded[0] not in word_set("definite_determiners") or not is_seat(letters.group()):
        return False
    names = (m for m in inside if m.entity_type is EntityType.PERSON and len(m.name.words) > 1)
    return not any(name.span.end == letters.start() - 1 for name in names)


def _is_seat_of(text: str, place: Mention, others: Sequence[Mention]) -> bool:
    """Return whether only titles stand between a name and the next: "Lund Mayor Ada Roe"."""
    after = next((m for m in others if m.span.start > place.span.end), None)
    titles = WORD.findall(text[place.span.end : after.span.start]) if after else []
    return bool(titles) and all(fold_word(word) in word_genders("titles") for word in titles)


def _parse_word(text: str, piece: Span, word: str) -> SourcePart:
    """Return the part that a single word names, where the word is no mention."""
    if word in word_set("personal_pronouns"):
        return SourcePart(piece, SourceForm.PRONOUN, word)
    if word in word_set("relative_pronouns"):
        return SourcePart(piece, SourceForm.RELATIVE, word)
    if word in word_set("other_pronouns"):
        return SourcePart(piece, SourceForm.OTHER, word)
    if word in word_set("indefinite_pronouns"):
        return SourcePart(piece, SourceForm.UNNAMED, word)
    head = TRAILING_APOSTROPHE.sub("", word)
    return part_by_head(text, SourcePart(piece, SourceForm.OTHER, head, role=role_of(word)))


def _parse_name(text: str, piece: Span, folded: list[str], last: Mention) -> SourcePart:
    """Return the part of a phrase that ends on a mention."""
    head = TRAILING_APOSTROPHE.sub("", folded[-1])
    first_word = folded[0]
    indefinite = first_word in word_set("indefinite_determiners")
    is_role = head in word_genders("roles")
    role = role_of(piece.of(text))
    if last.entity_type is EntityType.GROUP:
        if indefinite and not head.endswith("s") and len(folded) > 1:
            return SourcePart(piece, SourceForm.UNNAMED, head, last, role, first_word)
        one = is_role or head in word_set("nationals")
        if first_word == DEFINITE_ARTICLE and ONLY not in folded and one:
            return SourcePart(piece, SourceForm.ROLE, head, None, role, first_word)
        return SourcePart(piece, SourceForm.GROUP, head, last, None, first_word)
    # "A nervous Dee Monk" is a person, "a Marlow spokesman" is not.
    full = last.entity_type is EntityType.PERSON and len(last.name.words) > 1
    if indefinite and is_role and len(folded) > 1 and not full:
        return SourcePart(piece, SourceForm.UNNAMED, head, last, role, first_word)
    return SourcePart(piece, SourceForm.NAME, head, last)


def _parse_noun(
    text: str, piece: Span, folded: list[str], own: Sequence[Mention], inside: Sequence[Mention]
) -> SourcePart:
    """Return the part of a phrase that ends on a common noun.

    Args:
        text: The whole text.
        piece: The phrase.
        folded: Its words, folded.
        own: The mentions in it.
        inside: The mentions of the whole source.
    """
    head = TRAILING_APOSTROPHE.sub("", folded[-1])
    first_word = folded[0]
    owner = own[-1] if own else None
    if head in word_set("own_sites") and len(folded) > 1:
        if owner and owns_site(text, piece, owner):
            return SourcePart(piece, SourceForm.NAME, head, owner)
        # "The company website" speaks for the company.
        head = folded[-2].removesuffix("'s") if owner is None else head
    role = role_of(piece.of(text))
    beyond = [m for m in inside if m.span.start >= piece.end]
    is_role = head in word_genders("roles") or head in word_set("relational_roles")
    if is_role or head.endswith(MEMBER_END):
        for other in (m for m in beyond if not (m.possessive or _is_seat_of(text, m, beyond))):
            is_person = other.entity_type is EntityType.PERSON
            if is_person and is_followed_by_name(text, piece.end, other.span.start):
                return SourcePart(piece, SourceForm.NAME, head, other, role)
    if head.endswith(AGE_SUFFIX) and first_word not in word_set("indefinite_determiners"):
        age = Role(head, frozenset(), None)
        return SourcePart(piece, SourceForm.ROLE, head, owner, age, first_word)
    if head in word_set("documents") and beyond and not (owner and owner.possessive):
        owner = next(iter(makers_in_modifier(text, piece.end, beyond)), owner)
    part = part_by_head(text, SourcePart(piece, SourceForm.OTHER, head, owner, role, first_word))
    body = beyond[0] if beyond and part.form is SourceForm.ORGANIZATION and not own else None
    if body is None or first_word != DEFINITE_ARTICLE or body.entity_type not in _OWNERS_OF_BODIES:
        return part
    if BODY_OF.fullmatch(text, piece.end, body.span.start) is None:
        return part
    return replace(part, span=Span(piece.start, body.span.end), mention=body)
