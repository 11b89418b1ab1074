"""Patterns of mentions that hold English words."""

from __future__ import annotations

import re

NOUN_AFTER_NAME = re.compile(
    r"(?:['’]s|(?<=s)['’])?[ \u00a0](?:(?:presidential|election|re-election)[ \u00a0])?"
    r"(?P<noun>[A-Za-z]+)\b"
)
"""The noun after a name that may own it: "Roe's aide", "Roe spokesman"."""
POSSESSIVE_AFTER = re.compile(r"['’]s?[ \u00a0]\w")
"""A possessive and the beginning of the noun after it."""
NAME_AFTER_OFFICE = re.compile(
    r",?[ \u00a0](?:[^\W\d_a-z]|(?:of|for|to)[ \u00a0](?:the[ \u00a0])?[^\W\d_a-z])"
)
"""What follows an office: a name, or its field in capitals."""
TITLE_AFTER = re.compile(r"[ \u00a0](?:Mr|Mrs|Ms|Miss|Dr|Hon|Prof|Sir|Engr|Alhaji|Alhaja)\b\.?")
"""A title right behind another title: "Chief [Mrs]"."""
NAME_AFTER = re.compile(r"[ \u00a0][^\W\d_a-z]\w")
"""A word in capitals right behind a title: "Engr [Gyang]"."""
STYLE_OWNER = re.compile(r"\b(?:[Hh]is|[Hh]er)[ \u00a0]$")
"""The word before a style: "[His] Excellency"."""
ORGANIZATION_BEFORE = re.compile(
    r"(?<!\btold the )(?<!\basked the )(?<![\w-])(?!(?:the|an?|his|her|its|their|this|that|and)\b)"
    r"[\w-]+[ \u00a0](?P<noun>[a-z]+)[ \u00a0](?P<title>[A-Z]\w{1,8}\.?[ \u00a0])?$"
)
"""A modifier and a noun before a name: "mining company"; not "the company"."""
INNER_CAPITAL = re.compile(
    r"(?!(?:Ma?c|Fitz|De[ls]?|L[ae]s?|D[iu]|V[ao]n|San|St|Bel|O)[A-Z’'])[A-Z][a-z]{1,10}[A-Z][a-zA-Z]*"
)
"""A name in one word with a second capital: "CalMac", not "MacInnes"."""
LINK_IN_NAME = re.compile(r"[ \u00a0](?:of|at|from|with)[ \u00a0]")
OPENS_SENTENCE = re.compile(r"(?:^|\n|[.!?”\"][ \u00a0])$")
AGENT_BEFORE = re.compile(r"\b[a-z]{2,}(?:er|or)[ \u00a0]$")
"""A noun before a name for somebody, or some body, that does something: "operator"."""
SEAT_BEFORE = re.compile(
    r"\b(?:MPs?|MSPs?|MS|MLA|TD|MEP|[Mm]ember|[Dd]eputy|[Ss]enator|[Cc]ouncillor|[Rr]epresentative)"
    r"[ \u00a0](?:for|from)[ \u00a0](?:the[ \u00a0])?$"
)
"""What stands before the place that a member of a parliament represents: "the MP for"."""
LOWER_WORD_BEFORE = re.compile(r"(?<![\w’'-])(?P<word>[a-z]+)[ \u00a0]$")
ROLE_BETWEEN_NAMES = re.compile(
    r"(?P<modifiers>(?:[ \u00a0][a-z]+){0,2})[ \u00a0](?P<role>[a-z]+)[ \u00a0]"
    r"(?:[A-Z]\w{1,4}\.[ \u00a0]){0,2}"
)
"""A role in lower case between two names, and abbreviated titles."""
OWNED_WORDS = re.compile(r"['’]s?(?P<words>(?:[ \u00a0][a-z]+){1,3})\b")
"""A possessive and up to three words after it: "Norway's foreign ministry"."""
TITLES_BEFORE = re.compile(r"(?:\b[\w.]+[ \u00a0]){1,2}$")
"""One or two words right before a name."""

NAME_JOINT = re.compile(r"\s+(?:and|&|&amp;)\s+|[\n\r]+|\s+[-–—]+\s+")
"""What joins two names in one span of the engine."""
CAPITALISED_RUN = re.compile(
    r"[^\W\d_a-z][\w.'’\-]*"
    r"(?:[ \u00a0]+(?:[^\W\d_a-z][\w.'’\-]*|(?:d[aeiu]|v[ao]n|der|al|bin)\b))*"
)
"""Words with capitals, and particles between them."""
HONORIFIC_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?[ \u00a0]$")

CODE = re.compile(r"[A-Z]\d{1,2}")
"""A letter and a number: a class, a road, a size of paper."""
LAW_END = re.compile(r"[ \u00a0](?:Act|Ordinance|Bill|Code|Treaty|Regulations)$")
"""The noun that ends the name of a law."""
OFFICE_WITH_HYPHEN = re.compile(r"[A-Z][a-z]+-(?:[Gg]eneral|[Ee]lect|[Dd]esignate)")
"""An office of two words: "Vicar-General"."""
BODY_APPOSED = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts)[ \u00a0](?:[a-z-]+[ \u00a0]){0,2}(?P<noun>[a-z]+),[ \u00a0]$"
)
"""The noun of a body, and the comma before its name: "The [chain], "."""
DEFINITE_BEFORE = re.compile(r"\b[Tt]he[ \u00a0](?:[a-z-]+[ \u00a0])?$")
"""An article, and one word at most, before a name: "the regional"."""
COMPANY_BEFORE = re.compile(r"(?<![\w.’'-])(?:PT|CV|UD|Tbk|Sdn|OOO|AO|UAB|SIA)[ \u00a0]$")
"""A company's kind in short, where it stands before the name."""
INITIAL_BEFORE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Justice|Judge)\.?[ \u00a0]"
    r"(?P<initials>(?:[A-Z]\.[ \u00a0]?){1,3})$"
)
"""A title and initials before a name."""
NAME_BEFORE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?[ \u00a0](?P<name>[^\W\d_a-z][^\W\d_A-Z]+)[ \u00a0]$"
)
"""A title and a word in capitals before a name: "Dr. [Made] "."""
TITLE_WITHOUT_VOWEL = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,3}")
"""A word with no vowel is the short form of a title: "Cr", "Fr"."""
OCCUPATION = re.compile(
    r"[A-Z][a-z]{3,}(?:hand|keeper|master|mistress|smith|wright|monger|woman|driver|worker|holder)"
    r"|[A-Z][a-z]{4,}man"
)
"""What somebody does, in one compound word: "Deckhand"."""

ORGANIZATION_REST = re.compile(
    r"[ \u00a0](?:of|on|for|to)[ \u00a0](?:the[ \u00a0])?(?P<first>[A-Z]\w+)"
    r"(?:[ \u00a0](?:and[ \u00a0]|for[ \u00a0]the[ \u00a0])?[A-Z]\w+)*"
)
"""The rest of an organisation's name: "Commission [on Presidential Debates]"."""
ORGANIZATION_CONJUNCT = re.compile(
    r"(?:,[ \u00a0][A-Z]\w+)?,?[ \u00a0](?:and|&)[ \u00a0][A-Z]\w+(?:[ \u00a0][A-Z]\w+)*"
)
"""The rest of a list in an organisation's name: "Immigration [and Customs Enforcement]"."""
WORD_BEFORE_BODY = re.compile(r"(?:\b[Tt]he|(?<![\w’'-])[a-z]{4,})[ \u00a0]$")
"""The article or noun before the name of a body: "the watchdog [Forum on Ports]"."""
BODY_BEFORE_FIELD = re.compile(
    r"\b[Tt]he[ \u00a0](?P<noun>[A-Z][a-z]+)[ \u00a0](?:for|on)[ \u00a0]$"
)
"""The noun of a body and its preposition: "the Campaign for"."""
SAINT_OWNS = re.compile(r"\bSt\.?[ \u00a0][A-Z][\w-]+['’]s?[ \u00a0]$")
"""A saint whose name a body has: "[St. Brendan's] Medical Center"."""
MANY_OWN = re.compile(
    r"(?<![\w.’'-])(?P<words>(?:[A-Z][\w-]+[ \u00a0]){0,3}?)(?P<many>[A-Z][a-z]+)['’]s?[ \u00a0]$"
)
"""Many people before the noun of their body: "Opposition People's [Alliance]"."""
OWNER_IN_NAME = re.compile(r"[^\W\d_a-z][\w.-]*(?:['’]s|(?<=s)['’])[ \u00a0](?=[^\W\d_a-z])")
"""An owner at the beginning of a name: "Lanterns' Brass Records"."""
DESCRIBED_BODY = re.compile(
    r"(?:an?|another|one)[ \u00a0](?:[\w-]+[ \u00a0]){0,3}(?P<noun>[a-z]+),[ \u00a0]"
)
"""An indefinite description and the comma before its name: "another northern daily, "."""
ACRONYM_IN_BRACKETS = re.compile(r"\((?P<acronym>[A-Z]{2,6})\)")
NAME_SUFFIX = re.compile(r",?[ \u00a0](?:Jr|Sr|II|III|IV)\b\.?|(?<=[ \u00a0][JS]r)\.")

PERSON_EVIDENCE = re.compile(r",\s+(?:\d{1,3}\b|who\b)|\s+\(\d{1,3}\)")
"""What follows only a person's name: an age or "who"."""
THING_EVIDENCE = re.compile(
    r",[ \u00a0]which[ \u00a0](?:\w+ly[ \u00a0])?(?:is|was|has|had|owns?|owned|runs?|ran"
    r"|makes?|made|employs?|employed|operates?|operated|sells?|sold|built|builds?|represents?|represented"
    r"|publish(?:es|ed)|provides?|provided)\b"
)
"""A clause that follows only the name of a body: what it does."""
PERSON_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|himself|herself)\b", re.IGNORECASE)
SAID_OF_ITSELF = re.compile(
    r"(?:,[ \u00a0]\d{1,3},|[ \u00a0]\(\d{1,3}\))?[ \u00a0]"
    r"(?:said|says|added|told[ \u00a0][^.,;:“”\"\n]{2,40}?)[ \u00a0](?:that[ \u00a0])?"
    r"(?:he|(?P<female>she))\b"
)
"""What follows the name of a person who speaks of itself: "said that he"."""
DESCRIBED_BEFORE = re.compile(
    r"(?P<opens>^|[.!?”\"][ \u00a0])?(?P<phrase>"
    r"(?:\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ur)|(?<![\w’'-])[^\W\d_a-z][\w’'.-]*)"
    r"(?:[ \u00a0][\w’'&()-]+){0,9}),[ \u00a0]"
    r"(?:(?:\([^()\n]{1,12}\)|[^\W\d_a-z]\w{0,10}\.?)[ \u00a0]){0,3}$"
)
"""A noun phrase, a comma and titles before a name: "The club's secretary, Mr"."""
DESCRIBED_AFTER = re.compile(
    r"(?:,[ \u00a0]\d{1,3}|[ \u00a0]\(\d{1,3}\))?,[ \u00a0](?:an?|the)[ \u00a0]"
    r"(?P<phrase>[^\W\d_][\w’'-]*(?:[ \u00a0][\w’'-]+){0,9})(?=[,.;)])"
)
"""A noun phrase after a name: ", a lock-keeper on the canal,"."""
DOES_AFTER = re.compile(
    r"(?:,[ \u00a0]\d{1,3}|[ \u00a0]\(\d{1,3}\))?,[ \u00a0]who[ \u00a0]"
    r"(?:(?:has|had|also|now)[ \u00a0]){0,2}"
    r"(?P<verb>[a-z]{3,}(?:s|ed))(?P<object>(?:[ \u00a0][\w’'-]+){1,4})"
)
"""What a person does, after a name: ", who leads the opposition"."""
ASKED_HEAD = re.compile(
    r"[Tt]he[ \u00a0](?:[\w’'-]+[ \u00a0]){0,3}?(?P<head>[a-z](?:-?[a-z]){3,})"
    r"(?=$|,|[ \u00a0](?:of|for|at|in)\b)"
)
"""The head of a definite noun phrase: "the canal's [lock-keeper]"."""
NOUN_ENDS = re.compile(
    r"[ \u00a0](?:of|for|at|in|on|from|with|to|and|who|that|whose|by|near|under)\b"
)
"""What ends the head of a noun phrase."""
NAME_AND = re.compile(r"(?<![\w.’'-])(?P<name>[^\W\d_a-z][\w’'-]+)[ \u00a0](?:and|&)[ \u00a0]$")
"""A word in capitals and "and", right before a name: "[Gary] and Denise Roe"."""
PAIR_NOUN = re.compile(
    r"\b(?:couple|spouses|newlyweds|husband[ \u00a0]and[ \u00a0]wife|parents"
    r"|grandparents|siblings|brothers|sisters|twins)\b",
    re.IGNORECASE,
)
"""A noun for two people of one family."""
COUPLE_TITLES = re.compile(r"\b(?:Mr|Dr)\.?[ \u00a0](?:and|&)[ \u00a0]Mrs\.?[ \u00a0]$")
"""The titles of a couple, whose name is the husband's: "Mr and Mrs"."""
BODY_JOINT = re.compile(r",?[ \u00a0](?:(?:and|&|of)[ \u00a0])?")
"""What separates the parts of a body's name: "Rail[, ]Maritime[ and ]Transport"."""
CAPITAL_BEFORE_BODY = re.compile(r"(?<![\w.’'&-])(?P<word>[A-Z][\w-]+)[ \u00a0]$")
"""A word in capitals right before the name of a body."""
NOUN_OF_BODY_BEFORE = re.compile(
    r"(?<![\w.’'-])(?P<noun>[A-Z][a-z]+)[ \u00a0]of[ \u00a0](?:the[ \u00a0])?$"
)
"""The noun of a body before its field: "Ministry of"."""
OWNED_BY_MANY = re.compile(r"['’][ \u00a0]")
"""The possessive of a plural: "Students[' ]Forum"."""
NOUN_AFTER_BODY = re.compile(
    r"[ \u00a0](?:\((?P<acronym>[A-Z]{2,8})\)[ \u00a0])?(?P<noun>[a-z-]+)\b"
)
"""The noun behind a body's name, in small letters, and an acronym before it: "(RMT) union"."""
LOCAL_BODIES = frozenset(
    [
        "police",
        "constabulary",
        "council",
        "service",
        "trust",
        "board",
        "hospital",
        "hospitals",
        "water",
        "authority",
        "university",
        "college",
        "railway",
    ]
)
"""Nouns of bodies that serve places: "Devon and Cornwall Police"."""
ADJECTIVE_ENDS = ("al", "ic", "ary", "ous")
AREA_BEFORE = re.compile(r"\b[Tt]he[ \u00a0](?P<area>[a-z]+)[ \u00a0]$")
"""An article and a word before the acronym of a body: "the regional"."""
ARTICLE_FIRST = re.compile(r"[Tt]he[ \u00a0]")
NOUN_OWNED_BY_MANY = re.compile(
    r"['’][ \u00a0](?:[A-Z][a-z]+[ \u00a0]){0,2}(?P<noun>[A-Z][a-z]+)\b"
)
"""What many people own, in capitals: "Residents[' Action Group]"."""
LONG_FORM = re.compile(
    r"(?<![\w’'-])(?P<words>(?:(?:[A-Z][\w’'-]*,?|of|for|and|the|on|in|to|&)[ \u00a0]){2,12})"
    r"\((?P<acronym>[A-Z][A-Za-z]{1,8})\)"
)
"""Words in capitals, and their acronym in brackets: "Transport for London (TfL)"."""
