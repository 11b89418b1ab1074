"""An article's rows find their place among all others: who speaks, which quote each one is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from models.base import new_id
from service.dedup.key import identify, own_key, speaker_key
from service.storage import articles, occurrences, outlets, quotations, quotes, speakers
from service.storage.writes import (
    ArticleWrite,
    OutletWrite,
    QuotationWrite,
    QuoteDraft,
    QuoteKey,
    SpeakerWrite,
    UtteranceWrite,
)

INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class _Said:
    """A quotation with the id that it will have, and its speakers under their keys."""

    id: UUID
    written: QuotationWrite
    speakers: tuple[tuple[str | None, SpeakerWrite], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the named speakers."""
        return tuple(key for key, _ in self.speakers if key is not None)


@dataclass(frozen=True, slots=True)
class _Placed:
    """An utterance and the quote that it is."""

    said: _Said
    utterance: UtteranceWrite
    key: QuoteKey
    draft: QuoteDraft


def place(
    session: Session,
    outlet: OutletWrite,
    article: ArticleWrite,
    written: Sequence[QuotationWrite],
) -> articles.Held:
    """An article with its quotations -> stored, in the place of what the article held before.

    All writers take locks in one order: article, speakers by key, quotes by key. The very same text
    again changes nothing.
    """
    held = articles.hold(session, outlets.hold(session, outlet), article)
    if not held.changed:
        return held
    said = _resolve(session, written)
    placed = list(_place(held.id, said))

    # What the article held before is held with what it holds now, in one go: two goes could meet
    # another writer's in the opposite order.
    before = speakers.of_article(session, held.id)
    speaker_ids = speakers.hold(session, [*before, *_printed(said)])
    drafts = quotes.of_article(session, held.id) | {item.key: item.draft for item in placed}
    held_quotes = quotes.hold(session, drafts, first_seen=article.published_at or datetime.now(UTC))

    quotations.remove_of_article(session, held.id)
    quotations.add(
        session,
        held.id,
        [
            (one.id, one.written, [(speaker_ids.get(key or ""), who) for key, who in one.speakers])
            for one in said
        ],
    )
    ids = held_quotes.ids
    occurrences.add(
        session, held.id, [(item.said.id, ids[item.key], item.utterance) for item in placed]
    )
    made = {ids[item.key]: item.said.keys for item in placed if ids[item.key] in held_quotes.made}
    quotes.name_speakers(
        session, {quote_id: [speaker_ids[key] for key in keys] for quote_id, keys in made.items()}
    )
    quotes.settle(session, ids.values())
    speakers.settle(session, {speaker_ids[key] for key, _ in before})
    return held


def _resolve(session: Session, written: Sequence[QuotationWrite]) -> list[_Said]:
    keys = {key for one in written for who in one.speakers if (key := quotations.key_of(who))}
    canonical = speakers.resolve(session, keys)
    said = []
    for one in written:
        listed: dict[str, tuple[str | None, SpeakerWrite]] = {}
        for position, who in enumerate(one.speakers):
            key = canonical.get(quotations.key_of(who) or "")
            # "Biden and the president" may be one and the same; the unnamed stay apart.
            listed.setdefault(key or f"\x1f{position}", (key, who))
        said.append(_Said(id=new_id(), written=one, speakers=tuple(listed.values())))
    return said


def _printed(said: Sequence[_Said]) -> Iterator[tuple[str, speakers.Printed]]:
    for one in said:
        for key, who in one.speakers:
            if key is not None:
                yield key, (who.name or "", who.kind)


def _place(article_id: UUID, said: Sequence[_Said]) -> Iterator[_Placed]:
    ordinal = 0
    for one in said:
        for utterance in one.written.utterances:
            identity = identify(utterance.text, verbatim=one.written.kind != INDIRECT)
            shared = identity.merges if one.keys else identity.merges_unnamed
            key = QuoteKey(
                normal_version=identity.normal_version,
                normal_hash=identity.normal_hash,
                speaker_key=(
                    speaker_key(one.keys) if shared else own_key(str(article_id), ordinal)
                ),
            )
            draft = QuoteDraft(
                words=f" {' '.join(identity.words)} ",
                text=utterance.text,
                kind=one.written.kind,
            )
            yield _Placed(said=one, utterance=utterance, key=key, draft=draft)
            ordinal += 1
