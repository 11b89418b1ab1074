"""A store that takes articles over HTTP, then an archive, then articles again, is as one over HTTP.

The other store gets everything over HTTP, in the same order, with the same judgements.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.backfill.archive import Archive
from service.backfill.load import LoadedArchive, load_archive
from service.errors import Conflict, NotFound, Superseded
from service.ingest.article_in import ArticleInput
from service.settings import Settings
from service.storage.filters import QuoteFilter
from service.storage.inputs import EditedBy, SpeakerSeed
from service.storage.store import Store
from service.storage.views import QuoteView
from tests.integration.test_backfill import FEW, NAMES, TEXTS, WORDS, articles_of, held, send
from tests.support.annotated_reader import AnnotatedReader
from tests.support.backfilled import make_archive
from tests.support.databases import MakeUrl
from tests.support.store_contents import everything

EDITOR = EditedBy(editor="desk")
AddMiddle = Callable[[Store], object]


@FEW
@given(early=TEXTS, middle=TEXTS, late=TEXTS, overlap=st.integers(0, 3), judged=st.booleans())
def test_a_living_store_goes_on_before_and_after_an_archive(
    make_url: MakeUrl,
    tmp_path_factory: pytest.TempPathFactory,
    early: list[str],
    middle: list[str],
    late: list[str],
    overlap: int,
    judged: bool,
) -> None:
    articles = articles_of([*early, *middle, *late])
    first, rest = articles[: len(early)], articles[len(early) :]
    archived, last = [*first[:overlap], *rest[: len(middle)]], rest[len(middle) :]
    archive = make_archive(AnnotatedReader(), archived, tmp_path_factory.mktemp("archive"))
    by_http = _lived(make_url(), first, lambda store: send(store, archived), last, judged=judged)
    url = make_url()
    by_load = _lived(url, first, lambda store: _load(url, archive), last, judged=judged)
    assert by_load == by_http


def test_ids_and_judgements_of_a_living_store_stay(make_url: MakeUrl, tmp_path: Path) -> None:
    articles = articles_of([f"{name} | direct | {w}" for name in NAMES[:3] for w in WORDS[:5]])
    first, archived = articles[:6], articles[3:]
    archive = make_archive(AnnotatedReader(), archived, tmp_path)
    url = make_url()
    with closing(Store.open(url)) as store:
        store.load_speakers([SpeakerSeed(name="Ann Lee", kind="person", aliases=("Lee",))])
        send(store, first)
        _judge(store)
        quotes, occurrences = _quotes(store), _occurrences(store)
        speakers = {each.id for each in everything(lambda at: store.list_speakers(cursor=at))}
        judgements = everything(lambda at: store.list_judgements(cursor=at))
        _load(url, archive)
        assert {each.id for each in quotes} <= {each.id for each in _quotes(store)}
        assert occurrences <= _occurrences(store)
        assert speakers <= {
            each.id for each in everything(lambda at: store.list_speakers(cursor=at))
        }
        assert everything(lambda at: store.list_judgements(cursor=at)) == judgements
        before = held(store)
        known = _load(url, archive)
        assert (known.stored, held(store)) == (0, before)


def test_an_archive_of_a_corrected_article_sends_its_text_again(
    make_url: MakeUrl, tmp_path: Path
) -> None:
    old, new = articles_of([f"Ann Lee | direct | {WORDS[0]}", f"Ann Lee | direct | {WORDS[6]}"])
    corrected = ArticleInput(
        outlet_domain=old.outlet_domain,
        outlet_name=old.outlet_name,
        url=old.url,
        title=old.title,
        published_at=old.published_at,
        text=new.text,
    )
    archive = make_archive(AnnotatedReader(), [old], tmp_path)
    url = make_url()
    with closing(Store.open(url)) as store:
        send(store, [old])
        sent = held(store)
        send(store, [corrected])
        assert held(store) != sent
        assert _load(url, archive) == LoadedArchive(stored=1)
        assert held(store) == sent


def _lived(
    url: str,
    first: list[ArticleInput],
    add_middle: AddMiddle,
    last: list[ArticleInput],
    *,
    judged: bool,
) -> list[object]:
    """Return what a store holds, and what became of its first ids, after all three parts."""
    with closing(Store.open(url)) as store:
        send(store, first)
        if judged:
            _judge(store)
        first_ids = {quote.id: quote.text for quote in _quotes(store)}
        add_middle(store)
        middle = held(store)
        send(store, last)
        if judged:
            _judge(store)
        return [middle, held(store), sorted(_fates(store, first_ids))]


def _judge(store: Store) -> None:
    """Merge the first two quotes by what they hold, whatever their ids are."""
    quotes = sorted(_quotes(store), key=lambda each: _printed(store, each))
    if len(quotes) > 1:
        with suppress(Conflict):
            store.merge_quotes(quotes[0].id, quotes[1].id, EDITOR)


def _printed(store: Store, quote: QuoteView) -> list[str]:
    detail = store.get_quote(quote.id)
    return sorted(f"{quote.text} {each.article.url} {each.spans}" for each in detail.occurrences)


def _load(url: str, archive: Archive) -> LoadedArchive:
    settings = Settings(database_url=url)
    return load_archive(archive.directory, settings, report=lambda done, total: None)


def _fates(store: Store, ids: dict[UUID, str]) -> list[tuple[str, str]]:
    """Return the words of each id before, and of the quote to which it leads now."""
    found = []
    for quote_id, words in ids.items():
        try:
            found.append((words, store.get_quote(quote_id).quote.text))
        except (NotFound, Superseded) as gone:
            found.append((words, type(gone).__name__))
    return found


def _quotes(store: Store) -> list[QuoteView]:
    return everything(lambda at: store.list_quotes(QuoteFilter(stance=None), cursor=at))


def _occurrences(store: Store) -> set[UUID]:
    return {one.id for quote in _quotes(store) for one in store.get_quote(quote.id).occurrences}
