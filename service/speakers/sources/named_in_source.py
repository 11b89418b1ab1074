"""Find the name that follows a description in a source: "a resident named Jane Roe"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import fold_word, word_genders, word_pairs, word_set
from service.speakers.names.patterns import FIELD_OF_OFFICE
from service.speakers.names.person_names import WORD, is_post_nominal
from service.speakers.names.roles import is_plural_role, is_profession
from service.text.spans import Span

_NAMED = re.compile(
    r"\b(?:named|called|known\s+(?:\w+\s+)?as"
    r"|(?:identified|introduced)\s+(?:\w+self\s+)?(?:(?:only|simply|just)\s+)?as"
    r"|(?:gave|giving)\s+(?:his|her|their)\s+(?:first\s+|last\s+|full\s+|sur)?name\s+(?:(?:only|simply|just)\s+)?as"
    r"|goes\s+by(?:\s+the\s+name\s+of)?"
    r"|(?:works|performs|writes|paints|sings|records)\s+(?:under\s+the\s+name(?:\s+of)?|as)"
    r"|whose\s+name\s+is)\s+(?:[A-Z]\w{1,7}\.?\s+)?$"
)
"""What says that a name follows which the speaker has; a title may stand between them."""
_NAMED_AFTER = re.compile(r",?\s+(?:who|and|but)\s[^.;:“”\"\n]{2,40}")
"""A clause after a source that may end on such words."""
_ANOTHER = re.compile(r"\b(?:of|for|with|to|from|by)\s+(?:an?|one|another)\s")
"""A second person in the description: "the mother of a boy named Joe"."""
_OFFICE = re.compile(
    r"(?:[Tt]he\s|[^\W\d_a-z][\w.-]*['’]s?\s)?(?P<office>(?:[\w.’'-]+\s){0,5}?[\w.’'-]+)\s"
    rf"(?:(?P<link>for|of|to|at|in|on)\s(?:the\s)?(?P<field>{FIELD_OF_OFFICE}))?"
    r"(?P<bracket>\([^()\n]{1,60}\)\s(?:[A-Z][a-z]{1,5}\.?\s)?)?$"
)
"""An office before a name, with its field or a bracket: "Minister for Home Affairs"."""
_OFFICE_IN_CAPITALS = re.compile(
    r"(?:[Tt]he\s)?(?:(?:[^\W\d_a-z][\w.’'&-]*,?|of|for|and|the)\s){0,12}"
    r"[^\W\d_a-z][\w.’'&-]*,\s(?:(?:[^\W\d_]{1,14}\.?|\([^\W\d_]{1,8}\))\s){0,3}"
)
"""Words in capitals, a comma and titles before a name."""
_OFFICE_OF_BODY = re.compile(
    r"(?:[Tt]he\s)?(?:[^\W\d_a-z][\w.’'-]*\s|(?:of|for|the)\s){1,8}?"
    r"(?:(?P<acronym>\([^()\n]{1,12}\)\s)|(?P<more>and\s(?:[^\W\d_a-z][\w.’'-]*\s){1,5}?))"
    r"(?P<office>(?:[\w.’'-]+\s){1,4})"
)
"""A body, its acronym or a second part, and an office before a name."""
_OFFICER = re.compile(
    r"(?:[Tt]he\s)?(?P<office>[\w’'-]+)\sof\s(?:the\s)?(?:[\w.’'-]+\s){0,4}?(?P<body>[\w.’'-]+)\s"
    r"(?:Mr|Mrs|Ms|Miss|Dr|Shri|Smt|Alhaji|Hajiya|Chief|Madam|Prof)\.?\s"
)
"""An office, its body and an honorific before a name."""
_FULL = 2
_OWNED_OFFICE = re.compile(
    r"(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Tt]he)\s[a-z-]+(?:\s[a-z-]+)?,\s(?:[^\W\d_a-z][\w-]+\s)+"
    r"(?:of|for)\s(?:[^\W\d_a-z][\w.’'&-]*\s|(?:and|the)\s){1,8}"
)
"""Whose officer somebody is, and the office in capitals: "Her boss, Head of Ports "."""
_APPOSED_WITHOUT_COMMA = re.compile(r"\s(?:an?|the)\s")
"""The beginning of an apposition whose comma is missing: "Jane Roe [a] strategist"."""
_OTHERS_OFFICE = frozenset(["for", "to", "with", "by", "from"])
"""After these the office is another person's: "a friend to the minister"."""
_SITE_LINKS = ("at", "in", "on")
"""Prepositions whose object is no person: "an officer at Acme"."""
_FROM_A_PLACE = re.compile(
    r"\w+\s(?:(?!(?:for|of|to|with|who)\b)[\w’'-]+\s){1,4}?(?:in|from|at|of)\s[^\W\d_a-z]"
    r"(?:(?!\s(?:of|for)\b)[^,])*"
)
"""A person without a name and a place: "a tailor in Nyanya"."""
_ONE_OF = ("one", "of")
_LONG_DESCRIPTION = 5
_SHORT_DESCRIPTION = 4
_LONGEST_LEAD = 160
"""How many code points of a description are read."""
_DESCRIPTION = re.compile(
    r"(?P<article>(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|\S+['’]s?)\s)?"
    r"(?P<words>[^.;:“”\"\n]+),\s(?!\w+(?:ed|en)\sby\s)(?:[^\W\d_a-z][\w&.-]*['’]s?\s)?(?:(?:[^\W\d_]{1,14}\.?|\([^\W\d_]{1,8}\))\s){0,3}"
)
"""A description, a comma, an owner and three titles at most."""


def named_in_source(text: str, whole: Span, mentions: Sequence[Mention]) -> Mention | None:
    """Return the name that a description in a source gives the speaker, None where none does.

    "a resident named Jane Roe"; "Minister for Home Affairs Jane Roe"; "Speaker (acting) Jane Roe".

    Args:
        text: The whole text.
        whole: The source.
        mentions: The mentions that overlap the source, in the order of the text.
    """
    for mention in mentions:
        if mention.entity_type is not EntityType.PERSON or mention.possessive:
            continue
        lead = text[whole.start : mention.span.start]
        if not lead and _APPOSED_WITHOUT_COMMA.match(text, mention.span.end, whole.end):
            return mention
        named = _is_named(lead) or _is_office_with_field(lead) or _OWNED_OFFICE.fullmatch(lead)
        if 0 < len(lead) < _LONGEST_LEAD and named:
            return mention
    return None


def named_after_source(text: str, end: int, mentions: Sequence[Mention]) -> Mention | None:
    """Return the name in a clause after a source: "a woman, who gave her name as Roe".

    Args:
        text: The whole text.
        end: The end of the source.
        mentions: The mentions after the source, in the order of the text.
    """
    for mention in mentions:
        clause = text[end : mention.span.start]
        if mention.entity_type is EntityType.PERSON and _NAMED_AFTER.fullmatch(clause):
            return mention if _is_named(clause) else None
    return None


def described_then_named(text: str, whole: Span, mentions: Sequence[Mention]) -> Mention | None:
    """Return the name that ends a source, after a definite description and a comma.

    "The group that owns the pier, North Quay". It is none where another person ends the
    description: "the man who hit the mayor, Jane Roe".

    Args:
        text: The whole text.
        whole: The source.
        mentions: The mentions that overlap the source, in the order of the text.
    """
    for mention in mentions:
        after = WORD.findall(text, mention.span.end, max(mention.span.end, whole.end))
        ends = text[mention.span.end : mention.span.end + 1] == ","
        ends = ends or all(len(word) == 1 or is_post_nominal(word) for word in after)
        lead = text[whole.start : mention.span.start]
        if mention.possessive or not ends or len(lead) > _LONGEST_LEAD:
            continue
        described = _DESCRIPTION.fullmatch(lead)
        if described and _may_describe(described, mention):
            return mention
    return None


def _may_describe(described: re.Match[str], mention: Mention) -> bool:
    """Return whether words before a name and a comma describe its bearer."""
    words = [fold_word(word) for word in WORD.findall(described["words"])]
    if not words:
        return False
    if described["article"]:
        return len(words) < 4 or words[-1] not in word_genders("roles")
    roles = word_genders("roles")
    is_person = mention.entity_type is EntityType.PERSON
    if is_person and words[0] in word_set("indefinite_determiners"):
        # "A tailor in Nyanya, Musa Roe", but not "a friend of the mayor, Jane Roe".
        near = len(words) < _LONG_DESCRIPTION and is_profession(words[-1])
        near = near or words == [*_ONE_OF, "them"]
        near = near or (len(words) < _SHORT_DESCRIPTION and bool(mention.name.titles))
        near = near or (words[1:2] == ["of"] and is_plural_role(words[-1]))
        return near or _FROM_A_PLACE.fullmatch(described["words"]) is not None
    if is_person and (words[-1] in roles or words[0] in roles):
        return True
    return words[-1] in word_set("organization_nouns")


def person_after_title(text: str, whole: Span, mentions: Sequence[Mention]) -> Mention | None:
    """Return the person whose name ends a source, after an office in capitals and a comma.

    "The Edo Police PRO, SP Jane Roe"; "The NDLEA Director, Media and Advocacy, Jane Roe".

    Args:
        text: The whole text.
        whole: The source.
        mentions: The mentions that overlap the source, in the order of the text.
    """
    people = [m for m in mentions if m.entity_type is EntityType.PERSON and len(m.name.words) > 1]
    if len(people) != 1 or people[0] is not mentions[-1] or people[0].possessive:
        return None
    lead = text[whole.start : people[0].span.start]
    ends = people[0].span.end >= whole.end - 1 or text[people[0].span.end] == ","
    return people[0] if ends and _OFFICE_IN_CAPITALS.fullmatch(lead) else None


def person_after_officer(text: str, whole: Span, mentions: Sequence[Mention]) -> Mention | None:
    """Return the person whose name ends a source, after an office of a body and an honorific.

    "Secretary of the society Mrs Ada Roe". In "a friend of the mayor Mrs Roe" she is the mayor.

    Args:
        text: The whole text.
        whole: The source.
        mentions: The mentions that overlap the source, in the order of the text.
    """
    person = mentions[-1] if mentions else None
    if person is None or person.entity_type is not EntityType.PERSON or not person.name.titles:
        return None
    lead = _OFFICER.fullmatch(text, whole.start, person.span.start)
    if lead is None or person.possessive or person.span.end < whole.end - 1:
        return None
    office, body = fold_word(lead["office"]), fold_word(lead["body"])
    known = office in word_genders("roles") and office not in word_set("relational_roles")
    return person if known and not is_profession(body) else None


def person_after_body(text: str, whole: Span, mentions: Sequence[Mention]) -> Mention | None:
    """Return the person whose name ends a source, after a body, its acronym and an office.

    "Ports Union (PU) president Ada Roe"; "Fire Service and Civil Defence Director Ada Roe".

    Args:
        text: The whole text.
        whole: The source.
        mentions: The mentions that overlap the source, in the order of the text.
    """
    *bodies, person = mentions or (None,)
    if person is None or not bodies or person.possessive or len(person.name.words) < _FULL:
        return None
    if person.entity_type is not EntityType.PERSON or person.span.end < whole.end - 1:
        return None
    lead = text[whole.start : person.span.start]
    office = _OFFICE_OF_BODY.fullmatch(lead)
    if office is None:
        return None
    people = any(body.entity_type is EntityType.PERSON or body.possessive for body in bodies)
    if not office["acronym"] and (people or not office["more"]):
        return None
    head = fold_word(office["office"].split()[-1])
    return person if _names_office(head) else None


def _is_named(lead: str) -> bool:
    named = _NAMED.search(lead)
    return named is not None and not _ANOTHER.search(lead, 0, named.start())


def _is_office_with_field(lead: str) -> bool:
    """Return whether words before a name are an office with its field, or with a bracket.

    In "a spokesman for President Roe" the title belongs to the object of the preposition.
    """
    office = _OFFICE.fullmatch(lead)
    if office is None or not (office["field"] or office["bracket"]):
        return False
    words = office["office"].split()
    last = words[-1]
    field = [fold_word(word) for word in WORD.findall(office["field"] or "")]
    if not field:
        return last[0].isupper() or _is_office(words)
    if field[-1] in word_pairs("title_roles") or field[-1] in word_genders("roles"):
        return False
    head = fold_word(last)
    owned = head in word_set("relational_roles") and office["link"] not in _SITE_LINKS
    return _names_office(head) and not owned


def _is_office(words: Sequence[str]) -> bool:
    """Return whether words in small letters are an office of its own: "chief of police"."""
    if not _OTHERS_OFFICE.isdisjoint(words):
        return False
    head = fold_word(words[words.index("of") - 1] if "of" in words[1:] else words[-1])
    return _names_office(head) and head not in word_set("relational_roles")


def _names_office(head: str) -> bool:
    return is_profession(head) or head in word_genders("titles")
