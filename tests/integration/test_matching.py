"""Words that somebody asks about find the quotes that hold them, whole, cut or misquoted."""

from __future__ import annotations

from datetime import date

import pytest

from service.storage.filters import QuoteFilter
from service.storage.store import Store
from service.storage.views import MatchView
from tests.support.store_contents import Ingest, contents

STORED = """\
Ada Quill | direct | there are no American troops in Baghdad, and there never were
Ada Quill | direct | we will do it
Bo Rehn | direct | inflation fell to 3 percent last year
Bo Rehn | direct | I have never said that we would sell the old harbour to anybody
Cy Moss | direct | that is the way it is
Dag Lind | direct belief | the pier of glass will be sold by Easter
Cy Moss | indirect | the council meant to keep every promise about the ferry"""


def texts(found: tuple[MatchView, ...]) -> list[str]:
    return [one.quote.text for one in found]


def changes(one: MatchView, words: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            found.kind,
            found.printed and found.printed.of(words),
            found.full and found.full.of(one.quote.text),
        )
        for found in one.alignment
    ]


@pytest.fixture
def stored(ingest: Ingest, store: Store) -> Store:
    ingest(STORED)
    return store


@pytest.mark.parametrize(
    ("words", "match", "text"),
    [
        ("we will do it", "exact", "we will do it"),
        ("“We'll do it!”", "exact", "we will do it"),
        ("that is the", "fragment", "that is the way it is"),
        ("no American troops", "fragment", STORED.splitlines()[0].split(" | ")[2]),
        (
            "keep every promise",
            "fragment",
            "the council meant to keep every promise about the ferry",
        ),
    ],
)
def test_what_stands_verbatim_is_found_without_a_speaker(
    stored: Store, words: str, match: str, text: str
) -> None:
    best = stored.match_quotes(words)[0]
    assert (best.match, best.similarity, best.quote.text) == (match, 1.0, text)
    assert all(found.kind == "left_out" for found in best.alignment)
    assert [one.text for one in best.occurrences] == [text]


@pytest.mark.parametrize(
    ("words", "difference"),
    [
        ("there are American troops in Baghdad", ("left_out", None, "no")),
        ("we will not do it", ("added", "not", None)),
        ("inflation fell to 4 percent last year", ("changed", "4", "3")),
        ("inflation rose to 3 percent last year", ("changed", "rose", "fell")),
        ("I have never said that we would sell our old harbour", ("changed", "our", "the")),
    ],
)
def test_what_was_misquoted_is_found_and_shown(
    stored: Store, words: str, difference: tuple[str, str | None, str | None]
) -> None:
    best = stored.match_quotes(words)[0]
    assert difference in changes(best, words)
    assert best.match != "exact"


def test_verbatim_comes_first_then_pieces_then_what_was_reworded(
    ingest: Ingest, store: Store
) -> None:
    for number, words in enumerate(
        ["sell the harbour now", "we must sell the harbour now, or never", "sell the harbour later"]
    ):
        ingest(f"Speaker Number{number} | direct | {words}", domain=f"{number}.example")
    found = store.match_quotes("Sell the harbour now")
    assert [one.match for one in found] == ["exact", "fragment", "variant"]
    assert len(store.match_quotes("Sell the harbour now", limit=2)) == 2


def test_a_speaker_helps_and_is_never_required(ingest: Ingest, store: Store) -> None:
    ingest("Ada Quill | direct | not us", domain="a.example")
    ingest("Bo Rehn | direct | not us", domain="b.example")
    ingest("Bo Rehn | direct | not us", domain="c.example")
    assert store.match_quotes("not us")[0].quote.speakers[0].name == "Bo Rehn"
    helped = store.match_quotes("not us", speaker="Quill, Ada")
    assert [one.quote.speakers[0].name for one in helped] == ["Ada Quill", "Bo Rehn"]
    assert len(store.match_quotes("not us", speaker="Nobody Known")) == 2


def test_of_equals_the_one_of_that_time_comes_first(ingest: Ingest, store: Store) -> None:
    from datetime import UTC, datetime

    for year, name in ((2016, "Ada Quill"), (2022, "Bo Rehn")):
        moment = datetime(year, 5, 1, tzinfo=UTC)
        ingest(f"{name} | direct | not us", domain=f"{name[0]}.example", published_at=moment)
    for year, name in ((2016, "Ada Quill"), (2022, "Bo Rehn")):
        best = store.match_quotes("not us", published=date(year, 6, 1))[0]
        assert best.quote.speakers[0].name == name


def test_words_that_only_one_outlet_printed_so_find_their_quote(
    ingest: Ingest, store: Store
) -> None:
    long = "For some time, China has actively promoted the political settlement of the issue"
    ingest(f"Liu Pengyu | direct | {long}", domain="a.example")
    ingest(f"Liu Pengyu | direct | {long.replace('actively', 'quietly')}", domain="b.example")
    [quote] = store.list_quotes().items
    for words in (long, long.replace("actively", "quietly")):
        [best] = store.match_quotes(words)
        assert best.quote == quote
        assert len(best.occurrences) == 2
        assert (best.match, best.similarity, best.alignment) == ("exact", 1.0, ())
        assert best.wording == words


def test_what_an_excerpt_has_beyond_the_fullest_wording_is_found(
    ingest: Ingest, store: Store
) -> None:
    shared = "to tell them that the company would pay for a new roof on every house"
    first = f"I called every single family in the valley {shared}"
    other = f"{shared} and then asked the accountants to find the money"
    ingest(f"Ann Voss | direct | {first}", domain="a.example")
    ingest(f"Ann Voss | direct | {other}", domain="b.example")
    [quote] = store.list_quotes(QuoteFilter(q="accountants")).items
    assert quote.occurrence_count == 2
    [best] = store.match_quotes("asked the accountants to find the money")
    assert (best.quote.id, best.match, best.wording) == (quote.id, "fragment", other)
    across = store.match_quotes("on every house I called every single family")
    assert [one.match for one in across] == ["variant"]  # nobody printed them side by side


def test_beliefs_are_no_answer_and_strangers_are_none(stored: Store) -> None:
    assert stored.match_quotes("the pier of glass will be sold by Easter") == ()
    assert stored.match_quotes("zeppelins over Reykjavik") == ()
    assert stored.match_quotes("…") == ()
    assert stored.match_quotes('" AND "* NEAR(') == ()


def test_asking_stores_nothing(stored: Store) -> None:
    before = contents(stored)
    stored.match_quotes("inflation fell to 4 percent last year", speaker="Bo Rehn")
    assert contents(stored) == before


def test_few_occurrences_of_each_are_answered_the_earliest(ingest: Ingest, store: Store) -> None:
    from datetime import UTC, datetime

    for day in range(9, 1, -1):
        ingest(
            "Ada Quill | direct | we will do it",
            domain=f"{day}.example",
            published_at=datetime(2022, 1, day, tzinfo=UTC),
        )
    [one] = store.match_quotes("we will do it")
    assert one.quote.occurrence_count == 8
    days = [
        found.article.published_at.day for found in one.occurrences if found.article.published_at
    ]
    assert days == [2, 3, 4, 5, 6]


def test_the_index_follows_every_change(ingest: Ingest, store: Store) -> None:
    words = "the harbour freezes over in winter"
    first = ingest(f"Ada Quill | direct | {words}", domain="a.example").view
    longer = ingest(f"Ada Quill | direct | {words}, as zeppelins do", domain="b.example").view

    def holding(q: str) -> list[str]:
        return [quote.text for quote in store.list_quotes(QuoteFilter(q=q)).items]

    assert holding("freezes zeppelins") == [f"{words}, as zeppelins do"]
    store.delete_article(longer.ref.id)
    assert holding("freezes zeppelins") == []
    assert holding("freezes harbour") == [words]
    store.delete_article(first.ref.id)
    assert holding("freezes") == []
    assert store.match_quotes(words) == ()


@pytest.mark.parametrize("words", ["a b " * 1_250, " ".join(map(str, range(1_000))), "ha " * 1_600])
def test_a_whole_speech_can_be_asked_for(ingest: Ingest, store: Store, words: str) -> None:
    said = " ".join(words.split())
    ingest(f"Ada Quill | direct | {said}\nBo Rehn | direct | ha, ha, 7 8 9")
    best = store.match_quotes(words)[0]
    assert (best.match, best.quote.text) == ("exact", said)


def test_words_too_long_for_an_index_are_found_by_their_beginning(
    ingest: Ingest, store: Store
) -> None:
    endless = "a" * 10_000
    ingest(f"Ada Quill | direct | he screamed {endless} all night")
    [quote] = store.list_quotes(QuoteFilter(q=endless)).items
    assert [one.quote for one in store.match_quotes(f"screamed {endless} all")] == [quote]
