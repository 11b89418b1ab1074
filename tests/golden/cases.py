"""What the golden tests pin: sentences, names and addresses of our own writing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """An utterance as printed, and what is known of it."""

    text: str
    speakers: tuple[str, ...] = ("ned pike",)
    """Keys of names."""
    source: str = ""
    published: str | None = "2024-03-05"
    verbatim: bool = True
    judged: str | None = None
    """The place that an editor's decision names."""


_BOARD = "Harbour Board director Ned Pike"
_PIER = (
    "We told the council in 2019 that the old pier would not last another winter, and nobody in "
    "that room, not one of them, asked us what it would cost to mend it before the storms came"
)

SENTENCES = (
    Sentence(_PIER, source=_BOARD),
    Sentence(_PIER + ".", published="2024-03-06", source="he"),
    Sentence(
        "the old pier would not last another winter, and nobody in that room asked us what it "
        "would cost to mend it",
        speakers=("ned j. pike",),
        published="2024-03-07",
    ),
    Sentence("the old pier will last another winter", published="2024-03-05"),
    Sentence("the old pier won't last another winter", published="2024-03-09"),
    Sentence("Never", source="the Harbour Board"),
    Sentence("Never.", speakers=(), source="the Harbour Board"),
    Sentence("a wreck", speakers=()),
    Sentence("We lost $2.5 billion, 14 per cent of it in May, and 1,200 of our 9,000 jobs."),
    Sentence("We lost 2.5bn dollars, fourteen percent of it in May, and twelve hundred jobs"),
    Sentence("We [the dockers] will strike … until [he] signs", speakers=("ida holm", "bo lind")),
    Sentence("We will strike... until Pike signs!", speakers=("bo lind", "ida holm")),
    Sentence("El café de José en Zürich está cerrado, señor Ångström", speakers=("josé núñez",)),
    Sentence("A state-of-the-art, well-thought-out, 21st-century break-water — at last"),
    Sentence("Our neighbours’ favourite colour programme was cancelled; the centre organised it"),
    Sentence("Our neighbors' favorite color program was canceled; the center organized it"),
    Sentence("I can't, shouldn't and wouldn’t've; they're gonna say we don't've the money, y'all"),
    Sentence("She told me, “Ned said ‘sell it’ and I laughed,” and then she “resigned”"),
    Sentence("the harbour board would sell its two ferries by June", verbatim=False),
    Sentence("The Harbour Board shall sell both ferries by June", judged="00ff" * 8),
    Sentence("No, no, no, no!", published=None),
    Sentence("…", speakers=()),
    Sentence("!?  —  “”", speakers=("ada quill",)),
    Sentence("", speakers=("ada quill",)),
    Sentence("Prices rose 3% in Q4, the U.S. Navy’s F-35s and A.B.C. Corp. told 007@mail.example"),
    Sentence("The  Straße\tnach\u00a0Köln\u200b is ﬁne,\nsaid İpek", speakers=("ipek",)),
    Sentence("Пристань закрыта до весны, 港は閉まっている 🚢", speakers=("ольга",)),
    Sentence(
        "There is no plan, there was no plan and there will be no plan", published="1999-12-31"
    ),
)

NAMES = (
    "Ned Pike",
    "  NED   PIKE. ",
    "Ned J. Pike",
    "Ned J. P. Pike Jr.",
    "José Núñez",
    "Seán O’Brien",
    "Sean O'Brien",
    "Anne‑Marie – Duff",
    "“The Rock”",
    "The Harbour Board",
    "U.S. Navy",
    "Dr. Ada Quill, M.D.",
    "İpek Straße",
    "Ольга Ильина",
    "王小明",
    "---",
    "",
)

OUTLETS = (
    ("harbourpost.example", None),
    ("WWW.HarbourPost.example.", "Harbour Post"),
    (" www.www.example ", None),
    ("news.harbourpost.example:8080", None),
    ("bücher.example", None),
    (None, "The Harbour Post"),
    (None, "L’Écho – du Port"),
    (None, "..."),
    (None, None),
)

ARTICLES = (
    ("https://harbourpost.example/2024/03/05/pier", "The pier is shut."),
    ("HTTPS://HarbourPost.Example:443/2024/03/05/pier?utm_source=x&fbclid=1#top", "Other words."),
    ("http://harbourpost.example/2024/03/05/pier", "The pier is shut."),
    ("https://harbourpost.example", ""),
    ("https://harbourpost.example/?b=2&a=1&&ocid=9", ""),
    ("https://harbourpost.example/pier/", ""),
    ("https://User:Pass@harbourpost.example:8443/Pier?ID=7", ""),
    ("  https://harbourpost.example/caf%C3%A9/é  ", ""),
    ("http://[bad", ""),
    ("/pier?utm=1&utm_x=2", ""),
    (None, "The pier is shut."),
    (None, "The pier is shut.\n"),
    (None, ""),
)

PERIODS = (
    ("url:a", "2024-03-05T10:00:00+00:00"),
    ("url:a", "2024-12-30T23:59:00+00:00"),
    ("url:a", "2021-01-03T00:00:00-05:00"),
    ("url:a", None),
)

DIGESTS: tuple[tuple[str, ...], ...] = ((), ("",), ("a",), ("a", "b"), ("ab",), ("a", "", "b"))

WORDS: tuple[tuple[str, ...], ...] = ((), ("never",), ("the", "old", "pier"))

PLACES = (
    ("harbourpost.example", "url:a", "The old pier", None),
    ("harbourpost.example", "url:a", "“the OLD píer!”", None),
    ("harbourpost.example", "url:a", "The old pier", 1),
    ("harbourpost.example", "url:a", "The old pier", 2),
    ("name:harbour post", "text:b", "…", None),
)

ASKS = (
    {"text": "The U.S. has been fueling the flame, fanning up the flame"},
    {"text": "I am not prepared to comment on that now", "speaker": "Joe Biden"},
    {"text": "China has not promoted the political settlement process of the Ukraine issue"},
    {"text": "no limits", "limit": 1},
    {"text": "“devastating”", "speaker": "Biden", "published_at": "2022-02-25T00:00:00Z"},
    {"text": "It is a menu, not a meal, and the kitchen was closed"},
    {"text": "Nothing here is like what anybody printed"},
)
"""Bodies of `POST /v1/quotes/match` over the demo articles."""
