"""Unsure speakers follow three other origins, whatever the order of the articles."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.quote_summary import SURE, Witness
from service.dedup.witnesses import others_agree
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.inputs import EditedBy
from service.storage.store import Store
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import BACKENDS, MakeUrl
from tests.support.laws import MONDAY, on_new_databases
from tests.support.store_contents import Ingest, everything

WORDS = (
    "The harbour board knew about the crumbling seawall since the storm of March and said nothing"
)
REPORT = (
    "The county closes its pier, reports an agency, since divers have found that all piles rot."
)
Article = tuple[str, bool]
"""Who said the words, and whether the article is a copy of the agency's report."""
ARTICLES = st.tuples(
    st.sampled_from(["Ann Lee", "Ann Lee", "Ann Lee", "Bo Ek", "Bo Ek?", "Ann Lee?"]), st.booleans()
)


def article_of(number: int, article: Article) -> ArticleInput:
    who, copied = article
    own = REPORT if copied else " ".join(f"word{number}x{n}" for n in range(60))
    return ArticleInput(
        outlet_domain=f"outlet{number % 6}.example",
        url=f"https://example.org/{number}",
        published_at=MONDAY,
        text=f"{own} {own}\n{who} | direct | {WORDS}",
    )


def check(store: Store, articles: Mapping[str, Article]) -> None:
    """Each occurrence has its own speaker, or that of its quote where the pure rule says so."""
    for quote in everything(lambda cursor: store.list_quotes(cursor=cursor)):
        found = store.get_quote(quote.id).occurrences
        witnesses = {
            one.id: Witness(
                (articles[one.article.url or ""][0].removesuffix("?").casefold(),),
                one.resolution.confidence,
                one.article.outlet.id,
                one.article.story_id or one.article.id,
            )
            for one in found
        }
        for one in found:
            own = witnesses[one.id]
            repaired = own.confidence < SURE and others_agree(own, witnesses.values())
            assert one.speaker_from == ("other_outlets" if repaired else "article")
            names = {speaker.name.casefold() for speaker in one.speakers if speaker.name}
            expected = {speaker.name.casefold() for speaker in quote.speakers if speaker.name}
            assert names == (expected if repaired else set(own.speakers))


@pytest.mark.parametrize("backend", BACKENDS)
@on_new_databases(8)
@given(articles=st.lists(ARTICLES, min_size=4, max_size=9), data=st.data())
def test_speakers_follow_the_pure_rule_in_any_order(
    request: pytest.FixtureRequest, backend: str, articles: list[Article], data: st.DataObject
) -> None:
    make_url: MakeUrl = request.getfixturevalue(backend)
    with closing(Store.open(make_url())) as store:
        ingestor = Ingestor(AnnotatedReader(), store)
        inputs = [article_of(*numbered) for numbered in enumerate(articles)]
        ids = {
            one.url: ingestor.ingest(one).view.ref.id for one in data.draw(st.permutations(inputs))
        }
        kept = {one.url or "": article for one, article in zip(inputs, articles, strict=True)}
        check(store, kept)
        for url in data.draw(st.lists(st.sampled_from(sorted(kept)), max_size=3, unique=True)):
            store.delete_article(ids[url])
            del kept[url]
        check(store, kept)


def test_an_editor_has_the_last_word(store: Store, ingest: Ingest) -> None:
    for number in range(3):
        ingest(article_of(number, ("Ann Lee", False)).text, domain=f"o{number}.example")
    unsure = ingest(article_of(7, ("Bo Ek?", False)).text, domain="post.example").view
    [repaired] = store.get_article(unsure.ref.id).occurrences
    assert ([who.name for who in repaired.speakers], repaired.speaker_from) == (
        ["Ann Lee"],
        "other_outlets",
    )
    [bo] = [
        who for who in everything(lambda c: store.list_speakers(cursor=c)) if who.name == "Bo Ek"
    ]
    store.split_speaker(bo.id, [repaired.id], EditedBy(editor="desk"), name="Cy Dahl")
    [decided] = store.get_article(unsure.ref.id).occurrences
    assert ([who.name for who in decided.speakers], decided.speaker_from) == (
        ["Cy Dahl"],
        "article",
    )
