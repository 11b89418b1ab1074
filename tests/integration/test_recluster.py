"""`onrecord recluster`: quotes are rebuilt under other rules, with their ids and judgements."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models import ArticleSketch, Quote, SketchKey, Utterance, UtteranceKey
from service.commands.recluster import recluster
from service.dedup import stored_form
from service.dedup.index_keys import index_keys_of
from service.dedup.utterance import utterance_of
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.settings import Settings
from service.storage.db.database import reading
from service.storage.db.engine import open_engine
from service.storage.db.locks import for_writing
from service.storage.filters import QuoteFilter
from service.storage.inputs import EditedBy
from service.storage.store import Store
from service.storage.tables import utterances
from service.storage.writes import recluster as recluster_rows
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import MakeUrl
from tests.support.store_contents import contents, everything

MONDAY = datetime(2022, 2, 21, tzinfo=UTC)
EDITOR = EditedBy(editor="desk")
FULL = "The harbour board knew about the crumbling seawall since the storm of March"
TEXTS = [
    f"Ann Lee | direct | {FULL}\nBo Ek | direct | yes",
    "Ann Lee | direct | the crumbling seawall\nBo Ek | direct | no // yes",
    f"? | direct | {FULL}\nAnn Lee | indirect | {FULL}",
    "Bo Ek | direct | Nobody warned the fishermen about the tide tables",
]


def ingest(url: str, texts: list[str], *, first: int = 0) -> None:
    store = Store.open(url)
    ingestor = Ingestor(AnnotatedReader(), store)
    for number, text in enumerate(texts, start=first):
        ingestor.ingest(
            ArticleInput(
                outlet_domain=f"outlet{number % 3}.example",
                url=f"https://example.org/{number}",
                published_at=MONDAY,
                text=text,
            )
        )
    store.close()


def told(url: str) -> tuple[dict[str, object], dict[UUID, str]]:
    """What a store holds in natural keys, and the texts of its quotes by id."""
    store = Store.open(url)
    quotes = everything(lambda c: store.list_quotes(QuoteFilter(stance=None), cursor=c))
    found = contents(store), {quote.id: quote.text for quote in quotes}
    store.close()
    return found


def run(url: str, *, everything: bool = False, batch: int = 1) -> int:
    return max(
        made.total
        for made in recluster(Settings(database_url=url), everything=everything, batch=batch)
    )


def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The normal form is of another version from here on."""
    version = stored_form.VERSION + 1
    for module in (stored_form, utterances, recluster_rows):
        monkeypatch.setattr(module, "VERSION", version)


def test_nothing_is_to_do_under_the_same_rules(make_url: MakeUrl) -> None:
    url = make_url()
    ingest(url, TEXTS)
    before = told(url)
    assert run(url) == 0
    assert told(url) == before


def test_all_at_once_gives_what_was_there_with_the_same_ids(make_url: MakeUrl) -> None:
    url = make_url()
    ingest(url, TEXTS)
    before = told(url)
    assert run(url, everything=True) > 0
    assert told(url) == before


def test_another_normal_form_leaves_ids_judgements_and_no_old_rows(
    make_url: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = make_url()
    ingest(url, TEXTS)
    store = Store.open(url)
    [full] = store.list_quotes(QuoteFilter(q="harbour storm", kind="direct")).items
    [other] = store.list_quotes(QuoteFilter(q="fishermen")).items
    merged = store.merge_quotes(full.id, other.id, EDITOR)
    before = told(url)
    newer(monkeypatch)
    run(url)
    assert told(url) == before
    engine = open_engine(url)
    with reading(engine) as session:
        assert session.scalar(select(func.min(Utterance.version))) == stored_form.VERSION
        ids = select(Utterance.id)
        orphans = select(UtteranceKey).where(UtteranceKey.utterance_id.not_in(ids))
        assert session.execute(orphans).all() == []
    engine.dispose()
    store.undo_judgement(merged.id, EDITOR)
    assert store.get_quote(full.id).quote.text == FULL
    assert store.get_quote(other.id).quote.text == other.text
    store.close()


def test_stopped_and_run_again_it_goes_on(
    make_url: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = make_url()
    ingest(url, TEXTS)
    before = told(url)
    newer(monkeypatch)
    steps = recluster(Settings(database_url=url), everything=False, batch=1)
    total = next(steps).total
    assert next(steps).done > 0
    steps.close()
    assert 0 < run(url) < total
    assert told(url) == before


def test_articles_come_while_it_runs(make_url: MakeUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = make_url()
    ingest(whole, TEXTS * 3)
    expected, _ = told(whole)
    url = make_url()
    ingest(url, (TEXTS * 3)[:6])
    newer(monkeypatch)
    with ThreadPoolExecutor(2) as pool:
        running = pool.submit(run, url)
        pool.submit(ingest, url, (TEXTS * 3)[6:], first=6).result()
        running.result()
    run(url)
    assert told(url)[0] == expected


def test_other_rules_join_what_the_old_ones_did_not(
    make_url: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = make_url()
    with monkeypatch.context() as patched:
        # Rules under which other words are another quote.
        patched.setattr("service.storage.clusters.candidates.promising_overlap", lambda *_: None)
        ingest(url, [f"Ann Lee | direct | {FULL}", f"Ann Lee | direct | {FULL} and April"])
    _, apart = told(url)
    assert len(apart) == 2
    run(url, everything=True)
    _, joined = told(url)
    assert joined == {min(apart): f"{FULL} and April"}


def test_keys_of_older_rules_do_no_harm(make_url: MakeUrl) -> None:
    url = make_url()
    ingest(url, TEXTS[3:])
    engine = open_engine(url)
    with Session(engine) as session, session.begin():
        number = (session.scalar(select(func.max(Utterance.id))) or 0) + 1
        keys = index_keys_of(utterance_of("next", FULL, speakers=["ann lee"])).stored_keys
        session.add_all([UtteranceKey(key=key, utterance_id=number) for key in keys[:2]])
    engine.dispose()
    ingest(url, [f"Ann Lee | direct | {FULL}"], first=1)
    ingest(url, ["Ann Lee | direct | the crumbling seawall"], first=2)
    assert sorted(told(url)[1].values()) == sorted([TEXTS[3].split("| ")[-1], FULL])


def test_articles_of_an_older_version_get_their_stories(make_url: MakeUrl) -> None:
    url = make_url()
    copied = f"{TEXTS[0]}\n{TEXTS[3]}"
    ingest(url, [copied, copied.replace("yes", "no"), TEXTS[3], copied])
    before = told(url)
    assert any("(2, 1, 3)" in quote for quote in before[0]["quotes"])
    engine = open_engine(url)
    with for_writing(engine).begin() as connection:
        # As the migration leaves a store: no sketches, and each article an origin.
        connection.execute(delete(ArticleSketch))
        connection.execute(delete(SketchKey))
        connection.execute(update(Quote).values(origin_count=Quote.occurrence_count))
    engine.dispose()
    assert told(url) != before
    assert run(url) == 4
    assert told(url) == before
    assert run(url) == 0
    run(url, everything=True)
    assert told(url) == before
