"""Patterns of sources that hold English words."""

from __future__ import annotations

import re

ONLY = "only"
MEMBER_END = "member"
"""The end of nouns such as "councilmember": roles that no list holds."""
STYLE_PRONOUNS = {"his": "he", "her": "she"}
"""What "His Excellency" and "Her Majesty" stand for."""
PAIR_WORDS = ("former", "latter")
EDITORIAL = "editorial"
OWN_PAPER = "paper"
"""After a possessive a study, and no newspaper: "her paper"."""
EDITORIAL_NOUNS = ("board", "page")
PERSON_RELATIVE = "who"
THING_RELATIVE = "which"
MAKER_PREPOSITIONS = ("by", "from")
PARTICIPLE_END = "ed"
SITE_PREPOSITION = "on"
PHRASE_END = re.compile(
    r"[ \u00a0](?:of|for|at|in|on|who|from|with|to|that|which|whose|close|familiar|speaking|as|"
    r"including|representing|leading|heading|during|by|about|near|inside|within|under|across|among|titled|released|named|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|last)\b"
    r"|[,(—:]|(?<!&amp);|\s[–-]\s"
)
"""What ends the head of a noun phrase and begins its modifiers."""
CONJUNCTION = re.compile(r",?\s+(?:and|&amp;|&|as well as|or|nor)\s+|,\s+(?=[A-Z])")
_LISTED_NAME = r"[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,3}"
LIST_OF_NAMES = re.compile(rf"\s+{_LISTED_NAME}(?:\s?,\s+{_LISTED_NAME})*(?:\s?,)?\s+and\s+[A-Z]")
"""The rest of a list after its first comma: "A, [B and C]"."""
MAKER_LINK = re.compile(r"\b(?P<how>by|from|in|at|of|on)\s+(?P<words>(?:[\w-]+,?\s+){0,5})$")
"""The preposition between a document and a name: "a poll [by] Acme"."""
OWN_SITE = re.compile(r"['’]s?\s+(?:own\s+)?(?:web\s?site|site|blog|page|account|feed)\b")
SOURCE_STOPS_KEPT = frozenset(["the", "of"])
"""Words that may stand between a role and the name after it."""
UNNAMED_BEFORE = re.compile(
    r"(?P<words>\b(?:[Aa]n?|[Oo]ne|[Aa]nother)[ \u00a0](?:[\w’'-]+[ \u00a0]){0,3}(?P<noun>[a-z]+))"
    r"(?:[ \u00a0](?:of|from|in|at|on)[ \u00a0][^,.;:\n]{1,40})?,?[ \u00a0]$"
)
"""A person without a name before its relative pronoun: "a courthouse employee"."""
BEFORE_RELATIVE = re.compile(
    r"\s+\(?|\s?\([^()\n]{1,60}\),?\s+|\s?[—–-]+\s?"
    r"|(?:\s(?:of|from|for|at|in)\s[^,.;:\n]{1,40})?,\s+(?:[^.;:\n]{1,60},\s+)?"
    r"|(?:,|\s[—–-]|\s?\()\s?(?:an?|the|one)\s[^,.;:()\n]{1,60}\s"
)
"""What may stand between a name and its relative pronoun: "Roe, a farmer [who]"."""
APPOSED = re.compile(r",\s+(?:the\s+)?$")
"""What stands before a name in apposition."""
BODY_OF = re.compile(r"[ \u00a0]of[ \u00a0](?:the[ \u00a0])?")
"""What stands between a body and what it belongs to: "the board [of] Lund Hospital"."""
LEADING_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)

WAS_QUOTED = re.compile(r"\s+(?:is|are|was|were|has\s+been|had\s+been)\s+(?:\w+ly\s+)?quoted\b")
QUESTION_LABEL = re.compile(r"^[\"“]?[QA](?=[:.]\s)", re.MULTILINE)
"""The label of a question or an answer at the start of a line."""
ANSWER_LABEL = "A"

_WHO = r"(?P<who>[^.;:?!()“”\"\n]{2,120}?)"
_SAYING = (
    r"(?:saying|telling|stating|writing|adding|claiming|arguing|warning|confirming|insisting|"
    r"declaring|explaining|describing|calling|acknowledging|having[ \u00a0]+(?:said|told|written))"
)
QUOTED_AS_SAYING = re.compile(
    r",?\s+(?:\w+ly\s+)?(?:has\s+|have\s+|had\s+|also\s+|later\s+)*"
    rf"(?:quot|cit)(?:ed|es|e|ing)\s+{_WHO},?\s+as\s+{_SAYING}\b"
)
"""What follows a source that quotes another: "[quoted an official as saying]"."""
REPORTED = re.compile(
    r"\s+(?:\w+ly\s+)?(?:has\s+|have\s+|had\s+|also\s+|later\s+|first\s+)*"
    r"(?:reports?|reported|reporting|wrote|writes?|written|said|says?|reveal(?:s|ed)?)"
    r"(?:,?\s+(?:on|in|earlier|late|last|this)(?:\s+\w+){1,2},?|\s+(?:earlier|yesterday|today))?"
    r"\s+(?:that\s+)?"
)
"""What follows a news outlet that reports the words of another, up to that other source."""
ACCORDING_TO_BEFORE = re.compile(r"\baccording\s+to\s+(?:the\s+)?$", re.IGNORECASE)
QUOTED_BEFORE = re.compile(r"\b(?:quoted|quotes|quoting|cited|cites|citing)\s+$")
BEFORE_MARK = re.compile(r"[:,]\s*[“\"]")
AS_SAYING = re.compile(rf",?\s+as\s+{_SAYING}\b")
NOUN_PHRASE_START = re.compile(
    r"[^\W_a-z]|(?:an?|another|one|two|three|several|some|he|she|they)\b"
)
REFLEXIVES = frozenset(["himself", "herself", "itself", "themselves"])
_VERB = r"\s+(?:(?:has|have|had|also|later|then)\s+)*(?:{verbs})\b"
_AFTER_WORDS = r"[,.?!]*[”\"’']*,?[ \u00a0]+"
_NAME = r"(?P<who>[^\W\d_a-z][\w.’'-]*(?:[ \u00a0][^\W\d_a-z][\w.’'-]*){0,4})"


def subject_and_verb(verbs: str) -> re.Pattern[str]:
    """Return the pattern of a subject and one of the verbs, which a regex alternation lists."""
    return re.compile(_WHO + _VERB.format(verbs=verbs))


def speakers_after_words(verbs: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a source after a quotation: "Roe said", and "said Roe"."""
    subject_first = re.compile(_AFTER_WORDS + _WHO + _VERB.format(verbs=verbs))
    return subject_first, re.compile(rf"{_AFTER_WORDS}(?:{verbs})\s+{_NAME}")


POLICE_OF = re.compile(
    r"(?P<noun>[Pp]olice|POLICE)"
    r"(?P<place>[ \u00a0](?:in|of)[ \u00a0](?:[A-Z][\w.’'-]+[ \u00a0]?){1,4})"
)
"""The police of one place, which say by their name who speaks."""
PLACE_FIRST = re.compile(r"(?:in|at|near|outside|from|of|on)[ \u00a0]")
"""A preposition that begins a source: an engine cut the noun before it."""
SUBJECT_BEFORE_PLACE = re.compile(r"(?:The|An?|One|Another)[ \u00a0](?:[\w’'-]+[ \u00a0]){1,8}")
"""A noun phrase from the beginning of its sentence, without punctuation."""
