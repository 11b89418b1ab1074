"""Whose a surname is, and what editors decide, on both databases."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from service.errors import Conflict, NotFound, Superseded
from service.storage.filters import QuoteFilter, SpeakerFilter
from service.storage.inputs import EditedBy, SpeakerChange, SpeakerSeed
from service.storage.store import Store
from service.storage.views import SpeakerView, StoredArticle
from tests.support.store_contents import Ingest, contents

MONDAY = datetime(2022, 2, 21, 9, tzinfo=UTC)
SUNDAY = datetime(2022, 2, 27, 21, tzinfo=UTC)
NEXT_MONDAY = datetime(2022, 2, 28, 9, tzinfo=UTC)
EDITOR = EditedBy(editor="desk", reason="checked")


def only(result: StoredArticle, at: int = 0) -> tuple[UUID | None, str | None]:
    speaker = result.view.occurrences[at].speakers[0]
    return speaker.id, speaker.name


def named(store: Store, q: str) -> SpeakerView:
    [speaker] = store.list_speakers(SpeakerFilter(q=q)).items
    return speaker


def who(store: Store, result: StoredArticle) -> list[str | None]:
    """The names under which an article's quotations stand now."""
    view = store.get_article(result.view.ref.id)
    return [speaker.name for one in view.occurrences for speaker in one.speakers]


def test_a_surname_alone_is_provisional_and_apart(ingest: Ingest, store: Store) -> None:
    one = ingest("Liu | direct | the ferries stay", published_at=MONDAY)
    other = ingest("Liu | direct | the ferries stay", domain="second.example", published_at=MONDAY)
    later = ingest(
        "Liu | direct | the ferries stay", url="https://a.example/1", published_at=NEXT_MONDAY
    )
    same = ingest("Liu | direct | the ferries stay", url="https://a.example/2", published_at=SUNDAY)
    assert only(one)[0] == only(same)[0]
    assert len({only(one)[0], only(other)[0], only(later)[0]}) == 3
    assert len(store.list_quotes().items) == 3
    assert all(speaker.provisional for speaker in store.list_speakers(SpeakerFilter(q="liu")).items)


def test_undated_articles_share_no_time(ingest: Ingest) -> None:
    assert only(ingest("Liu | direct | the ferries stay")) != only(
        ingest("Liu | direct | the ferries stay\n")
    )


def test_the_outlets_other_articles_of_the_week_are_evidence(ingest: Ingest, store: Store) -> None:
    alone = ingest("Liu | direct | the ferries stay", published_at=MONDAY)
    provisional_id = only(alone)[0]
    quote_id = alone.view.occurrences[0].quote_id
    ingest(
        "Liu Pengyu | direct | The ferries stay!", url="https://a.example/1", published_at=SUNDAY
    )
    assert who(store, alone) == ["Liu Pengyu"]
    [quote] = store.list_quotes().items
    assert quote.occurrence_count == 2
    assert provisional_id is not None
    with pytest.raises(Superseded) as moved:
        store.get_speaker(provisional_id)
    assert moved.value.successor == quote.speakers[0].id
    assert quote.id == quote_id  # its words found another outlet, not another quote


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Liu Pengyu | direct | no", {"published_at": NEXT_MONDAY}),
        ("Liu Pengyu | direct | no", {"published_at": MONDAY, "domain": "second.example"}),
        ("Liu Pengyu | direct | no\nLiu Kun | direct | no", {"published_at": MONDAY}),
        ("Ann Li | direct | no", {"published_at": MONDAY}),
        ("@Liu Fund | direct | no", {"published_at": MONDAY}),
    ],
)
def test_what_is_no_evidence(ingest: Ingest, store: Store, text: str, fields: dict) -> None:
    alone = ingest("Liu | direct | yes", published_at=MONDAY)
    ingest(text, url="https://a.example/1", **fields)
    assert who(store, alone) == ["Liu"]


def test_a_second_bearer_opens_the_question_again(ingest: Ingest, store: Store) -> None:
    alone = ingest("Liu | direct | yes", published_at=MONDAY)
    first_id, _ = only(alone)
    ingest("Liu Pengyu | direct | no", url="https://a.example/1", published_at=MONDAY)
    second = ingest("Liu Kun | direct | no", url="https://a.example/2", published_at=MONDAY)
    assert who(store, alone) == ["Liu"]
    assert first_id is not None
    assert store.get_speaker(first_id).provisional, "the same row as before"
    store.delete_article(second.view.ref.id)
    assert who(store, alone) == ["Liu Pengyu"]


def test_a_title_is_evidence_anywhere(ingest: Ingest, store: Store) -> None:
    alone = ingest("Foreign Minister Wang | direct | yes", published_at=MONDAY)
    assert who(store, alone) == ["Foreign Minister Wang"]
    ingest("Foreign Minister Wang Jinghua | direct | no", domain="second.example")
    ingest("Wang Wenbin | direct | no", domain="second.example", url="https://a.example/1")
    assert [
        speaker.provisional for speaker in store.list_speakers(SpeakerFilter(q="wang")).items
    ] == [False] * 2
    assert store.list_quotes(QuoteFilter(speaker="wang jinghua")).items[0].speakers == (
        store.get_article(alone.view.ref.id).occurrences[0].speakers
    )


def test_a_listed_title_is_evidence(ingest: Ingest, store: Store) -> None:
    alone = ingest("President Biden | direct | yes")
    bare = ingest("Biden | direct | yes")
    store.load_speakers([SpeakerSeed("Joe Biden", "person", ("President Biden",), "Q6279")])
    assert who(store, alone) == ["Joe Biden"]
    assert who(store, bare) == ["Biden"]
    store.load_speakers([SpeakerSeed("Joe Biden", "person", ("Biden",))])
    assert who(store, bare) == ["Joe Biden"]
    assert named(store, "joe").wikidata_id == "Q6279"
    assert named(store, "joe").aliases == ("Biden", "President Biden")


def test_gender_speaks_against(ingest: Ingest, store: Store) -> None:
    alone = ingest("Ms. Keller | direct | yes", published_at=MONDAY)
    ingest("Mark Keller | direct | no", url="https://a.example/1", published_at=MONDAY)
    assert named(store, "ms. keller").provisional
    ingest("Mary Keller | direct | no", url="https://a.example/2", published_at=MONDAY)
    assert who(store, alone) == ["Mary Keller"]


def test_a_merge_makes_one_quote_and_undoing_restores(ingest: Ingest, store: Store) -> None:
    ingest("Ann Lee | direct | yes\nAnn Lee | direct | only Ann")
    ingest("Anna Lee | direct | Yes!\nAnna Lee | direct | only Anna", domain="second.example")
    before = contents(store)
    ann, anna = named(store, "ann lee"), named(store, "anna")
    judgement = store.merge_speakers(ann.id, anna.id, EDITOR)
    assert (judgement.kind, judgement.speaker_id, judgement.other_id) == ("merge", anna.id, ann.id)
    assert (judgement.editor, judgement.reason) == ("desk", "checked")
    merged = store.get_speaker(ann.id)
    assert asdict(named(store, "anna")).items() <= asdict(merged).items()
    assert merged.aliases == ("Anna Lee",)
    assert len(store.list_quotes(QuoteFilter(speaker_id=anna.id)).items) == 3
    with pytest.raises(Superseded) as moved:
        store.get_speaker(anna.id)
    assert moved.value.successor == ann.id
    later = ingest("Anna Lee | direct | later")
    assert only(later) == (ann.id, "Ann Lee")
    store.delete_article(later.view.ref.id)

    undone = store.undo_judgement(judgement.id, EDITOR)
    assert undone.undone_by == "desk"
    assert contents(store) == before
    assert asdict(anna).items() <= asdict(store.get_speaker(anna.id)).items()
    with pytest.raises(Conflict):
        store.undo_judgement(judgement.id, EDITOR)


def test_an_id_leads_on_through_merges(ingest: Ingest, store: Store) -> None:
    ingest("A Lee | direct | yes\nB Lee | direct | yes\nC Lee | direct | yes")
    a, b, c = (named(store, q).id for q in ("a lee", "b lee", "c lee"))
    eldest, *later = sorted(quote.id for quote in store.list_quotes().items)
    store.merge_speakers(b, a, EDITOR)
    store.merge_speakers(c, b, EDITOR)
    for speaker_id in (a, b):
        with pytest.raises(Superseded) as moved:
            store.get_speaker(speaker_id)
        assert moved.value.successor == c
    assert store.get_quote(eldest).quote.occurrence_count == 3
    for quote_id in later:
        with pytest.raises(Superseded) as moved:
            store.get_quote(quote_id)
        assert moved.value.successor == eldest
    with pytest.raises(Superseded):
        store.merge_speakers(a, c, EDITOR)
    with pytest.raises(Conflict):
        store.merge_speakers(c, a, EDITOR)


def test_a_split_outlives_the_article_sent_again(ingest: Ingest, store: Store) -> None:
    where = {"url": "https://a.example/1", "published_at": MONDAY}
    first = ingest("Jo Low | direct | mine\nJo Low | direct | not mine", **where)
    before = contents(store)
    jo = named(store, "jo low")
    moved = [first.view.occurrences[1].id]
    judgement = store.split_speaker(jo.id, moved, EDITOR, name="Flo Low")
    assert judgement.occurrence_count == 1
    assert who(store, first) == ["Jo Low", "Flo Low"]
    again = ingest("New.\nJo Low | direct | Not mine!\nJo Low | direct | mine", **where)
    assert who(store, again) == ["Flo Low", "Jo Low"]
    store.delete_article(again.view.ref.id)
    again = ingest("Jo Low | direct | mine\nJo Low | direct | not mine", **where)
    assert who(store, again) == ["Jo Low", "Flo Low"]
    store.undo_judgement(judgement.id, EDITOR)
    assert contents(store) == before


def test_only_ones_own_occurrences_can_be_split_off(ingest: Ingest, store: Store) -> None:
    result = ingest("Jo Low | direct | mine\nBo Ek | direct | his")
    jo, bo = named(store, "jo low").id, named(store, "bo").id
    for occurrence in (result.view.occurrences[1].id, uuid4()):
        with pytest.raises(Conflict):
            store.split_speaker(jo, [occurrence], EDITOR, to_id=bo)
    with pytest.raises(Conflict):
        store.split_speaker(jo, [result.view.occurrences[0].id], EDITOR, name="Jo Low")
    with pytest.raises(NotFound):
        store.split_speaker(jo, [result.view.occurrences[0].id], EDITOR, to_id=uuid4())
    assert store.list_judgements().items == ()


def test_never_the_same_keeps_a_surname_apart(ingest: Ingest, store: Store) -> None:
    alone = ingest("Liu | direct | yes", published_at=MONDAY)
    full = ingest("Liu Pengyu | direct | no", domain="second.example")
    provisional, pengyu = only(alone)[0], only(full)[0]
    assert provisional is not None
    assert pengyu is not None
    judgement = store.keep_apart(provisional, pengyu, EDITOR)
    ingest("Liu Pengyu | direct | no", url="https://a.example/1", published_at=MONDAY)
    assert who(store, alone) == ["Liu"]
    with pytest.raises(Conflict):
        store.merge_speakers(pengyu, provisional, EDITOR)
    store.undo_judgement(judgement.id, EDITOR)
    assert who(store, alone) == ["Liu Pengyu"]


def test_what_an_editor_says_of_a_surname_holds(ingest: Ingest, store: Store) -> None:
    alone = ingest("Liu | direct | yes", published_at=MONDAY)
    provisional = only(alone)[0]
    assert provisional is not None
    _, judgement = store.describe_speaker(
        provisional, SpeakerChange(fields={"name": "Liu He"}), EDITOR
    )
    ingest("Liu Pengyu | direct | no", url="https://a.example/1", published_at=MONDAY)
    assert who(store, alone) == ["Liu He"]
    store.undo_judgement(judgement.id, EDITOR)
    assert who(store, alone) == ["Liu Pengyu"]


def test_a_description_is_set_changed_and_undone(ingest: Ingest, store: Store) -> None:
    ingest("Jo Low | direct | mine\nJoe Low | direct | mine")
    before = contents(store)
    jo = named(store, "jo low").id
    fields = {"name": "Josephine Low", "wikidata_id": "Q42", "notes": "A keeper."}
    _, first = store.describe_speaker(jo, SpeakerChange(fields=fields), EDITOR)
    _, second = store.describe_speaker(
        jo, SpeakerChange(fields={"notes": None}, add_aliases=("Joe Low",)), EDITOR
    )
    speaker = named(store, "josephine")
    assert (speaker.id, speaker.wikidata_id, speaker.notes) == (jo, "Q42", None)
    assert speaker.aliases == ("Joe Low",)
    [quote] = store.list_quotes(QuoteFilter(speaker="jo low")).items
    assert quote.occurrence_count == 2
    assert only(ingest("Josephine Low | direct | new"))[0] == jo
    store.delete_article(store.list_articles().items[0].id)
    ingest("Bo Ek | direct | his")
    with pytest.raises(Conflict):
        store.describe_speaker(jo, SpeakerChange(fields={"name": "bo ek"}), EDITOR)
    store.delete_article(store.list_articles().items[0].id)
    store.undo_judgement(first.id, EDITOR)
    assert named(store, "jo low").aliases == ("Joe Low",)
    store.undo_judgement(second.id, EDITOR)
    assert contents(store) == before
    listed = store.list_judgements(speaker_id=jo).items
    assert [judgement.id for judgement in listed] == [second.id, first.id]


def test_an_editor_takes_a_listed_alias_away(ingest: Ingest, store: Store) -> None:
    seeds = [SpeakerSeed("Joe Biden", "person", ("Biden",))]
    store.load_speakers(seeds)
    alone = ingest("Biden | direct | yes")
    joe = named(store, "joe").id
    _, judgement = store.describe_speaker(joe, SpeakerChange(remove_aliases=("Biden",)), EDITOR)
    store.load_speakers(seeds)
    assert who(store, alone) == ["Biden"]
    assert named(store, "joe").aliases == ()
    store.undo_judgement(judgement.id, EDITOR)
    assert who(store, alone) == ["Joe Biden"]
