"""Merges upon merges: every name and id that ever was leads to who stands, on both databases."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import InvalidRequest, NotFound, Superseded
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.filters import QuoteFilter, SpeakerFilter
from service.storage.inputs import EditedBy, SpeakerChange
from service.storage.store import Store
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import BACKENDS, MakeUrl
from tests.support.laws import on_new_databases
from tests.support.store_contents import Ingest, contents

EDITOR = EditedBy(editor="desk")
NAMES = ["Ada Quill", "Bo Rehn", "Cy Moss", "Dag Lind"]
ARTICLE = ArticleInput(
    outlet_domain="first.example", text="\n".join(f"{name} | direct | we stay" for name in NAMES)
)


def now(store: Store, speaker_id: UUID) -> UUID:
    try:
        return store.get_speaker(speaker_id).id
    except Superseded as moved:
        return moved.successor


@pytest.mark.parametrize("backend", BACKENDS)
@on_new_databases(8)
@given(order=st.permutations(range(4)), into=st.data())
def test_however_speakers_are_merged_the_last_answers_to_all_their_names(
    request: pytest.FixtureRequest, backend: str, order: list[int], into: st.DataObject
) -> None:
    make_url: MakeUrl = request.getfixturevalue(backend)
    store = Store.open(make_url())
    result = Ingestor(AnnotatedReader(), store).ingest(ARTICLE)
    ids = [one.speakers[0].id for one in result.view.occurrences]
    before = contents(store)
    made, standing = [], set(order)
    for away in order[:-1]:
        standing.remove(away)
        kept = into.draw(st.sampled_from(sorted(standing)))
        made.append(store.merge_speakers(ids[kept], ids[away], EDITOR).id)

    last = ids[order[-1]]
    for name, speaker_id in zip(NAMES, ids, strict=True):
        assert now(store, speaker_id) == last
        assert [one.id for one in store.list_speakers(SpeakerFilter(q=name[:4])).items] == [last]
        assert [
            [quote.occurrence_count for quote in store.list_quotes(where).items]
            for where in (QuoteFilter(speaker=name), QuoteFilter(speaker_id=speaker_id))
        ] == [[4], [4]]
    view = store.get_speaker(last)
    assert sorted([view.name, *view.aliases]) == NAMES
    for judgement_id in into.draw(st.permutations(made)):
        store.undo_judgement(judgement_id, EDITOR)
    assert contents(store) == before
    assert [now(store, speaker_id) for speaker_id in ids] == ids
    store.close()


def test_an_undone_merge_leads_nowhere_when_the_words_are_gone(
    ingest: Ingest, store: Store
) -> None:
    kept = ingest("Ada Quill | direct | yes").view
    gone = ingest("Bo Rehn | direct | no", domain="second.example").view
    ada, bo = (view.occurrences[0].speakers[0].id for view in (kept, gone))
    assert ada is not None
    assert bo is not None
    merged = store.merge_speakers(ada, bo, EDITOR)
    store.delete_article(gone.ref.id)
    assert now(store, bo) == ada

    store.undo_judgement(merged.id, EDITOR)

    with pytest.raises(NotFound):
        store.get_speaker(bo)
    again = ingest("Bo Rehn | direct | no", domain="second.example").view
    assert [one.name for one in again.occurrences[0].speakers] == ["Bo Rehn"]


@pytest.mark.parametrize(
    "change",
    [
        SpeakerChange(fields={"name": "  "}),
        SpeakerChange(fields={"name": "!?"}),
        SpeakerChange(add_aliases=("Bo", "–")),
    ],
)
def test_what_is_no_name_is_none_of_a_speakers(
    ingest: Ingest, store: Store, change: SpeakerChange
) -> None:
    ada = ingest("Ada Quill | direct | yes").view.occurrences[0].speakers[0].id
    assert ada is not None
    before = contents(store)
    with pytest.raises(InvalidRequest):
        store.describe_speaker(ada, change, EDITOR)
    assert contents(store) == before
    assert store.list_judgements().items == ()
