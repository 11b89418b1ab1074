"""The cast of an article: mentions gathered into people and bodies as the text is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from service.speakers.layout import Layout
from service.speakers.lexicon import Gender, words
from service.speakers.mentions import Mention, Sort
from service.speakers.names import Match, Name, fuller, match_names
from service.speakers.organizations import is_outlet, normal_body, same_body
from service.speakers.roles import Role
from service.text.spans import Span


@dataclass(slots=True, eq=False)
class Member:
    """One person or body of the article, as far as it has been read."""

    number: int
    sort: Sort
    names: list[Name] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    spoke: list[int] = field(default_factory=list)
    """Where it was found to be the speaker of a quotation."""
    genders: Counter[Gender] = field(default_factory=Counter)
    printed: str = ""
    printed_at: Span = field(default_factory=lambda: Span(0, 0))

    @property
    def gender(self) -> Gender | None:
        """What titles, given names and roles tell together."""
        common = self.genders.most_common(2)
        if not common or (len(common) > 1 and common[0][1] == common[1][1]):
            return None
        return common[0][0]


class Cast:
    """Who is in the article, grown mention by mention in the order of the text."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.members: list[Member] = []
        self.by_mention: dict[Span, Member] = {}
        self.stream: list[tuple[Mention, Member]] = []

    def add(self, mention: Mention) -> Member:
        """The next mention of the text -> the member it names, new or known."""
        if mention.sort is Sort.PERSON:
            member = self._person(mention) or self._body(mention, known_only=True)
        else:
            member = self._person(mention, known_only=True) if _lone(mention) else None
            member = member or self._body(mention)
        if member is None:
            member = self._new(mention)
        self._note(member, mention)
        return member

    def _new(self, mention: Mention) -> Member:
        member = Member(number=len(self.members), sort=mention.sort)
        self.members.append(member)
        return member

    def _note(self, member: Member, mention: Mention) -> None:
        text = mention.span.of(self.layout.text)
        member.mentions.append(mention)
        if member.sort is Sort.PERSON:
            member.names.append(mention.name)
            told = [mention.name.gender, *(role.gender for role in mention.roles)]
            weight = 3 if mention.name.titles else 1
            member.genders.update({g: weight for g in told if g})
        member.roles.extend(mention.roles)
        if not member.printed or fuller(member.printed, text) != member.printed:
            member.printed, member.printed_at = text, mention.span
        self.by_mention[mention.span] = member
        self.stream.append((mention, member))

    def _person(self, mention: Mention, *, known_only: bool = False) -> Member | None:
        best: tuple[Match, float] = (Match.NONE, 0.0)
        found = None
        for member in self.members:
            if member.sort is not Sort.PERSON:
                continue
            match = self._match(mention, member)
            if match is Match.NONE or (known_only and match < Match.SURNAME):
                continue
            rank = (match, self.weight(member, mention.span.start))
            if rank > best:
                best, found = rank, member
        return found

    def _match(self, mention: Mention, member: Member) -> Match:
        name = mention.name
        fullest = max(member.names, key=lambda n: (len(n.words), len(n.suffix)))
        if _new_office(mention, member):
            return Match.NONE
        if member.gender and name.titles and name.gender and name.gender is not member.gender:
            return Match.NONE
        if len(name.words) >= len(fullest.words):
            back = match_names(fullest, name)
            if back is Match.GIVEN:
                return Match.NONE if len(name.words) > 1 and member.spoke else Match.GIVEN
            if back is not Match.NONE:
                return Match.FULL
        return match_names(name, fullest)

    def weight(self, member: Member, offset: int) -> float:
        """A member and an offset -> how much the text has been about it up to there."""
        here = self.layout.paragraph_at(offset)
        total = 0.0
        for mention in member.mentions[-12:]:
            away = here - self.layout.paragraph_at(mention.span.start)
            total += (0.4 if mention.quoted else 1.0) / (1 + away)
        return total + 0.05 * len(member.mentions)

    def _body(self, mention: Mention, *, known_only: bool = False) -> Member | None:
        form = normal_body(mention.span.of(self.layout.text))
        best, found = 0.0, None
        for member in self.members:
            if member.sort is Sort.PERSON:
                continue
            if not any(same_body(form, normal_body(p)) for p in self._forms(member)):
                continue
            rank = 1.0 + member.mentions[-1].span.start
            if rank > best:
                best, found = rank, member
        return found

    def _forms(self, member: Member) -> set[str]:
        return {mention.span.of(self.layout.text) for mention in member.mentions}


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


def _lone(mention: Mention) -> bool:
    return len(mention.name.words) == 1 and mention.sort is not Sort.PEOPLE


def is_named_outlet(member: Member) -> bool:
    """A member -> whether it is a news organisation."""
    return member.sort is not Sort.PERSON and is_outlet(member.printed)
