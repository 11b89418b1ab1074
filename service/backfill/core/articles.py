"""Articles of an archive: which text of an article stays, and its quotations under their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from service.backfill.core.ids import archived_id
from service.speakers.registry_rules import Appearance, period_of
from service.storage.inputs import (
    ArticleToStore,
    ArticleWrite,
    NewQuotation,
    OutletWrite,
    number_quotations,
)
from service.text.name_key import domain_key, longer_name, name_key

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class ArrivedArticle:
    """An article that was read, and its place among all of the archive."""

    place: tuple[int, int]
    """The chunk, and the number in it. What arrives later replaces what came before."""
    read: ArticleToStore

    @property
    def key(self) -> tuple[str, str]:
        """The outlet and the article's key there: the same key is the same article."""
        return self.read.outlet.key, self.read.article.key


@dataclass(frozen=True, slots=True)
class ArchivedArticle:
    """An article under its id, with its quotations under theirs."""

    id: UUID
    outlet_id: UUID
    outlet: OutletWrite
    written: ArticleWrite
    quotations: tuple[NewQuotation, ...]

    @property
    def period(self) -> str:
        """The week in which articles of an outlet count as published at the same time."""
        return period_of(self.written.key, self.written.published_at)

    def without_text(self) -> ArchivedArticle:
        """Return it as the steps after its text need it: a shuffle moves a tenth of the bytes."""
        return replace(self, written=replace(self.written, text=""))


def last_text(arrived: Sequence[ArrivedArticle]) -> ArchivedArticle:
    """Return an article as it stays, from all that arrived of it, in the order of arrival.

    As in a store, the same text again changes nothing, and another text replaces it.
    """
    stays = arrived[0].read
    for each in arrived[1:]:
        if each.read.article.text_hash != stays.article.text_hash:
            stays = each.read
    article, outlet = stays.article, stays.outlet.key
    article_id = archived_id("article", outlet, article.key, at=article.published_at)
    make_id = partial(_quotation_id, article_id, article.text_hash, stays)
    return ArchivedArticle(
        id=article_id,
        outlet_id=archived_outlet_id(outlet),
        outlet=stays.outlet,
        written=article,
        quotations=tuple(number_quotations(article_id, stays.quotations, make_id)),
    )


def archived_outlet_id(key: str) -> UUID:
    """Return the id of an outlet, by its key."""
    return archived_id("outlet", key)


def outlet_row(outlets: Iterable[OutletWrite]) -> Row:
    """Return the row of one outlet, from all that articles say of it: the longest name stays."""
    named: str | None = None
    first: OutletWrite | None = None
    for outlet in outlets:
        first = first or outlet
        if outlet.name is not None:
            named = outlet.name if named is None else longer_name(named, outlet.name)
    assert first is not None
    return {
        "id": archived_outlet_id(first.key),
        "key": first.key,
        "domain": None if first.domain is None else domain_key(first.domain),
        "name": named,
        "name_key": None if named is None else name_key(named),
    }


def appearances_in(article: ArchivedArticle) -> Iterator[Appearance]:
    """Yield the named speakers of an article's quotations."""
    for quotation in article.quotations:
        for position, name in enumerate(quotation.names):
            if name is not None:
                yield Appearance(
                    quotation_id=quotation.id,
                    position=position,
                    speaker_id=None,
                    article_id=article.id,
                    article_key=article.written.key,
                    outlet_id=article.outlet_id,
                    outlet_key=article.outlet.key,
                    period=article.period,
                    name_key=name.key,
                    surname=name.surname,
                    alone=name.alone,
                    title=name.title,
                    gender=name.gender,
                )


def _quotation_id(article_id: UUID, text_hash: str, read: ArticleToStore, ordinal: int) -> UUID:
    parts = (str(article_id), text_hash, str(ordinal))
    return archived_id("quotation", *parts, at=read.article.published_at)
