"""Patterns and word tables of proofs that hold English words.

A second language gets a table of the same names.
"""

from __future__ import annotations

import re

HESITATIONS = frozenset({"ah", "eh", "er", "erm", "hm", "hmm", "mm", "uh", "uhh", "um", "umm"})
"""Sounds that every newsroom leaves out. They are no words, on either side."""
SPOKEN_FORMS = {
    "1": "one",
    "coz": "because",
    "cuz": "because",
    "doctor": "dr",
    "mister": "mr",
    "til": "until",
    "till": "until",
    "ya": "you",
}
"""Normal words that stand for another one in speech, and the word that is compared."""
CLIPPED = {"cause": "because", "bout": "about", "round": "around"}
"""Words that lost their beginning: an apostrophe stands before them."""
DROPPED_G = "in"
"""The end of "goin'", which is compared as "going"."""
SHORT_VERBS = frozenset({"has", "is", "us"})
"""Words that "'s" stands for after any word: "the ferry's late"."""

LEADING_WORDS = frozenset(
    {"actually", "ah", "alright", "and", "as", "basically", "but", "frankly", "honestly", "i"}
    | {"just", "know", "like", "listen", "look", "mean", "now", "oh", "ok", "or", "right", "so"}
    | {"then", "think", "well", "yeah", "yes", "you"}
)
"""Words with which speakers begin, and which a reporter may leave out at the start."""
CONDITIONS = frozenset(
    {"assuming", "depending", "except", "if", "only", "perhaps", "probably", "provided"}
    | {"providing", "unless", "until", "maybe", "might", "may", "otherwise"}
)
"""Words that limit a statement. A cut that drops one changes what was said."""

STAGE_DIRECTION = re.compile(
    r"\((?:applause|audio|background|break|cheers|cross-?talk|inaudible|indiscernible|laughs?|"
    r"laughing|laughter|music|off-?mic|pause|ph|phonetic|sic|sighs?|silence|speaks|unintelligible|"
    r"unclear|video)\b[^()\n]{0,60}\)",
    re.IGNORECASE,
)
"""What a transcript says in brackets that no speaker said."""
QUESTIONERS = frozenset(
    {"host", "interviewer", "journalist", "moderator", "press", "q", "question", "questioner"}
    | {"reporter", "anchor", "correspondent"}
)
"""Labels of people who ask. A source that is named elsewhere is none of them."""
ANSWERERS = frozenset({"a", "answer", "interviewee", "respondent", "guest", "witness", "speaker"})
"""Labels of people who answer, without a name."""
PRONOUNS = frozenset({"he", "she", "they", "them", "him", "her", "who"})
"""Words before a quotation that may mean anybody: "He told me, 'Never.'" """
FIRST_PERSON = re.compile(r"\b(?:I|I'm|I’m|my|we|We|our|Our|My)\b")
"""Words of a text in which its author speaks. Reports have them in quotation marks alone."""
SIGN_OFF = re.compile(
    r"(?:yours|sincerely|respectfully|regards|best|kind regards|best wishes|faithfully|cordially)\b"
    r"[^\n]{0,30}",
    re.IGNORECASE,
)
"""The line before the signature of a letter."""
REASON = re.compile(
    r"\b(?:because|due to|out of|for fear|fear(?:s|ed|ing)?|not authori[sz]ed|to protect|"
    r"so as not to|citing|sensitiv(?:e|ity)|retaliation|reprisals?|"
    r"as (?:the|they|he|she|it) \w+ (?:was|were|not)|"
    r"to (?:speak|talk|discuss|comment) (?:freely|candidly|publicly|openly|frankly))\b",
    re.IGNORECASE,
)
"""Words that say why a source has no name. "On condition of anonymity" says only that."""
