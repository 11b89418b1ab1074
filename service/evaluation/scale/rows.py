"""Build in bulk the rows that assigning a batch of news, quote by quote, would leave.

Links between quotes that were not printed as one quote are left out: accidental likeness of the
words of two speakers or two days.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from itertools import chain, combinations, pairwise
from uuid import UUID

from models.base import new_id
from service.dedup.clusters import Clustering, LinkedPair, cluster, connected_components
from service.dedup.credits import Credit, majority_speakers
from service.dedup.index_keys import IndexKeys, index_keys_of, share_enough
from service.dedup.link_rules import days_apart, link
from service.dedup.prefilter import prefilter_of
from service.dedup.stored_form import VERSION, NewUtterance, digest_of, new_utterance, tokens_in
from service.dedup.utterance import Utterance
from service.dedup.wordings import LONGEST_INDEXED, fullest_first, indexed_words, wording_column
from service.evaluation.scale import article_rows as articles
from service.evaluation.scale.article_rows import CONFIDENCE, QuoteInArticle, TableRow
from service.evaluation.scale.text_generator import PrintedQuote, TextGenerator, generate_news
from service.storage.tables.fragment_hosts import host_of

NUMBERS = 50_000
"""The utterance ids reserved for each batch; utterances assigned between batches use the rest."""

TableRows = dict[str, list[TableRow]]
"""Rows by table. Keys of utterances are in no order."""


def batch_rows(generator: TextGenerator, number: int, quotes: int) -> TableRows:
    """Build the rows of one batch of generated news."""
    printed = generate_news(generator, number, quotes)
    standing, article_rows = articles.spread_over_articles(
        chain.from_iterable(printed),
        generator.per_article,
        random.Random(number),  # noqa: S311 - only spreads quotes over articles
    )
    said = _sayings(standing)
    rows: TableRows = defaultdict(list)
    rows["articles"] = article_rows
    rows["quotations"] = [articles.quotation_row(at) for at in standing]
    rows["quotation_speakers"] = [
        articles.named_row(at, at.quote.speaker) for at in standing if at.quote.speaker
    ]
    names = {at.quote.speaker for at in standing if at.quote.speaker}
    speakers = [articles.speaker_row(name) for name in sorted(names)]
    rows["speakers"] = list({row["name_key"]: row for row in speakers}.values())
    first = number * NUMBERS
    ids = {one.digest: first + at for at, one in enumerate({s.digest: s for s in said}.values(), 1)}
    together = _together(printed, said)
    for its in together:
        _lay_out(rows, [(standing[at], said[at]) for at in its], ids)
    return dict(rows)


def _sayings(standing: Iterable[QuoteInArticle]) -> list[NewUtterance]:
    known: dict[tuple[str, str | None], NewUtterance] = {}
    found = []
    for at in standing:
        words, day = (at.quote.text, at.quote.speaker), at.quote.day.toordinal()
        place = digest_of(str(at.article_id), str(at.ordinal))
        if words not in known:
            known[words] = new_utterance(
                at.quote.text,
                speakers=speaker_keys(at.quote),
                source=at.quote.speaker or "",
                day=day,
                verbatim=True,
                place=place,
                judged=None,
            )
        one = known[words]
        found.append(replace(one, day=day, place=None if one.form else place))
    return found


def speaker_keys(one: PrintedQuote) -> tuple[str, ...]:
    """A printed quote -> the keys of its speakers."""
    return (articles.read_speaker_name(one.speaker).key,) if one.speaker else ()


def _together(
    printed: Sequence[Sequence[PrintedQuote]], said: Sequence[NewUtterance]
) -> list[list[int]]:
    """Group the printed quotes, by index: those that share an utterance are together."""
    edges: list[tuple[str, str]] = []
    start = 0
    for its in printed:
        digests = [one.digest for one in said[start : start + len(its)]]
        edges += pairwise(digests)
        start += len(its)
    heads = connected_components([one.digest for one in said], edges)
    found: dict[str, list[int]] = {}
    for at, one in enumerate(said):
        found.setdefault(heads[one.digest], []).append(at)
    return list(found.values())


def _lay_out(
    rows: TableRows, its: Sequence[tuple[QuoteInArticle, NewUtterance]], ids: dict[str, int]
) -> None:
    said = {one.digest: one for _, one in its}
    read = {digest: _utterance(one) for digest, one in said.items()}
    keys = {digest: index_keys_of(one) for digest, one in read.items()}
    arranged = _arrange(read, keys)
    group: dict[str, int] = {}
    for digest, head in arranged.groups.items():
        group[head] = min(ids[digest], group.get(head, ids[digest]))
    for head, its_best in arranged.hosts.items():
        host = host_of(its_best, ids[its_best.host or ""])
        rows["fragment_hosts"].append({"group_id": group[head], **asdict(host)})
    quotes: dict[str, list[tuple[QuoteInArticle, NewUtterance]]] = {}
    for at, one in its:
        quotes.setdefault(arranged.quotes[one.digest], []).append((at, one))
    for members in quotes.values():
        quote_id = _lay_out_quote(rows, members, ids, read)
        for digest in dict.fromkeys(one.digest for _, one in members):
            number = ids[digest]
            placed = {"group_id": group[arranged.groups[digest]], "quote_id": quote_id}
            rows["utterances"].append({"id": number, **_utterance_row(said[digest]), **placed})
            filed = keys[digest].stored_keys
            rows["utterance_keys"] += [{"key": key, "utterance_id": number} for key in filed]
            if filed:
                outline = asdict(prefilter_of(read[digest].word_sequence, said[digest].day))
                rows["utterance_prefilters"].append({"utterance_id": number, **outline})


def _arrange(read: dict[str, Utterance], keys: dict[str, IndexKeys]) -> Clustering:
    links = []
    for a, b in combinations(read.values(), 2):
        # As in a store, those are compared that meet by their keys.
        linked = link(a, b) if share_enough(keys[a.id], keys[b.id]) else None
        if linked:
            links.append(LinkedPair(a.id, b.id, linked, days=days_apart(a, b)))
    return cluster(read, links)


def _lay_out_quote(
    rows: TableRows,
    members: Sequence[tuple[QuoteInArticle, NewUtterance]],
    ids: dict[str, int],
    read: dict[str, Utterance],
) -> UUID:
    quote_id = new_id()
    text = fullest_first({at.quote.text for at, _ in members})[0]
    # What is kept for comparisons has the words already.
    words = next(read[one.digest].words for at, one in members if at.quote.text == text)
    occurrences = [
        {
            "id": new_id(),
            "quote_id": quote_id,
            "utterance_id": ids[one.digest],
            "quotation_id": at.quotation_id,
            "article_id": at.article_id,
            "ordinal": at.ordinal,
            "text": at.quote.text,
            "spans": [[0, len(at.quote.text)]],
        }
        for at, one in members
    ]
    rows["occurrences"] += occurrences
    rows["quotes"].append(
        {
            "id": quote_id,
            "anchor_id": occurrences[0]["id"],
            "successor_id": None,
            "words": wording_column([word[:LONGEST_INDEXED] for word in words])
            if words
            else wording_column(indexed_words(text)),
            "judged": False,
            "text": text,
            "kind": "direct",
            "first_seen": min(at.quote.published_at for at, _ in members),
            "outlet_count": len({at.quote.outlet for at, _ in members}),
            "occurrence_count": len(members),
        }
    )
    times = Counter(one.speakers for _, one in members)
    credited = majority_speakers(Credit(names, n, n * CONFIDENCE) for names, n in times.items())
    for names, disputed in ((credited.speakers, False), (credited.disputed, True)):
        rows["quote_speakers"] += [
            {"quote_id": quote_id, "speaker_id": articles.speaker_id(name), "disputed": disputed}
            for name in names
        ]
    return quote_id


def _utterance(one: NewUtterance) -> Utterance:
    return Utterance(
        one.digest, tokens_in(one.form), frozenset(one.speakers), one.day, source=one.source
    )


def _utterance_row(one: NewUtterance) -> TableRow:
    return {
        "digest": one.digest,
        "version": VERSION,
        "words_hash": one.words_hash,
        "form": one.form,
        "speakers": list(one.speakers),
        "source": one.source,
        "day": one.day,
        "place": one.place,
        "judged": one.judged,
    }
