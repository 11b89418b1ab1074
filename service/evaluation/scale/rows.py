"""Build in bulk the rows that assigning a batch of news, quote by quote, would leave.

Links between quotes that were not printed as one quote are left out: accidental likeness of the
words of two speakers or two days.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from models.base import new_id
from service.backfill.core.clusters import Membership, clusters_of
from service.backfill.core.links import links_with
from service.backfill.core.occurrences import ArchivedOccurrence
from service.backfill.core.pairs import compared_form
from service.backfill.core.tables import (
    NamedRow,
    NumberedUtterance,
    QuotedOccurrence,
    QuoteParts,
    tables_of_quote,
)
from service.dedup.clusters import LinkedPair, connected_components
from service.dedup.index_keys import index_keys_of, share_enough
from service.dedup.stored_form import NewUtterance, digest_of, new_utterance
from service.evaluation.scale import article_rows as articles
from service.evaluation.scale.article_rows import CONFIDENCE, QuoteInArticle, TableRow
from service.evaluation.scale.text_generator import PrintedQuote, TextGenerator, generate_news

NUMBERS = 50_000
"""The utterance ids reserved for each batch; utterances assigned between batches use the rest."""

TableRows = dict[str, list[TableRow]]
"""Rows by table. Keys of utterances are in no order."""

_UNEDITED = {"home_id": None, "successor_id": None}
"""What only a store that was edited says of a quote."""

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
        members = [(placed[index], utterances[index]) for index in indexes]
        for table, row in _quote_rows(members, ids):
            rows[table].append(row)
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


def _quote_rows(members: Sequence[_Member], ids: Mapping[str, int]) -> Iterator[NamedRow]:
    """Yield the rows of connected quotes, as the plan of an archive makes them."""
    stored = {utterance.digest: utterance for _, utterance in members}
    belongs = {digest: Membership(digest, digest, digest) for digest in stored}
    parts: defaultdict[str, QuoteParts] = defaultdict(QuoteParts)
    for found in clusters_of(_links(list(stored.values()))):
        if isinstance(found, Membership):
            belongs[found.digest] = found
        else:
            parts[found.quote].hosts.append(found)
    for digest, utterance in stored.items():
        member = belongs[digest]
        parts[member.quote].utterances.append(NumberedUtterance(ids[digest], utterance, member))
    for at, utterance in members:
        quote, number = belongs[utterance.digest].quote, ids[utterance.digest]
        occurrence = _occurrence(at, utterance)
        parts[quote].occurrences.append(QuotedOccurrence(occurrence, number, quote))
    for each in parts.values():
        for table, row in tables_of_quote(each):
            yield table, {**row, **_UNEDITED} if table == "quotes" else row


def _links(utterances: Sequence[NewUtterance]) -> list[LinkedPair]:
    """Return the links of utterances. As in a store, only those that share keys are compared."""
    keys = [index_keys_of(compared_form(utterance)) for utterance in utterances]
    links: list[LinkedPair] = []
    for place, utterance in enumerate(utterances):
        sharing = (
            other
            for other, own in zip(utterances[:place], keys, strict=False)
            if share_enough(own, keys[place])
        )
        links += links_with(utterance, sharing)
    return links


def _occurrence(at: QuoteInArticle, utterance: NewUtterance) -> ArchivedOccurrence:
    quote = at.quote
    return ArchivedOccurrence(
        id=new_id(),
        quotation_id=at.quotation_id,
        article_id=at.article_id,
        outlet_id=articles.outlet_id(quote.outlet),
        origin=at.article_id,
        ordinal=at.ordinal,
        text=quote.text,
        spans=[[0, len(quote.text)]],
        kind="direct",
        dated_at=quote.published_at,
        resolution_confidence=CONFIDENCE,
        utterance=utterance,
    )
