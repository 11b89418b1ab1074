"""Texts for property tests: fragments of news joined at random, with any characters between."""

from __future__ import annotations

from hypothesis import strategies as st

MARKS = [
    *"“”„‟\"'‘’‚«»‹›`´＂", "``", "''", "&quot;", "&ldquo;", "&#8221;", "&apos;", "6'2\" ", "'90s ",
]  # fmt: skip
SPACES = [
    " ",
    " ",
    " ",
    "\xa0",
    "\u200b",
    "\u2009",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\u2028",
    "\x85",
    "&nbsp;",
]
STOPS = [
    *",.:;!?…()[]-–—/&#@%*_|§$", ", ", ". ", ": ", "? ", " — ", " - ", "...", "&amp;", " & ",
    "\u0301", "\u00ad", "\ufeff", "\u202e", "😀", "👩\u200d🚒", "™",
]  # fmt: skip
NAMES = [
    "Ada Rehn", "Rehn", "ADA REHN", "ada", "von der Heide", "de la Cruz", "G.K. Amberley", "J.",
    "Q", "Dr. Moss", "Mr", "Sen. Eva Holt (D-Ohio)", "the Rev. Carl Moss Jr.", "Kim Jong-un",
    "O’Hara", "Marta “Mia” Pryce", "Acme Corp.", "the Harbour Commission", "Commission", "on Fish",
    "Council", "Ministry", "Foreign", "AP", "CNN", "The Daily Ledger", "Norway", "Washington",
    "Republicans", "Clinton’s campaign", "the Moss administration", "Energy", "and Trade", "PhD",
    "III", "刘伟", "Ли Вэй", "محمد", "Sergeĭ", "İnan", "ǅ", "ﬁ", "ß",
]  # fmt: skip
WORDS = [
    "said", "says", "told", "asked", "according to", "added that", "wrote in a report", "called it",
    "was quoted as saying", "quoted", "as saying", "who", "which", "he", "she", "they", "it", "I",
    "his lawyer", "her spokesman", "the spokeswoman", "officials", "a source close to the talks",
    "the lawsuit", "the report", "a poll by", "22-year-old", "the 54-year-old", "by", "of", "for",
    "the", "a", "and", "that", "late", "we will rebuild", "nobody", "no", "not", "never", "Monday",
    "president", "Mayor", "former", "secretary of state", "1", "12", "3.5", "2,000", "$4m", "’s",
    "'s",
]  # fmt: skip
JOINED = [
    " and Ada Rehn", " and Trade", " & Sons", ", Trade and Energy", " of the Council",
    " on Fish and Game", "-un", " Jr.", ", Jr.", " (D-Ohio)", ", 54, ", " Ministry", "’ aide",
    "'s office",
]  # fmt: skip
"""What goes on a name without a space of its own."""
LINES = [
    "Q: ", "A: ", "\nQ: Why?\nA: ", "\nSMITH: ", "\nMR. MOSS: ", "\nMODERATOR (off camera): ",
    "By Ada Rehn\n", "By ADA REHN, Staff Writer\n", "LONDON (AP) — ", "Read more: ",
    "Photo: Getty Images", "\n— Ada Rehn, Oslo\n", "\n- Moss", "Council Sells Pier to Firm\n",
    "<p>", "http://a.example/b?c=d",
]  # fmt: skip
SENTENCES = [
    "“We will rebuild the pier,” said Ada Rehn. ", "Moss said the pier was late. ",
    "“It is over,” she told reporters, “and nobody came.” ", "He called it a “wreck”. ",
    "According to Acme Corp., prices will rise. ", "Rehn said Moss told her “no”. ",
]  # fmt: skip

FRAGMENTS = st.one_of(
    *(
        st.sampled_from(pieces)
        for pieces in (MARKS, SPACES, STOPS, NAMES, WORDS, JOINED, LINES, SENTENCES)
    )
)
CHARACTERS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8
)


def news(*, most: int = 30) -> st.SearchStrategy[str]:
    """Return a strategy for texts of at most so many fragments, most of them parted by a space."""
    fragment = st.one_of(FRAGMENTS, FRAGMENTS, FRAGMENTS, CHARACTERS)
    parted = st.tuples(fragment, st.sampled_from([" ", " ", ""])).map("".join)
    return st.lists(parted, max_size=most).map("".join)
