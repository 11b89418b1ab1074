"""How often unsure speakers are repaired, counted on annotated articles."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import Any

from service.evaluation.dedup.labelled_pairs import Labelled, LabelledArticle
from service.evaluation.dedup.repair import HiddenCounts, RepairCounts, count_repairs
from service.evaluation.dedup.stored import ingest_articles, read_stored
from service.storage.store import Store
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import MakeUrl

WORDS = (
    "The harbour board knew about the crumbling seawall since the storm of March and said nothing"
)


def annotated(speaker: str, number: int) -> dict[str, Any]:
    """An article of an outlet of its own, with its quotation as people annotated it."""
    text = f"{speaker} | direct | {WORDS}\n{number}"
    start = text.index(WORDS)
    source = [[0, len(speaker)]]
    gold = {"id": "A1", "source": source, "content": [[start, start + len(WORDS)]]}
    return {"text": text, "attributions": [gold]}


def count(sqlite: MakeUrl, speakers: list[str], named: dict[tuple[str, str], str]) -> RepairCounts:
    corpus = {
        f"a{n}": {"id": f"a{n}", **annotated(speaker, n)} for n, speaker in enumerate(speakers)
    }
    articles = {
        name: LabelledArticle(f"outlet {name}", date(2022, 2, 21), each["text"])
        for name, each in corpus.items()
    }
    labelled = Labelled((), {}, articles)
    reader = AnnotatedReader()
    accounts = {each.text: reader.read(each.text) for each in articles.values()}
    with closing(Store.open(sqlite())) as store:
        ids = dict(ingest_articles(labelled, accounts, store))
        return count_repairs(read_stored(labelled, ids, store), corpus, named)


def test_a_repaired_speaker_is_right_where_people_name_the_same(sqlite: MakeUrl) -> None:
    speakers = ["Ann Lee"] * 4 + ["Bo Ek?"]

    counts = count(sqlite, speakers, {("a4", "A1"): "Ann Lee"})

    assert (counts.articles, counts.quotations, counts.unsure) == (5, 5, 1)
    assert (counts.enough_outlets, counts.repaired) == (1, 1)
    assert (counts.repaired_right, counts.repaired_wrong) == (1, 0)
    # Of the four that name her, each is named by the three others.
    assert counts.hidden == tuple(HiddenCounts(least, 4, 4, 4) for least in (1, 2, 3))
    assert count(sqlite, speakers, {("a4", "A1"): "Bo Ek"}).repaired_wrong == 1


def test_two_others_are_not_enough_and_a_rival_ends_it(sqlite: MakeUrl) -> None:
    few = count(sqlite, ["Ann Lee"] * 3, {})
    assert few.hidden == (
        HiddenCounts(1, 3, 3, 3),
        HiddenCounts(2, 3, 3, 3),
        HiddenCounts(3, 0, 0, 0),
    )
    rival = count(sqlite, ["Ann Lee", "Ann Lee", "Ann Lee", "Bo Ek"], {})
    # Against him three agree. Beside him two agree, and he is another one.
    assert rival.hidden[2] == HiddenCounts(3, 4, 1, 0)
