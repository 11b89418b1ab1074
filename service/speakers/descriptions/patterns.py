"""Patterns and short word tables of descriptions that hold English words."""

from __future__ import annotations

import re

from service.speakers.names.patterns import ARTICLES

ONE_OF = ("one", "of")
DETERMINERS = ARTICLES | {"his", "her", "its", "their", "our", "my", "your", "another", "one"}
"""Words that begin a noun phrase."""
PERSONAL_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mister", "mme", "sir"])
"""Titles that say nothing of who a person is."""
WEAK_TITLES = frozenset(["dr", "rev"])
"""Titles that say little: a fuller description elsewhere is better."""
FIELD_LINKS = frozenset(["of", "for", "to", "at", "in"])
"""What joins an office and its field: "Secretary of State"."""
IN_FIELD = frozenset(["of", "for", "the", "and", "&", "on", "to", "at", "in"])
"""Small words within an office and its field."""
PLAIN_CUT = re.compile(
    r"[ \u00a0](?:whose|whom|which|that|when|while|as|because|after|before|since|during|but|where"
    r"|until|if)\b"
)
"""Where what belongs to a noun phrase no longer says who a person is."""
WHO = re.compile(r"[ \u00a0]who[ \u00a0]")
OFFICE_VERB = re.compile(
    r"(?:currently |recently |once |also |now |previously |formerly )?"
    r"(?P<be>is|was|has been|had been|became|served as|serves as|has served as|worked as|works as)?"
    r"(?P<does>(?:co-)?(?:led|leads|heads|headed|helms|helmed|chairs|chaired|directs|directed"
    r"|teaches|taught|represents|represented|owns|owned|founded|oversees|oversaw|manages|managed"
    r"|runs|coaches|coached|edits|edited|studies|covers|covered|hosts|hosted|works|worked|advises"
    r"|advised|specializes|specialises|serves|served|ran the))?[ \u00a0]"
)
"""What a person does by office, after "who"."""
AGE = re.compile(r",[ \u00a0](?:age[ \u00a0])?\d{1,3}(?=,)|[ \u00a0]\(\d{1,3}\)")
SUFFIX = re.compile(r",?[ \u00a0](?:(?:Jr|Sr)\b\.?|(?:II|III|IV)\b)")
BRACKET = re.compile(r"[ \u00a0]\((?P<inside>[^()\n]{1,60})\)")
PARTY_SEAT = re.compile(
    r"(?:D|R|I|L|DFL|Con|Lab|Lib Dem|SNP|Dem|Rep)(?:[-–—,/][ \u00a0]?[A-Z][\w.’' -]{0,30})?"
)
"""A party with or without a seat: "D-Ohio", "R"."""
SEAT_AFTER_COMMA = re.compile(
    r",[ \u00a0](?P<seat>[DRI][-–—][A-Z][\w.]*(?:[ \u00a0][A-Z][\w.]*)?"
    r"|(?:Republican|Democrat|Independent|independent)[ \u00a0](?:of|from)[ \u00a0][A-Z]\w+"
    r"(?:[ \u00a0][A-Z]\w+)*)(?=[,.;)—])"
)
_CAPITALS = (
    r"[A-Z][\w.'’&-]*(?:[ \u00a0](?:(?:of|for|on|the|&|in)[ \u00a0]){0,2}[A-Z][\w.'’&-]*){0,8}"
)
BODY_AFTER = re.compile(
    r",?[ \u00a0](?P<phrase>(?P<link>of|at|from|with)[ \u00a0](?:the[ \u00a0])?(?P<body>"
    + _CAPITALS
    + r"))"
)
"""A body or place right after a name: "of the Sierra Club"."""
CLAUSE_GOES_ON = re.compile(
    r"[ \u00a0](?:said|says|told|agreed|argued|wrote|noted|added|called|asked|warned)\b|,|\."
)
"""What may follow the body after a name."""
APPOSITION_MARK = re.compile(r"(?:,|[ \u00a0]?[—–]|[ \u00a0]--?)[ \u00a0]")
PHRASE_MARK = re.compile(r"[,;:()\[\]\"“”—–\n?!]|[ \u00a0]--?[ \u00a0]|\.(?=[ \u00a0\n\"”]|$)")
ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:St|Inc|Corp|Co|Jr|Sr|Gen|Gov|Sen|Rep|Dr|Lt|U\.S|U\.N|E\.U|Ft|Mt|No))$"
)
"""A word whose full stop ends no sentence."""
STATE_AFTER = re.compile(r",[ \u00a0](?P<state>[A-Z][\w.]*(?:[ \u00a0][A-Z]\w+)?)(?=[,.;]|$)")
COMMA_BEFORE = re.compile(r",[ \u00a0]$")
CLAUSE_START = re.compile(
    r"[,;:—–(\[\"“”?!][ \u00a0]?|[.][ \u00a0]|\b(?:said|says|by|to|and|that|told|asked)[ \u00a0]"
)
CLOSES_APPOSITION = re.compile(r"['’]?s?(?:,|\.(?:[ \u00a0\n]|$)|;|[ \u00a0][—–])")
PLURAL_LIST = re.compile(
    r"\b(?P<title>(?:[A-Z][\w.-]*[ \u00a0]){0,3}(?P<noun>[A-Z]?[a-z]{2,}s)\.?)[ \u00a0]"
    r"(?:[A-Z][\w.'’-]*,?[ \u00a0]|\([^()\n]{1,40}\),?[ \u00a0]"
    r"|(?:Republican|Democrat) of [A-Z]\w+,[ \u00a0])+"
    r"(?:and[ \u00a0])?$"
)
"""A plural title and the names of a list up to its last: "Sens. Jane Roe (D-Ohio) and "."""
ROLE_SUFFIXES = re.compile(
    r"[a-z-]{3,}(?:ist|ian|woman|man|eer|logist|grapher|cutor|keeper|maker|holder)"
)
"""Endings of nouns for a person."""
ADJECTIVE_SUFFIXES = re.compile(r"[a-z-]{4,}(?:ial|ical|onal|tary|ative|ese|ish)")
LIKE_PARTICIPLE = re.compile(r"[a-z]+(?:ed|ing|ly)")
OPENING_NOUNS = re.compile(
    r"(?P<nouns>\b[A-Z][a-z]+(?:-[a-z]+)?(?:[ \u00a0][a-z]{3,}){1,2})[ \u00a0]$"
)
"""Two or three words right before a name, the first with a capital: "Harbour master"."""
ENDS_BEFORE = re.compile(r"(?:[.!?][\"”’)]*|[\n\"“”:])[ \u00a0\n]*$")
"""What ends the sentence before."""
VERB_AFTER = re.compile(
    r"[ \u00a0](?:[a-z]+ly[ \u00a0])?(?:[a-z]{2,}ed|said|says|told|tells|is|was|has|had|will|would"
    r"|did|made|took|gave|went|came|saw|met|won|lost|left|led|ran|wrote|spoke|held|kept|began"
    r"|stood)\b"
)
TAKES_CLAUSE = frozenset(
    ["say", "think", "believe", "know", "hope", "fear", "claim", "suspect", "insist", "feel"]
)
"""Verbs with a clause behind them, whose subject a name may be: "Police think Bo Ek lied"."""
OPENS_TIME = frozenset(["last", "next", "early", "late", "later", "one", "another", "some"])
"""Words that open a time or a number: "Last summer"."""
BEFORE_BODY = frozenset(["former", "ex", "then", "late", "longtime", "current", "acting"])
"""Words before a role that are no part of a body's name."""
ROLE_LINK = re.compile(r"[ \u00a0](?:of|for|at|in|with|from|on)[ \u00a0]")
"""What joins a role and its body."""
BODY_LINK = re.compile(r"(?:of|for|at|in|with|from)[ \u00a0]")
PARTY_OF = re.compile(
    r"(?:Republican|Democrat|Independent|independent)[ \u00a0](?:of|from)[ \u00a0]"
)
OFFICE_CLAUSE = re.compile(r"(?:^|[ \u00a0])who[ \u00a0]|[ \u00a0]and(?:$|[ \u00a0]an?[ \u00a0])")
"""Where a phrase goes on with something else than a role."""
LEADING = re.compile(r"(?:the|an?|his|her|its|their|our|my|your)[ \u00a0]+", re.IGNORECASE)
"""An article or a pronoun before a noun phrase."""
