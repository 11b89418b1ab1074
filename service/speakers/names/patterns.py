"""Patterns and short word tables of names and roles that hold English words."""

from __future__ import annotations

import re

DEFINITE_ARTICLE = "the"
ADVERB_END = "ly"
ARTICLES = frozenset(["the", "a", "an"])
POSSESSIVE_END = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
"""The possessive that ends a name: "Roe's", "Moss’"."""
TRAILING_APOSTROPHE = re.compile(r"['’]s?$")
LOWER_WORDS_BEFORE = re.compile(r"(?:[a-z]{5,}\s+)+(?=[A-Z])")
"""Words in small letters before the first capital; five letters spare "van" and "al-"."""
ORGANIZATION_END = re.compile(r"(?:['’]s|(?<=s)['’])?[\s,;:\"“”‘’'()]*$")
"""The possessive and the punctuation that end an organisation's name."""
SMALL_WORDS = frozenset(["of", "the", "for", "and", "on", "in"])
"""Words that give no letter to an organisation's initials."""

AFTER_NAME = re.compile(
    r"(?:['’]s)?(?P<seat>[ \u00a0]\([^()\n]{1,40}\)|,[ \u00a0][A-Z]-[A-Z][\w.]*,?)?"
    r"(?:,[ \u00a0](?P<age>\d{1,3})(?=[,.])|,[ \u00a0]|"
    r"[ \u00a0](?:is|was|became|remains)[ \u00a0](?=an?\b|the\b))?"
    r"(?P<words>(?<=[ \u00a0])[^,.;:“”\"()\n]{2,90})?"
)
"""Seat or party, age, and an apposition or a predicate after a person's name."""
APPOSITION_LINKS = (",", "is", "was", "became", "remains")
"""What separates a name from a noun phrase that gives its role."""
ROLE_END = re.compile(r"[ \u00a0](?:of|for|at|in|on|who|from|with|to|and|that|whose|said|says)\b")
"""Where the noun of a role ends and its modifiers after the noun begin."""
SUBJECT_ENDS = ("said", "says")
"""Verbs after which a noun phrase is a subject: "for Jane Roe, [the senator] said"."""
PLACE_BEFORE = re.compile(r"\b(?:in|at|from|near|outside)[ \u00a0](?:the[ \u00a0])?$")
"""A preposition of place before a name: what follows the name is then no apposition."""
AGE_SUFFIX = "-year-old"
ELECTED_ROLE = "politician"
"""The role of a person whose seat is printed without any title: "Jane Roe (D-Ohio)"."""
PARTISANS = frozenset(["republican", "democrat"])
"""Roles that many people of an article have: a state named with them must agree."""
PORTFOLIO_ROLES = frozenset(["secretary", "minister"])
"""Roles that a portfolio tells apart: a foreign minister is not a finance minister."""
DEPUTY = "vice"
FORMER = "former"
HEAD = "head"
FIELD_OF_OFFICE = (
    r"(?:(?:[^\W\d_a-z][\w.’'&-]*,?|(?!(?:and|of|for|on|the)\b)[a-z]+(?=[ \u00a0]of\b)"
    r"|and|of|for|on|the|[&-])[ \u00a0])*"
)
"""The field of an office, up to the name after it: "Home Affairs and "."""
PAST_VERB = re.compile(
    r"(?!(?:re|nick|sur)?named|called|dubbed|styled|turned)\w{2,}ed"
    r"|met|told|saw|heard|sent|gave|took|beat|hit|shot|won|fought|caught|found|paid|sued|led|knew"
)
"""A verb whose object a name is, in the past: no "named", which gives a name."""
