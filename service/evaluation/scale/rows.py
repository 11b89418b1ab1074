"""Build in bulk the rows that assigning a batch of news, quote by quote, would leave.

Links between quotes that were not printed as one quote are left out: accidental likeness of the
words of two speakers or two days.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from itertools import chain, combinations, pairwise
from uuid import UUID

from models.base import new_id
from service.backfill.core.pairs import compared_form
from service.backfill.core.tables import utterance_columns
from service.dedup.clusters import Clustering, LinkedPair, cluster, connected_components, host_of
from service.dedup.index_keys import IndexKeys, index_keys_of, share_enough
from service.dedup.link_rules import link
from service.dedup.prefilter import prefilter_of
from service.dedup.quote_summary import (
    LONGEST_INDEXED,
    Witness,
    count_credits,
    fullest_first,
    indexed_words,
    majority_speakers,
    relevance,
    wording_column,
)
from service.dedup.reach import days_apart
from service.dedup.stored_form import NewUtterance, digest_of, new_utterance
from service.dedup.utterance import Utterance
from service.evaluation.scale import article_rows as articles
from service.evaluation.scale.article_rows import CONFIDENCE, QuoteInArticle, TableRow
from service.evaluation.scale.text_generator import PrintedQuote, TextGenerator, generate_news

NUMBERS = 50_000
"""The utterance ids reserved for each batch; utterances assigned between batches use the rest."""

TableRows = dict[str, list[TableRow]]
"""Rows by table. Keys of utterances are in no order."""

_Member = tuple[QuoteInArticle, NewUtterance]
"""A quote in an article, and the utterance that it is."""


def batch_rows(generator: TextGenerator, number: int, quotes: int) -> TableRows:
    """Build the rows of one batch of generated news."""
    news = generate_news(generator, number, quotes)
    placed, article_rows = articles.spread_over_articles(
        chain.from_iterable(news),
        generator.per_article,
        random.Random(number),  # noqa: S311 - only spreads quotes over articles
    )
    utterances = _utterances(placed)
    rows: TableRows = defaultdict(list)
    rows["articles"] = article_rows
    rows["quotations"] = [articles.printed_quote_row(at) for at in placed]
    rows["quotation_speakers"] = [
        articles.named_row(at, at.quote.speaker) for at in placed if at.quote.speaker
    ]
    names = {at.quote.speaker for at in placed if at.quote.speaker}
    speakers = [articles.speaker_row(name) for name in sorted(names)]
    rows["speakers"] = list({row["name_key"]: row for row in speakers}.values())
    distinct = {utterance.digest: utterance for utterance in utterances}
    ids = {digest: number * NUMBERS + rank for rank, digest in enumerate(distinct, 1)}
    for indexes in _connect(news, utterances):
        _add_cluster(rows, [(placed[index], utterances[index]) for index in indexes], ids)
    return dict(rows)


def quoted_keys(quote: PrintedQuote) -> tuple[str, ...]:
    """A printed quote -> the keys of its speakers."""
    return (articles.read_speaker_name(quote.speaker).key,) if quote.speaker else ()


def _utterances(placed: Iterable[QuoteInArticle]) -> list[NewUtterance]:
    """Return the utterance of each quote; the words of one speaker are analysed once."""
    known: dict[tuple[str, str | None], NewUtterance] = {}
    found = []
    for at in placed:
        words, day = (at.quote.text, at.quote.speaker), at.quote.day.toordinal()
        place = digest_of(str(at.article_id), str(at.ordinal))
        if words not in known:
            known[words] = new_utterance(
                at.quote.text,
                speakers=quoted_keys(at.quote),
                source=at.quote.speaker or "",
                day=day,
                verbatim=True,
                place=place,
                judged=None,
            )
        utterance = known[words]
        found.append(replace(utterance, day=day, place=None if utterance.form else place))
    return found


def _connect(
    news: Sequence[Sequence[PrintedQuote]], utterances: Sequence[NewUtterance]
) -> list[list[int]]:
    """Return indexes of printed quotes in groups: those of one quote, or with one utterance."""
    edges: list[tuple[str, str]] = []
    start = 0
    for printed in news:
        digests = [utterance.digest for utterance in utterances[start : start + len(printed)]]
        edges += pairwise(digests)
        start += len(printed)
    heads = connected_components([utterance.digest for utterance in utterances], edges)
    found: dict[str, list[int]] = {}
    for index, utterance in enumerate(utterances):
        found.setdefault(heads[utterance.digest], []).append(index)
    return list(found.values())


def _add_cluster(rows: TableRows, members: Sequence[_Member], ids: dict[str, int]) -> None:
    """Add the rows of connected quotes: utterances, their keys, quotes and fragment hosts."""
    stored = {utterance.digest: utterance for _, utterance in members}
    read = {digest: compared_form(utterance) for digest, utterance in stored.items()}
    keys = {digest: index_keys_of(utterance) for digest, utterance in read.items()}
    clustering = _cluster(read, keys)
    group: dict[str, int] = {}
    for digest, head in clustering.groups.items():
        group[head] = min(ids[digest], group.get(head, ids[digest]))
    for head, best in clustering.hosts.items():
        host = host_of(best, ids[best.host or ""])
        rows["fragment_hosts"].append({"group_id": group[head], **asdict(host)})
    quotes: dict[str, list[_Member]] = {}
    for at, utterance in members:
        quotes.setdefault(clustering.quotes[utterance.digest], []).append((at, utterance))
    for inside in quotes.values():
        quote_id = _add_quote(rows, inside, ids, read)
        for digest in dict.fromkeys(utterance.digest for _, utterance in inside):
            number = ids[digest]
            assigned = {"group_id": group[clustering.groups[digest]], "quote_id": quote_id}
            rows["utterances"].append(
                {"id": number, **utterance_columns(stored[digest]), **assigned}
            )
            stored_keys = keys[digest].stored_keys
            rows["utterance_keys"] += [{"key": key, "utterance_id": number} for key in stored_keys]
            if stored_keys:
                prefilter = asdict(prefilter_of(read[digest].word_sequence, stored[digest].day))
                rows["utterance_prefilters"].append({"utterance_id": number, **prefilter})


def _cluster(read: dict[str, Utterance], keys: dict[str, IndexKeys]) -> Clustering:
    links = []
    for a, b in combinations(read.values(), 2):
        # As in a store, only utterances that share enough keys are compared.
        linked = link(a, b) if share_enough(keys[a.id], keys[b.id]) else None
        if linked:
            links.append(LinkedPair(a.id, b.id, linked, days=days_apart(a, b)))
    return cluster(read, links)


def _add_quote(
    rows: TableRows,
    members: Sequence[_Member],
    ids: dict[str, int],
    read: dict[str, Utterance],
) -> UUID:
    """Add the rows of one quote, its occurrences and its speakers; return its id."""
    quote_id = new_id()
    text = fullest_first({at.quote.text for at, _ in members})[0]
    # The utterance has been split into words already.
    words = next(read[said.digest].words for at, said in members if at.quote.text == text)
    outlets = len({at.quote.outlet for at, _ in members})
    occurrences = [
        {
            "id": new_id(),
            "quote_id": quote_id,
            "utterance_id": ids[utterance.digest],
            "quotation_id": at.quotation_id,
            "article_id": at.article_id,
            "ordinal": at.ordinal,
            "text": at.quote.text,
            "spans": [[0, len(at.quote.text)]],
        }
        for at, utterance in members
    ]
    rows["occurrences"] += occurrences
    rows["quotes"].append(
        {
            "id": quote_id,
            "anchor_id": occurrences[0]["id"],
            "home_id": None,
            "successor_id": None,
            "words": wording_column([word[:LONGEST_INDEXED] for word in words])
            if words
            else wording_column(indexed_words(text)),
            "judged": False,
            "text": text,
            "kind": "direct",
            "first_seen": min(at.quote.published_at for at, _ in members),
            "outlet_count": outlets,
            "origin_count": len({at.article_id for at, _ in members}),
            "occurrence_count": len(members),
            "relevance": relevance(len(words), outlets),
        }
    )
    named = [
        Witness(utterance.speakers, CONFIDENCE, at.quote.outlet, at.article_id)
        for at, utterance in members
    ]
    majority = majority_speakers(count_credits(named))
    for names, disputed in ((majority.speakers, False), (majority.disputed, True)):
        rows["quote_speakers"] += [
            {"quote_id": quote_id, "speaker_id": articles.speaker_id(name), "disputed": disputed}
            for name in names
        ]
    return quote_id
