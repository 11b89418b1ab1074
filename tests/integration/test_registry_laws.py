"""The registry as laws: any order, any editing and its undoing, two editors at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Conflict, Superseded
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.filters import QuoteFilter, SpeakerFilter
from service.storage.inputs import EditedBy, SpeakerChange, SpeakerSeed
from service.storage.store import Store
from service.storage.views import JudgementView
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import BACKENDS, MakeUrl
from tests.support.laws import MONDAY, on_new_databases
from tests.support.store_contents import contents, everything

EDITOR = EditedBy(editor="desk")
LISTED = [
    SpeakerSeed("Liu Kun", "person", ("Minister Liu", "Kunny")),
    SpeakerSeed("Kunny", "group"),
]

NAMES = ["Liu", "Minister Liu", "Ms. Liu", "Liu Pengyu", "Minister Liu He", "Liu Kun", "Kunny", "?"]
LINES = st.builds(
    "{} | direct | {}".format,
    st.sampled_from([*NAMES, "Liu & Liu Pengyu"]),
    st.sampled_from(["no", "we will not be moved"]),
)
TEXTS = st.lists(st.lists(LINES, min_size=1, max_size=3).map("\n".join), min_size=2, max_size=4)

FEW = on_new_databases(6)


def articles_of(texts: list[str]) -> list[ArticleInput]:
    return [
        ArticleInput(
            outlet_domain=f"outlet{number % 3 % 2}.example",
            url=f"https://example.org/{number}",
            published_at=MONDAY + timedelta(days=number * 4 % 9),
            text=text,
        )
        for number, text in enumerate(texts)
    ]


Step = Callable[[Store, Ingestor], None]


def ingesting(article: ArticleInput) -> Step:
    return lambda store, ingestor: ingestor.ingest(article) and None


def ingesting_many(articles: list[ArticleInput]) -> Step:
    return lambda store, ingestor: ingestor.ingest_many(articles) and None


def listing(store: Store, ingestor: Ingestor) -> None:
    store.load_speakers(LISTED)


def speaker_of(store: Store, name: str) -> UUID:
    [speaker] = store.list_speakers(SpeakerFilter(q=name)).items
    return speaker.id


def merging(store: Store, ingestor: Ingestor) -> None:
    store.merge_speakers(speaker_of(store, "ada quill"), speaker_of(store, "ida quill"), EDITOR)


def renaming(store: Store, ingestor: Ingestor) -> None:
    change = SpeakerChange(fields={"notes": "here"}, add_aliases=("Liu Pengyu",))
    store.describe_speaker(speaker_of(store, "bo quill"), change, EDITOR)


def splitting(store: Store, ingestor: Ingestor) -> None:
    cy = speaker_of(store, "cy quill")
    [quote] = store.list_quotes(QuoteFilter(speaker_id=cy, q="cy")).items
    [occurrence] = store.get_quote(quote.id).occurrences
    store.split_speaker(cy, [occurrence.id], EDITOR, name="Liu He")


FIRST = ArticleInput(
    outlet_domain="quill.example",
    url="https://quill.example/1",
    published_at=MONDAY,
    text="Ada Quill | direct | no\nIda Quill | direct | no\nBo Quill | direct | no\n"
    "Cy Quill | direct | no\nCy Quill | direct | said by cy",
)


@pytest.mark.parametrize("backend", BACKENDS)
@FEW
@given(texts=TEXTS, data=st.data())
def test_any_order_of_ingestion_and_editing_ends_in_the_same_registry(
    request: pytest.FixtureRequest, backend: str, texts: list[str], data: st.DataObject
) -> None:
    make_url: MakeUrl = request.getfixturevalue(backend)
    steps: list[Step] = [ingesting(article) for article in articles_of(texts)]
    steps += [listing, merging, renaming, splitting]
    shuffled = data.draw(st.permutations(steps))

    def ended(order: list[Step]) -> dict[str, object]:
        store = Store.open(make_url())
        ingestor = Ingestor(AnnotatedReader(), store)
        ingestor.ingest(FIRST)  # who is to be edited has to be there
        for step in order:
            step(store, ingestor)
        told = contents(store)
        store.close()
        return told

    expected = ended(steps)
    assert ended(shuffled) == expected
    cut = data.draw(st.integers(0, len(texts)))
    articles = data.draw(st.permutations(articles_of(texts)))
    edits = [listing, merging, renaming, splitting]
    batches = [ingesting_many(articles[:cut]), ingesting_many(articles[cut:])]
    assert ended(data.draw(st.permutations([*batches, *edits]))) == expected


@pytest.mark.parametrize("backend", BACKENDS)
@FEW
@given(texts=TEXTS, data=st.data())
def test_deciding_and_undoing_restores(
    request: pytest.FixtureRequest, backend: str, texts: list[str], data: st.DataObject
) -> None:
    store = Store.open(request.getfixturevalue(backend)())
    ingestor = Ingestor(AnnotatedReader(), store)
    first, *others = articles_of([*texts, "Ann Ek | direct | no\nBo Ek | direct | no"])
    ingestor.ingest(first)
    for article in others:
        ingestor.ingest(article)
    before = contents(store)
    ids = {quote.id: quote for quote in everything(lambda c: store.list_quotes(cursor=c))}
    made: list[JudgementView] = []
    for _ in range(data.draw(st.integers(1, 4))):
        speakers = store.list_speakers().items
        one, other = (data.draw(st.sampled_from(speakers)).id for _ in "12")
        kind = data.draw(st.sampled_from(["merge", "split", "never", "describe"]))
        try:
            made.append(_decide(store, kind, one, other))
        except (Conflict, Superseded):
            continue
    again = ingestor.ingest(first)  # nothing that an editor decided is lost with an article
    store.delete_article(again.view.ref.id)
    ingestor.ingest(first)
    for judgement in data.draw(st.permutations(made)):
        store.undo_judgement(judgement.id, EDITOR)
    assert contents(store) == before
    kept = {quote.id for quote in everything(lambda c: store.list_quotes(cursor=c))} & set(ids)
    assert all(store.get_quote(quote_id).quote.text == ids[quote_id].text for quote_id in kept)
    store.close()


def _decide(store: Store, kind: str, one: UUID, other: UUID) -> JudgementView:
    if kind == "merge":
        return store.merge_speakers(one, other, EDITOR)
    if kind == "never":
        return store.keep_apart(one, other, EDITOR)
    if kind == "describe":
        change = SpeakerChange(fields={"kind": "group"}, add_aliases=("Liu",))
        return store.describe_speaker(one, change, EDITOR)[1]
    quotes = store.list_quotes(QuoteFilter(speaker_id=one)).items
    occurrences = [found for quote in quotes for found in store.get_quote(quote.id).occurrences]
    return store.split_speaker(one, [found.id for found in occurrences[:1]], EDITOR, to_id=other)


# Another given name is another speaker until an editor says otherwise; a middle name is not.
_GIVEN = (
    *("Olga", "Vera", "Nina", "Rosa", "Ingrid", "Maud", "Petra", "Hanna"),
    *("Sigrid", "Lotte", "Frieda", "Tamsin", "Wanda", "Yvonne", "Zelda", "Ursula"),
)


def test_editors_at_once_lose_nothing(store: Store) -> None:
    ingestor = Ingestor(AnnotatedReader(), store)
    ingestor.ingest(FIRST)
    ada = speaker_of(store, "ada quill")

    def edit(number: int) -> None:
        if number % 3 == 0:
            article = ArticleInput(
                outlet_domain="quill.example",
                url=f"https://quill.example/e{number}",
                published_at=MONDAY,
                text=f"{_GIVEN[number]} Quill | direct | no\nAda Quill | direct | no",
            )
            ingestor.ingest(article)
        elif number == 10:
            merging(store, ingestor)
        else:
            change = SpeakerChange(
                add_aliases=tuple(f"{_GIVEN[n]} Quill" for n in (number, number - 1))
            )
            store.describe_speaker(ada, change, EditedBy(editor=f"editor {number}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(edit, range(16)))
    speaker = store.get_speaker(ada)
    edited = {number for number in range(16) if number % 3 and number != 10}
    aliases = {f"{_GIVEN[n]} Quill" for number in edited for n in (number, number - 1)}
    assert set(speaker.aliases) == aliases | {"Ida Quill"}
    editors = {judgement.editor for judgement in store.list_judgements().items}
    assert editors == {f"editor {number}" for number in edited} | {"desk"}
    [quote] = store.list_quotes(QuoteFilter(speaker_id=ada)).items
    printed = [f"{_GIVEN[n]} Quill" for n in range(0, 16, 3)]
    met = sum(name in aliases for name in printed)
    assert quote.occurrence_count == 2 + len(printed) + met
