"""The steps of a backfill, each by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from uuid import UUID

from service.backfill.core.articles import ArrivedArticle, last_text, outlet_row
from service.backfill.core.clusters import HostedGroup, Membership, clusters_of
from service.backfill.core.ids import archived_id, derived_id
from service.backfill.core.links import comparisons_of, links_with
from service.backfill.core.pairs import (
    BLOCK,
    NEAREST,
    BlockingKey,
    SharedKey,
    blocking_keys,
    blocks_of_key,
    compared_form,
    is_compared,
    pairs_of_block,
)
from service.backfill.core.speakers import SpokenName, archived_speaker_row
from service.backfill.read_chunks import read_article
from service.dedup.clusters import LinkedPair, cluster
from service.dedup.index_keys import STOP_KEY_UTTERANCES, index_keys_of, share_enough
from service.dedup.link_rules import link
from service.dedup.reach import days_apart
from service.dedup.stored_form import NewUtterance, new_utterance
from service.dedup.utterance import Utterance
from service.ingest.article_in import ArticleInput
from service.storage.inputs import OutletWrite
from tests.support.annotated_reader import AnnotatedReader

MONDAY = datetime(2022, 2, 21, tzinfo=UTC)
SAID = [
    "The harbour board knew about the crumbling seawall since the storm of March",
    "The harbour board knew about the crumbling seawall",
    "the crumbling seawall",
    "The harbor board knew of the crumbling seawall since the storm in March",
    "Nobody warned the fishermen, and the crumbling seawall gave way on Tuesday night at last",
    "Nobody warned the fishermen",
    "yes",
]


def utterance(text: str, *, day: int = 738_000, speaker: str = "ann lee") -> NewUtterance:
    return new_utterance(
        text, speakers=[speaker], source="", day=day, verbatim=True, place="p", judged=None
    )


def arrived(place: int, text: str, *, days: int = 0) -> ArrivedArticle:
    article = ArticleInput(
        outlet_domain="first.example",
        url="https://first.example/1",
        published_at=MONDAY + timedelta(days=days),
        text=f"Ann Lee | direct | {text}",
    )
    return ArrivedArticle((0, place), read_article(AnnotatedReader(), article))


def test_ids_last_and_are_as_old_as_what_they_name() -> None:
    old, new = (archived_id("article", "a", at=MONDAY + timedelta(days=day)) for day in (0, 1))
    assert archived_id("article", "a", at=MONDAY) == old
    assert old < new
    assert old.version == 7
    assert archived_id("quotation", "a", at=MONDAY) != old
    assert old.int >> 80 == derived_id("quote", old).int >> 80 == int(MONDAY.timestamp() * 1000)
    ancient = archived_id("article", "a", at=datetime(1700, 1, 1, tzinfo=UTC))
    assert ancient == archived_id("article", "a") < old


def test_the_last_changed_text_stays() -> None:
    first, second = arrived(0, "One thing."), arrived(1, "Another thing.", days=1)
    again = replace(arrived(2, "Another thing.", days=9), place=(0, 2))
    stays = last_text([first, second, again])
    assert stays.written == second.read.article
    assert stays == last_text([second])
    assert last_text([first, second, first]).written == first.read.article


def test_the_longest_name_of_an_outlet_stays() -> None:
    names = [None, "The Star", "Star", "The Srar"]
    outlets = [OutletWrite("star.example", "www.star.example", name) for name in names]
    assert outlet_row(outlets)["name"] == "The Srar"
    assert outlet_row(outlets)["domain"] == "star.example"
    assert outlet_row([OutletWrite("name:star", None, "Star")])["domain"] is None


def test_a_full_name_says_more_than_a_surname() -> None:
    names = [
        SpokenName("ann lee", "Minister Lee", "person", is_surname=True),
        SpokenName("ann lee", "Ann Lee", "organization", is_surname=False),
        SpokenName("ann lee", "Ann Lée", "person", is_surname=False),
    ]
    row = archived_speaker_row(names)
    assert (row["name"], row["kind"]) == ("Ann Lee", "person")
    assert archived_speaker_row(names[:1])["name"] == "Minister Lee"


def test_pairs_are_those_that_a_store_compares() -> None:
    utterances = [
        utterance(text, day=738_000 + day, speaker=speaker)
        for day, text in enumerate(SAID)
        for speaker in ("ann lee", "bo ek")
    ]
    expected = set()
    for a, b in combinations(utterances, 2):
        keys = [index_keys_of(compared) for compared in map(_compared, (a, b))]
        if share_enough(*keys):
            expected.add(tuple(sorted((a.digest, b.digest))))
    assert set(compared_pairs(utterances)) == expected


def test_links_and_clusters_are_those_of_all_pairs() -> None:
    utterances = [utterance(text, day=738_000 + day) for day, text in enumerate(SAID)]
    by_digest = {each.digest: each for each in utterances}
    links = [
        found
        for a, b in compared_pairs(utterances)
        for found in links_with(by_digest[b], [by_digest[a]])
    ]
    all_links = []
    for a, b in combinations(sorted(by_digest), 2):
        both = _compared(by_digest[a]), _compared(by_digest[b])
        linked = link(*both)
        if linked:
            all_links.append(LinkedPair(a, b, linked, days=days_apart(*both)))
    assert {(each.a, each.b) for each in links} == {(each.a, each.b) for each in all_links}
    expected = cluster(by_digest, all_links)
    found = list(clusters_of(links))
    members = {each.digest: each for each in found if isinstance(each, Membership)}
    linked_digests = {digest for each in links for digest in (each.a, each.b)}
    assert {d: each.quote for d, each in members.items()} == {
        d: quote for d, quote in expected.quotes.items() if d in linked_digests
    }
    hosts = {each.group: each.link.host for each in found if isinstance(each, HostedGroup)}
    assert hosts == {group: pair.host for group, pair in expected.hosts.items()}
    assert hosts


def test_a_stop_key_pairs_neighbours_only() -> None:
    rows = [BlockingKey(1, 2, f"{n:05}", n, 100.0) for n in range(2 * BLOCK + 30)]
    few = STOP_KEY_UTTERANCES - 1
    assert len(pairs_of_key(rows[:few])) == few * (few - 1) // 2
    assert list(blocks_of_key(rows[:1])) == []
    for count in (STOP_KEY_UTTERANCES, BLOCK, len(rows)):
        pairs = [(int(pair.a), int(pair.b)) for pair in pairs_of_key(rows[:count])]
        expected = {(a, b) for b in range(count) for a in range(max(0, b - NEAREST), b)}
        assert len(pairs) == len(expected)
        assert set(pairs) == expected
    largest = max(len(block.before) + len(block.rows) for block in blocks_of_key(rows))
    assert largest == BLOCK + NEAREST


def pairs_of_key(rows: list[BlockingKey]) -> list[SharedKey]:
    return [pair for block in blocks_of_key(rows) for pair in pairs_of_block(block)]


def compared_pairs(utterances: list[NewUtterance]) -> list[tuple[str, str]]:
    rows: dict[int, list[BlockingKey]] = {}
    for each in utterances:
        for key in blocking_keys(each):
            rows.setdefault(key.key, []).append(key)
    by_pair: dict[tuple[str, str], list[object]] = {}
    for of_key in rows.values():
        for pair in pairs_of_key(sorted(of_key, key=lambda row: (row.day, row.digest))):
            by_pair.setdefault((pair.a, pair.b), []).append(pair)
    compared = [pair for pair, shared in sorted(by_pair.items()) if is_compared(shared)]
    by_digest = {each.digest: each for each in utterances}
    for a, first_one in by_digest.items():
        shared = [one for pair in sorted(by_pair) if pair[0] == a for one in by_pair[pair]]
        others = [each.other for each in comparisons_of(first_one, shared)]
        assert others == [b for first, b in compared if first == a]
    return compared


def _compared(each: NewUtterance) -> Utterance:
    return compared_form(each)


def test_undated_articles_have_ids_too() -> None:
    read = arrived(0, "One thing.").read
    undated = replace(read, article=replace(read.article, published_at=None))
    assert isinstance(last_text([ArrivedArticle((0, 0), undated)]).id, UUID)
