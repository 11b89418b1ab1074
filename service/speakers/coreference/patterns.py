"""Patterns and word tables of coreference that hold English words."""

from __future__ import annotations

import re

from service.speakers.names.lexicon import Gender

PRONOUN_GENDERS = {
    "he": Gender.MALE, "him": Gender.MALE, "his": Gender.MALE, "himself": Gender.MALE,
    "she": Gender.FEMALE, "her": Gender.FEMALE, "hers": Gender.FEMALE, "herself": Gender.FEMALE,
}  # fmt: skip
NARRATIVE_PRONOUN = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
"""A pronoun of the narrative: it may change who the text is about."""
GENDERED_PRONOUN = re.compile(r"\b(?:he|his|him|himself|she|her|herself)\b", re.IGNORECASE)
ORGANIZATION_PRONOUNS = frozenset(["it", "its", "itself"])
SINGULAR_PRONOUNS = frozenset(["it", "its"])
THING_PRONOUN = "it"
PLURAL_PRONOUN = "they"
ANY_PERSON = "the"
"""The word that asks for a person of any gender: "the spokesman"."""
ANY_ORGANIZATION = "it"

CLAUSE_END = re.compile(
    r"[,;:.?!()“”\"–—\n]"
    r"|\s(?:that|which|who|whose|whether|if|how|what|why|because|when|where|as|and|but)\b"
)
"""The mark or the word that ends a clause."""
SUBORDINATE_BEFORE = re.compile(
    r"\b(?:while|when|as|after|before|since|because|if|although|though|until|once)[ \u00a0]$",
    re.IGNORECASE,
)
"""A conjunction before a pronoun whose antecedent may follow: "while she ran, Roe spoke"."""
QUOTING_BEFORE = re.compile(r"\b(?:quoted|quotes|quoting|cited|cites|citing)\s+$")
AS_AFTER = re.compile(r"\w+,?\s+as\b")
AND_BETWEEN = re.compile(r",?\s+(?:and|&|or)\s+(?:the\s+|his\s+|her\s+)?(?:[A-Z][\w.]*\s+){0,3}")
"""The text between two names that "and" joins."""
CONJOINED_ROLES = " and "

DEFINING_AFTER = re.compile(r"[ \u00a0](?:of|for|at|in|from)[ \u00a0][^\W\d_]")
"""What says after a role whose it is: "the treasurer [of the club]"."""
YOUNG_OR_OLD = frozenset(["teenager", "youngster", "kid", "child", "pensioner", "centenarian"])
OLD_WORDS = frozenset(["old", "elderly", "aged", "older", "pensioner", "centenarian"])
YOUNG_WORDS = frozenset(["young", "younger", "teenager", "youngster", "kid", "child"])
SCHOLARS = frozenset(["professor", "doctor"])
"""Titles of people whom a text calls by their subject, too: "the biologist"."""
IS_SCHOLAR = re.compile(
    r"[a-z-]+(?:ologist|ographer|omist|icist|physicist|chemist|[aeiou]trist|[aeiou]cian|rian)"
    r"|scientist|researcher|academic|scholar|expert|surgeon|specialist|author|consultant|lecturer"
)

OWNED_RELATION = re.compile(
    r"(?:\b(?P<pronoun>[Hh]is|[Hh]er)|['’]s?)[ \u00a0](?:[a-z-]+[ \u00a0]){0,2}?"
    r"(?P<relation>brother|sister|twin|husband|wife|son|daughter|mother|father|uncle|aunt|nephew|niece"
    r"|cousin|grandson|granddaughter|grandmother|grandfather|lawyer|attorney|counsel|barrister"
    r"|solicitor|advocate)\b,?[ \u00a0]?"
)
"""A relative or a lawyer and whose: "her [brother], "."""
_SIBLINGS = frozenset(["brother", "sister", "twin"])
_CHILDREN = frozenset(["son", "daughter"])
_PARENTS = frozenset(["mother", "father"])
_GRANDCHILDREN = frozenset(["grandson", "granddaughter"])
_GRANDPARENTS = frozenset(["grandmother", "grandfather"])
LAWYERS = frozenset(["lawyer", "attorney", "counsel", "barrister", "solicitor", "advocate"])
RECIPROCALS = {
    **dict.fromkeys(_SIBLINGS, _SIBLINGS),
    **dict.fromkeys(_PARENTS, _CHILDREN), **dict.fromkeys(_CHILDREN, _PARENTS),
    **dict.fromkeys(_GRANDPARENTS, _GRANDCHILDREN),
    **dict.fromkeys(_GRANDCHILDREN, _GRANDPARENTS),
    **dict.fromkeys(["uncle", "aunt"], frozenset(["nephew", "niece"])),
    **dict.fromkeys(["nephew", "niece"], frozenset(["uncle", "aunt"])),
    "husband": frozenset(["wife"]), "wife": frozenset(["husband"]),
    "cousin": frozenset(["cousin"]), "client": LAWYERS,
}  # fmt: skip
"""What the other is to somebody, for each word that says what somebody is to the other."""
YOUNGER_KIN = _CHILDREN | _GRANDCHILDREN | {"niece", "nephew"}
OLDER_KIN = _PARENTS | _GRANDPARENTS | {"uncle", "aunt"}
IS_KIN = re.compile(
    r"(?:[^.;:“”\"\n]{0,40}?[ \u00a0](?:is|was)|,)[ \u00a0](?:an?|the|his|her)[ \u00a0]"
    r"(?:[a-z-]+[ \u00a0])?"
    r"(?P<kin>(?:grand)?(?:son|daughter|mother|father)|niece|nephew|uncle|aunt)\b"
)
"""What follows the name of a relative: "of Ems, is a [niece]"."""
POSSESSIVE_IN = re.compile(r"['’]s?[ \u00a0]")
"""An owner in a phrase: "the accused['s ]wife"."""
OLDER_OR_YOUNGER = re.compile(
    r"(?:[Tt]he[ \u00a0])?(?P<age>younger|elder|older)[ \u00a0](?:M(?:r|s|rs)\.?[ \u00a0])?"
    r"(?P<after>[^\W\d_a-z][\w’'-]+)"
    r"|(?:M(?:r|s|rs)\.?[ \u00a0])?(?P<before>[^\W\d_a-z][\w’'-]+),?[ \u00a0]"
    r"(?P<rank>senior|junior|snr|jnr)\b"
)
"""A surname that two people share, and which of them is meant: "the younger Roe"."""
COURT_PARTIES = frozenset(
    ["accused", "defendant", "petitioner", "appellant", "plaintiff", "complainant", "claimant",
     "respondent", "applicant"]
)  # fmt: skip
COURT_OFFICERS = LAWYERS | frozenset(
    ["judge", "justice", "magistrate", "sheriff", "recorder", "coroner", "registrar", "clerk",
     "prosecutor", "constable", "sergeant", "inspector", "superintendent", "detective", "officer",
     "spokesman", "spokeswoman", "spokesperson", "doctor", "pathologist", "expert", "witness"]
)  # fmt: skip
PROSECUTOR = "prosecutor"
COUNSEL = "counsel"
PROSECUTING = frozenset(["state", "district", "crown", "county", "public", "us", "prosecuting"])
"""What a lawyer of the prosecution is called: "[state] attorney"."""

INTRODUCED = r"\b(?:an?|one|another)\s(?:[\w'’-]+\s){{0,3}}{noun}\b"
"""A noun with an indefinite article: "a voter", before "the voter"."""

IN_DOCUMENT = re.compile(
    r"(?:\bIn|, in)[ \u00a0](?:an?|his|her|its|their|the)[ \u00a0](?:[\w-]+[ \u00a0]){0,3}$"
)
"""What stands before a document in which somebody says something: "Roe, in a [memo], said"."""
ENDS_ON_NOUN = re.compile(
    r"\b(?:the|an?|his|her)[ \u00a0](?:[a-z-]+[ \u00a0])?(?P<noun>[a-z]+)\.\s*$"
)
"""The noun that ends a sentence: "She framed the [letter]."."""
MAKER_AFTER = re.compile(
    r",?(?:\s+[a-z]+){0,3},?\s+(?P<how>by|from|in)\s+(?:the\s+)?", re.IGNORECASE
)
"""The text between a document and its maker: "a report [by] Acme"."""
ISSUED_BY = re.compile(
    r"(?:[ \u00a0](?:of|on|into|about)[ \u00a0][^.,;:“”\"\n]{1,60})?"
    r",?\s+(?:dated\s[^.,;:“”\"]{2,30}\sand\s)?(?:(?:is|was)\s+)?"
    r"(?:signed|released|published|issued|conducted|commissioned|written|made|paid[ \u00a0]for)\b"
    r"[^.,;:“”\"]{0,40}?\sby\s+(?:the\s+|an?\s+(?:\w+\s+){1,3}?(?:called|named)\s+)?"
)
"""What names the maker of a document: ", published on Monday by the [Harbour Board]"."""
ISSUED_BEFORE_NOW = re.compile(
    r"(?:It|The[ \u00a0](?P<noun>[a-z]+))(?=[ \u00a0](?:is|was)[ \u00a0])"
)
"""The beginning of a sentence that says who made a document: "[It] was paid for by"."""
WRITTEN_CUES = frozenset(["read", "reads", "ran", "began", "begins", "states", "stated"])
"""Verbs of written words: what "it" read is a letter, and no body."""
BODY_SUBJECT = re.compile(
    r"The[ \u00a0](?:[a-z-]+[ \u00a0]){0,2}?(?P<noun>[a-z]+)[ \u00a0]"
    r"(?:has|had|is|was|will|would|[a-z]+ed)\b"
)
"""The beginning of a sentence about a body without a name: "The [city] has apologised."."""
NEW_DOCUMENT = re.compile(r"\ban?[ \u00a0](?:[\w’'-]+[ \u00a0]){0,4}$", re.IGNORECASE)
"""An indefinite article before a document: no sentence before it names the maker."""
OWNING_NOUN = re.compile(r"(?:the|its|their)\s(\w+)['’]s", re.IGNORECASE)
"""The owner of a document by a noun: "the company's report"."""
OWNER_PRONOUNS = {"his": "his", "her": "her", "its": "it"}
OTHER_DETERMINERS = frozenset(["one", "another", "some", "several", "other"])
"""Words before a document that was not mentioned before."""
JUDGES = frozenset(["judge", "justice"])
COURT = "court"
IN_OUTLET = "in"
"""The preposition before the outlet of a document: "a story [in] the Times"."""

ACCORDING_TO = re.compile(
    r"[\s,”\"]*(?:[a-z]+,?\s+){0,3}according\s+to\s+(?:the\s+)?", re.IGNORECASE
)
REMEMBERED_BY = re.compile(
    r",\s+as\s+(?=[^,.;:“”\"\n]{2,60}\s(?:remembers|recalls|recalled|remembered|tells|told)\b)"
)
"""The relay between a source and its verb: "Roe, as [Bo] remembers it, said"."""
TOLD = re.compile(r"\s*(?:has\s+|had\s+)?(?:told|tells)\s+(?:the\s+)?", re.IGNORECASE)
QUOTED_BY = re.compile(
    r"\s+(?:is|are|was|were|has\s+been|had\s+been)\s+(?:\w+ly\s+)?(?:quoted|cited)"
    r"(?:\s+as\s+\w+ing)?\s+(?:by|in)\s+(?:the\s+)?",
    re.IGNORECASE,
)
UNNAMED_SUBJECT = re.compile(
    r"(?:An?|One|Another)[ \u00a0](?P<words>(?:[\w’'-]+[ \u00a0]){0,3}[a-z][a-z-]*)"
    r"(?P<who>,?[ \u00a0]who\b)?(?=,?[ \u00a0][a-z])"
)
"""The beginning of a sentence about a person without a name: "A [Western diplomat] was"."""
OWNED_SUBJECT = re.compile(r"(?:His|Her|Their|My)[ \u00a0](?P<noun>[a-z]+),?[ \u00a0][a-z]")
"""The beginning of a sentence about somebody else's relative: "His wife, however, answered"."""
REPLIES = frozenset(["replied", "replies", "answered", "answers", "responded", "responds"])
"""Verbs of those who were asked."""
QUESTIONS = frozenset(["asked", "asks"])
NO_APPOSITION_AFTER = re.compile(
    r"(?:,[ \u00a0]|[ \u00a0]\()\d{1,3}\b|,[ \u00a0](?:from|of|who)\b(?![ \u00a0]the[ \u00a0])"
    r"(?![ \u00a0](?:leads?|led|heads?|headed|chairs?|chaired|runs?|represents?|represented"
    r"|is|was)\b)"
)
"""What follows a name and introduces no one: an age, a place, what a person did."""
APPOSITION_AFTER = re.compile(r"[ \u00a0]?[,(—–]")
"""The mark after a name that begins an apposition."""
ISSUED_BEFORE = re.compile(
    r"(?:In|On|At|Through|Via)[ \u00a0][^.;:!?“”\"\n]{0,80}"
    r"\b(?:statement|release|notice|filing|letter|memo|e-?mail|report|post|blog|tweet|web\s?site|site|page)\b"
    r"[^.;:!?“”\"\n]{0,60},[ \u00a0]"
)
"""The beginning of a sentence that says in which document somebody speaks."""
COUPLE_LINK = re.compile(
    r"[ \u00a0](?:and|&)[ \u00a0](?:(?:his|her)[ \u00a0](?:\w+[ \u00a0])?"
    r"(?:wife|husband|partner|fianc[ée]e?|brother|sister|twin)[ \u00a0])?"
)
"""What joins two people who are spoken of together: "Roe and his wife Ada"."""
FAMILY_NOUNS = frozenset(
    ["couple", "spouses", "newlyweds", "parents", "siblings", "brothers", "sisters", "twins"]
)
COUPLE_NOUNS = FAMILY_NOUNS | {"pair", "duo", "two"}
WROTE = "wrote"
LETTER_TO = re.compile(r"[ \u00a0](?:back[ \u00a0])?to[ \u00a0]")
"""What makes writing a letter: "wrote [to]"."""
PLACES_THAT_SPEAK = frozenset(["city", "town", "village"])
"""Nouns for places whose council speaks in their name."""
PLURAL_OWNER = "their"
PLURAL_SURNAME = re.compile(r"The[ \u00a0][A-Z][\w’'-]+s\b")
"""The beginning of a sentence about a family: "The Roes"."""
PLURAL_SUBJECT = re.compile(
    r"(?:(?:The|Some|Many)[ \u00a0])?(?:[a-z-]+[ \u00a0])?(?P<noun>[A-Za-z]{4,}[^s\W]s)[ \u00a0]"
    r"(?:have|had|were|are|will|would|[a-z]+ed)\b"
)
"""The beginning of a sentence about people without a name: "Organisers cancelled"."""
