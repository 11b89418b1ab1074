"""The cast of an article: mentions gathered into people and bodies as the text is read."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from service.speakers.coreference.ambiguous_names import meant_by, weigh
from service.speakers.coreference.entity import Member
from service.speakers.coreference.ranker import Ranker
from service.speakers.coreference.traces import Traces
from service.speakers.mentions.mention import HONORIFICS, Mention, Sort
from service.speakers.names.layout import Layout
from service.speakers.names.lexicon import Gender, words
from service.speakers.names.name_match import Match, match_names, misspelled
from service.speakers.names.organizations import keys_of, normal_body, same_body
from service.speakers.names.person_names import Name, fuller
from service.speakers.names.roles import Role
from service.text.spans import Span


class Cast:
    """Who is in the article, grown mention by mention in the order of the text."""

    def __init__(self, layout: Layout, *, ranker: Ranker) -> None:
        self.layout = layout
        self.ranker = ranker
        self.members: list[Member] = []
        self.by_mention: dict[Span, Member] = {}
        self.stream: list[tuple[Mention, Member]] = []
        self.traces = Traces(layout)
        self._spoke: list[tuple[int, int]] = []
        self._index: dict[str, dict[int, Member]] = {}

    def add(self, mention: Mention) -> Member | None:
        """The next mention of the text -> the member it names, new or known.

        None where several bear the surname and nothing tells which of them is meant.
        """
        known = self._people(mention, known_only=mention.sort is not Sort.PERSON)
        member = meant_by(mention, known, self.layout) if known else None
        if known and member is None:
            return None
        if member is None and (mention.sort is not Sort.PERSON or len(mention.name.words) == 1):
            member = self._body(mention)
        if member is None:
            member = self._new(mention.sort)
        self._note(member, mention)
        return member

    def add_unnamed(self, *, span: Span, role: Role | None, description: str | None) -> Member:
        """Somebody without a name who spoke -> a member, so that pronouns can go on with it."""
        member = self._new(Sort.PERSON)
        member.printed_at, member.description = span, description
        if role:
            member.roles.append(role)
            member.genders.update({role.gender: 2} if role.gender else {})
        self.echo(member, span.start)
        return member

    def echo(self, member: Member, at: int) -> None:
        """Notes a place where a pronoun or a role stands for a member."""
        self.traces.add(member, at, quoted=False, possessive=False, echo=True)

    def learn(self, member: Member, gender: Gender) -> None:
        """Notes that a pronoun told a member's gender."""
        if member.gender is None:
            member.genders[gender] += 1

    def speaks(self, member: Member, at: int) -> None:
        """Notes where a member is the source of a quotation."""
        self._spoke.append((at, member.number))

    def speakers_before(self, at: int) -> list[tuple[int, int]]:
        """An offset -> the last speakers before it as (number, paragraph), the nearest first."""
        spoke = [(who, place) for place, who in self._spoke[-12:] if place < at]
        return [(who, self.layout.paragraph_at(place)) for who, place in reversed(spoke)]

    def weight(self, member: Member, offset: int) -> float:
        """A member and an offset -> how much the text has been about it up to there."""
        return weigh(member.mentions, self.layout, offset)

    def _new(self, sort: Sort) -> Member:
        member = Member(number=len(self.members), sort=sort)
        self.members.append(member)
        return member

    def _note(self, member: Member, mention: Mention) -> None:
        text = mention.span.of(self.layout.text)
        member.mentions.append(mention)
        if member.sort is Sort.PERSON:
            member.names.append(mention.name)
            if member.fullest is None or _length(mention.name) > _length(member.fullest):
                member.fullest = mention.name
            told = [mention.name.gender, *(role.gender for role in mention.roles)]
            weight = 3 if mention.name.titles else 1
            member.genders.update({g: weight for g in told if g})
        else:
            member.forms.add(normal_body(text))
        for key in (
            _keys(mention.name) if member.sort is Sort.PERSON else keys_of(normal_body(text))
        ):
            self._index.setdefault(key, {})[member.number] = member
        member.roles.extend(mention.roles)
        if not member.printed or fuller(member.printed, text) != member.printed:
            member.printed, member.printed_at = text, mention.span
        self.by_mention[mention.span] = member
        self.stream.append((mention, member))
        at, quoted, possessive = mention.span.start, mention.quoted, mention.possessive
        self.traces.add(member, at, quoted=quoted, possessive=possessive, echo=False)

    def _people(self, mention: Mention, *, known_only: bool) -> list[Member]:
        """The people whose name fits a mention best, in the order in which they came in."""
        best = Match.NONE
        found: list[Member] = []
        for member in self._known(_keys(mention.name)):
            if member.sort is not Sort.PERSON:
                continue
            match = self._match(mention, member)
            if match is Match.NONE or (known_only and match < _least(mention)):
                continue
            if match > best:
                best, found = match, []
            if match == best:
                found.append(member)
        return found

    def _match(self, mention: Mention, member: Member) -> Match:
        name = mention.name
        fullest = member.fullest or name
        if _new_office(mention, member):
            return Match.NONE
        told = name.gender if name.titles or len(fullest.words) == 1 else None
        if member.gender and told and told is not member.gender:
            return Match.NONE
        if name.suffix and len(fullest.words) > 1 and not fullest.suffix:
            return Match.NONE
        if len(name.words) >= len(fullest.words):
            back = match_names(fullest, name)
            if back is Match.GIVEN:
                surname = any(HONORIFICS & set(one.titles) for one in member.names)
                return Match.NONE if surname else Match.GIVEN
            if back is not Match.NONE:
                return Match.FULL
        match = match_names(name, fullest)
        if match is Match.NONE and len(name.words) == 1 and len(fullest.words) > 1:
            return Match.GIVEN if misspelled(name, fullest) else Match.NONE
        return match

    def _body(self, mention: Mention) -> Member | None:
        form = normal_body(mention.span.of(self.layout.text))
        latest, found = -1, None
        for member in self._known(keys_of(form)):
            if member.sort is Sort.PERSON or member.mentions[-1].span.start <= latest:
                continue
            if any(same_body(form, known) for known in member.forms):
                latest, found = member.mentions[-1].span.start, member
        return found

    def _known(self, keys: AbstractSet[str]) -> list[Member]:
        """Keys -> the members that share one, in the order in which they came in."""
        found: dict[int, Member] = {}
        for key in keys:
            found.update(self._index.get(key, {}))
        return [found[number] for number in sorted(found)]


def _keys(name: Name) -> frozenset[str]:
    """A name -> its words, and what a misspelling leaves of its surname: its first letter."""
    return frozenset([*name.surname, *name.given, *(f"{word[:1]}~" for word in name.surname[-1:])])


def _length(name: Name) -> tuple[int, int]:
    return len(name.words), len(name.suffix)


def _new_office(mention: Mention, member: Member) -> bool:
    """Whether "President Obama" comes after somebody of that surname who is no president."""
    offices = {role.head for role in mention.roles if role.head in words("offices")}
    return (
        bool(offices)
        and len(mention.name.words) == 1
        and len(member.mentions) < 3
        and not any(role.head in offices for role in member.roles)
        and any(len(name.words) > 1 for name in member.names)
        and bool(set(mention.name.titles) & words("title_roles"))
    )


def _least(mention: Mention) -> Match:
    """How well the name of what an engine took for a body must match to be a person's."""
    lone = len(mention.name.words) == 1 and mention.sort is not Sort.PEOPLE
    return Match.SURNAME if lone else Match.FULL
