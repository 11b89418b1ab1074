"""An archive that is loaded is the same as its articles sent one by one, on both databases."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from seeds import __file__ as seeds_file
from service.backfill.load import LoadedArchive, add_articles, load_archive
from service.backfill.parse_record import RecordOptions
from service.backfill.read_chunks import chunks_of
from service.errors import Conflict, NotFound
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.settings import Settings
from service.storage.filters import QuoteFilter
from service.storage.inputs import EditedBy, SpeakerSeed
from service.storage.store import Store
from tests.support.annotated_reader import AnnotatedReader
from tests.support.backfilled import (
    fill_store,
    finish_archive,
    make_archive,
    read_archive,
    write_lines,
)
from tests.support.databases import MakeUrl
from tests.support.store_contents import contents

MONDAY = datetime(2022, 2, 21, tzinfo=UTC)
WORDS = [
    "The harbour board knew about the crumbling seawall since the storm of March",
    "The harbour board knew about the crumbling seawall",
    "the crumbling seawall",
    "crumbling seawall since the storm",
    "The harbor board knew of the crumbling seawall since the storm in March",
    "The harbour board never knew about the crumbling seawall since the storm of March",
    "Nobody warned the fishermen, and the crumbling seawall gave way on Tuesday",
    "Nobody warned the fishermen // the crumbling seawall",
    "crumbling",
    "yes",
    "...",
]
NAMES = ["Ann Lee", "Ann Rosa Lee", "Lee", "Minister Lee", "Minister Ann Lee", "Bo Ek", "Ek"]
SOURCES = [*NAMES, "Bo Ek & Ann Lee", "@Harbour Board", "~a fisherman", "?", "Ann Lee?"]
KINDS = ["direct", "direct", "mixed", "indirect", "direct denied", "direct belief"]
LINES = st.builds(
    "{} | {} | {}".format, st.sampled_from(SOURCES), st.sampled_from(KINDS), st.sampled_from(WORDS)
)
TEXTS = st.lists(st.lists(LINES, max_size=4).map("\n".join), min_size=1, max_size=9)
FEW = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
EDITOR = EditedBy(editor="desk")
# What a story is made of: words outside of quotations.
REPORT = " ".join(f"the harbour town saw event number {n} today" for n in range(12))


def articles_of(texts: list[str]) -> list[ArticleInput]:
    """Articles of three outlets: one in five has no date, and addresses come again."""
    return [
        ArticleInput(
            outlet_domain=f"www.Outlet{number % 3}.example",
            outlet_name=["Outlet", None, "The Outlet"][number % 3],
            url=None if number % 4 == 3 else f"https://example.org/{number % 7}",
            title=f"Number {number}",
            published_at=None if number % 5 == 4 else MONDAY + timedelta(days=number * 11 % 37),
            text=f"{text}\n{REPORT if number % 2 else 'No report.'}",
        )
        for number, text in enumerate(texts)
    ]


def held(store: Store) -> dict[str, list[str]]:
    """Contents without the time of storing, which stands for the date of an undated article."""
    now = datetime.now(UTC)
    start = f"datetime.datetime({now.year}, {now.month}, "
    return {
        name: sorted(before + after.partition("utc)")[2] for before, after in parted)
        for name, rows in contents(store).items()
        for parted in [[(row.partition(start)[0], row.partition(start)[2]) for row in rows]]
    }


def send(store: Store, articles: list[ArticleInput]) -> None:
    ingestor = Ingestor(AnnotatedReader(), store)
    for article in articles:
        ingestor.ingest(article)


@FEW
@given(texts=TEXTS)
def test_an_archive_is_what_its_articles_are_over_http(
    make_url: MakeUrl, tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    articles = articles_of(texts)
    archive = make_archive(AnnotatedReader(), articles, tmp_path_factory.mktemp("archive"))
    with closing(Store.open(make_url())) as store:
        send(store, articles)
        sent = held(store)
    with closing(fill_store(make_url(), archive)) as store:
        assert held(store) == sent


@FEW
@given(texts=TEXTS, more=TEXTS)
def test_a_loaded_store_goes_on(
    make_url: MakeUrl, tmp_path_factory: pytest.TempPathFactory, texts: list[str], more: list[str]
) -> None:
    articles = articles_of([*texts, *more])
    early, late = articles[: len(texts)], articles[len(texts) :]
    archive = make_archive(AnnotatedReader(), early, tmp_path_factory.mktemp("archive"))
    with closing(Store.open(make_url())) as store:
        send(store, articles)
        sent = held(store)
    with closing(fill_store(make_url(), archive)) as store:
        send(store, late)
        assert held(store) == sent


def test_a_living_store_keeps_its_ids_and_judgements(make_url: MakeUrl, tmp_path: Path) -> None:
    early = articles_of([f"Ann Lee | direct | {words}" for words in WORDS[:7]])
    late = [
        replace(article, url=f"https://late.example/{number}")
        for number, article in enumerate(articles_of([f"Lee | direct | {w}" for w in WORDS]))
    ]
    archive = make_archive(AnnotatedReader(), [*early[:4], *late], tmp_path)
    states = []
    for by_archive in (False, True):
        with closing(Store.open(make_url())) as store:
            store.load_speakers([SpeakerSeed(name="Ann Lee", kind="person", aliases=("Lee",))])
            send(store, early)
            page = store.list_quotes(QuoteFilter(stance=None)).items
            kept, merged = sorted(page, key=lambda quote: quote.id)[:2]
            store.merge_quotes(kept.id, merged.id, EDITOR)
            if by_archive:
                assert add_articles(store, archive, report=lambda done, total: None).stored
                again = add_articles(store, archive, report=lambda done, total: None)
                assert again.stored == 0
            else:
                send(store, [*early[:4], *late])
            assert store.get_quote(kept.id).quote.id == kept.id
            states.append(held(store))
    assert states[0] == states[1]


def test_a_second_archive_joins_the_first(make_url: MakeUrl, tmp_path: Path) -> None:
    articles = articles_of([f"{name} | direct | {WORDS[0]}" for name in NAMES])
    first = write_lines(tmp_path / "1.jsonl", articles[:3])
    second = write_lines(tmp_path / "2.jsonl", articles[3:])
    reader = AnnotatedReader()
    read_archive(reader, [first], tmp_path)
    finish_archive(tmp_path)
    read_archive(reader, [first, second], tmp_path)
    assert reader.count == len(articles)
    archive = finish_archive(tmp_path)
    with closing(Store.open(make_url())) as store:
        send(store, articles)
        sent = held(store)
    with closing(fill_store(make_url(), archive)) as store:
        assert held(store) == sent
        filled = store.bulk.fill(lambda writer: pytest.fail("the store is not empty"))
        assert not filled


def test_a_filled_store_has_all_its_indexes_and_keys(make_url: MakeUrl, tmp_path: Path) -> None:
    archive = make_archive(AnnotatedReader(), articles_of(["Lee | direct | yes"]), tmp_path)
    url = make_url()
    before = definitions(url)
    assert len(before) > 40
    fill_store(url, archive).close()
    assert definitions(url) == before


def definitions(url: str) -> list[str]:
    """What a database says of its indexes and foreign keys."""
    statement = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
    if url.startswith("postgresql"):
        statement = (
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL"
            " SELECT conname || conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint"
        )
    engine = create_engine(url)
    with engine.connect() as connection:
        found = sorted(connection.scalars(text(statement)))
    engine.dispose()
    return found


def test_processes_make_the_same_tables(tmp_path: Path) -> None:
    articles = articles_of([f"{name} | direct | {WORDS[0]}" for name in NAMES])
    found = []
    for workers in (1, 2):
        archive = make_archive(
            AnnotatedReader(), articles, tmp_path / str(workers), workers=workers
        )
        with closing(fill_store(_sqlite(tmp_path / f"{workers}.db"), archive)) as store:
            page = store.list_quotes(QuoteFilter(stance=None)).items
            found.append(sorted((quote.id, quote.text) for quote in page))
    assert found[0] == found[1]
    assert found[0]


def test_loading_says_what_it_came_to(tmp_path: Path) -> None:
    articles = articles_of([f"Ann Lee | direct | {words}" for words in WORDS[:3]])
    directory = tmp_path / "archive"
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'onrecord.db'}")
    with pytest.raises(NotFound):
        load_archive(directory, settings, report=lambda done, total: None)
    archive = make_archive(AnnotatedReader(), articles, directory)
    reported: list[tuple[int, int]] = []
    loaded = load_archive(
        directory, settings, report=lambda done, total: reported.append((done, total))
    )
    assert loaded == LoadedArchive(stored=3)
    assert reported[-1][0] == reported[-1][1]
    assert load_archive(directory, settings, report=lambda *_: None) == LoadedArchive(
        stored=0, known=3
    )
    with archive.locked(), pytest.raises(Conflict), archive.locked():
        pass


def test_chunks_are_known_again_in_another_file(tmp_path: Path) -> None:
    seeds = Path(seeds_file).parent / "articles.jsonl"
    copy = tmp_path / "copy.ndjson"
    copy.write_bytes(seeds.read_bytes())
    names = [[each.name for each in chunks_of([path], RecordOptions())] for path in (seeds, copy)]
    assert names[0] == names[1]
    other = [each.name for each in chunks_of([copy], RecordOptions(outlet_name="Star"))]
    assert names[0] != other


def _sqlite(path: Path) -> str:
    url = f"sqlite:///{path}"
    Store.migrate(url)
    return url
