"""Store editors' corrections of single quotations, and recompute what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import Article, Judgement, Occurrence, Outlet, Quotation, QuotationSpeaker
from models.base import new_id
from models.judgements import CORRECT
from service.dedup.stored_form import letters_hash
from service.errors import InvalidRequest, NotFound
from service.speakers.names.printed_names import parse_printed_name
from service.storage.db import locks
from service.storage.inputs import (
    EditedBy,
    NewQuotation,
    QuotationCorrection,
    UtteranceWrite,
    number_quotations,
)
from service.storage.reads.articles import get_article
from service.storage.registry.link_speakers import NamedArticle
from service.storage.tables import occurrences, speakers
from service.storage.tables.correction_rules import as_changes, correct_quotations, utterance_keys
from service.storage.tables.corrections import load_corrections
from service.storage.tables.judgements import NamedOccurrence, add_judgement, articles_named
from service.storage.tables.occurrences import RemovedOccurrence
from service.storage.tables.read_quotations import StoredQuotation, read_quotations
from service.storage.versions import require_seen
from service.storage.writes.articles import affected_by_names, new_names, stored_names
from service.storage.writes.reassign import ArticlesChange, reassign
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class _CorrectedArticle:
    """An article, and its quotations before the change."""

    id: UUID
    named: NamedArticle
    text: str
    quotations: list[StoredQuotation]


def correct_quotation(
    session: Session,
    article_id: UUID,
    occurrence_id: UUID,
    correction: QuotationCorrection,
    edited_by: EditedBy,
) -> UUID:
    """Correct one quotation of an article, and return the judgement's id.

    Args:
        session: The transaction.
        article_id: The article.
        occurrence_id: The quotation in it.
        correction: What the editor corrects.
        edited_by: Who decides, and why.

    Raises:
        NotFound: No such article is stored, or the quotation is none of it.
        InvalidRequest: The spans are no words of the text, or the name is none.
    """
    locks.lock_registry_exclusive(session)
    article = _load(session, article_id)
    require_seen(edited_by.seen, lambda: get_article(session, article_id))
    ordinal = session.scalar(
        select(Occurrence.ordinal).where(
            Occurrence.id == occurrence_id, Occurrence.article_id == article_id
        )
    )
    if ordinal is None:
        raise NotFound("The article has no quotation with this id.")
    _check(correction, article.text)
    named, read = _named(article, ordinal)
    judgement_id = add_judgement(
        session,
        CORRECT,
        (None, article_id),
        edited_by,
        changes=as_changes(correction, read=read, text=article.text),
        named=[named],
    )
    _apply(session, article)
    if correction.name is not None:
        _note_speaker(session, judgement_id, article_id, ordinal)
    return judgement_id


def undo_correction(session: Session, judgement: Judgement) -> None:
    """Apply the corrections that are left to the article of one that was marked as undone."""
    for article_id in articles_named(session, judgement.id):
        _apply(session, _load(session, article_id))


def _apply(session: Session, article: _CorrectedArticle) -> None:
    """Give an article the quotations that its corrections make. Those that stay keep their rows."""
    named = article.named
    wanted = correct_quotations(
        [each.read for each in article.quotations],
        load_corrections(session, [named.key]),
        outlet_key=named.outlet_key,
        article_key=named.key,
        text=article.text,
    )
    gone = {
        stored.id
        for stored, now in zip(article.quotations, wanted, strict=True)
        if stored.now != now
    }
    numbered = number_quotations(article.id, wanted, lambda _: new_id())
    new = [
        each for each, stored in zip(numbered, article.quotations, strict=True) if stored.id in gone
    ]
    before = stored_names(session, [article.id])
    speakers_before = speakers.speakers_in(session, [article.id])
    left = tuple(
        RemovedOccurrence(one.id, one.utterance_id, one.quote_id, one.article_id, one.text)
        for one in occurrences.of_quotations(session, gone)
        if one.utterance_id is not None and one.quote_id is not None
    )
    session.execute(delete(Quotation).where(Quotation.id.in_(sorted(gone))))
    places = {article.id: [(named.outlet_id, named.period)]}
    others = affected_by_names(session, places, before=before, after=new_names(numbered))
    others |= {each.id for each in article.quotations} - gone
    change = ArticlesChange(
        quotations=new,
        articles={article.id: named},
        speakers_before=speakers_before,
        left=left,
        renumbered=_renumbered(article.quotations, gone, new),
    )
    reassign(session, others, change=change)


def _renumbered(
    stored: Sequence[StoredQuotation], gone: Set[UUID], new: Iterable[NewQuotation]
) -> set[UUID]:
    """Return the quotations that stay and have words that come or go.

    Keys of occurrences count how often the article prints the same words.
    """
    texts = [words.text for each in stored if each.id in gone for words in each.now.utterances]
    texts += [words.text for each in new for words in each.written.utterances]
    letters = set(map(letters_hash, texts))
    return {
        each.id
        for each in stored
        if each.id not in gone
        and any(letters_hash(words.text) in letters for words in each.now.utterances)
    }


def _note_speaker(session: Session, judgement_id: UUID, article_id: UUID, ordinal: int) -> None:
    """Note in a judgement which speaker got the words, so that it is listed with the speaker's."""
    query = (
        select(QuotationSpeaker.speaker_id)
        .join(Occurrence, Occurrence.quotation_id == QuotationSpeaker.quotation_id)
        .where(Occurrence.article_id == article_id, Occurrence.ordinal == ordinal)
    )
    speaker_id = session.scalar(query)
    if speaker_id is not None:
        key = speakers.speaker_keys(session, [speaker_id])[speaker_id]
        session.execute(
            update(Judgement)
            .where(Judgement.id == judgement_id)
            .values(object_key=key, object_id=speaker_id)
        )


def _load(session: Session, article_id: UUID) -> _CorrectedArticle:
    row = session.execute(
        select(Article.key, Article.outlet_id, Outlet.key, Article.period, Article.text)
        .join(Outlet, Outlet.id == Article.outlet_id)
        .where(Article.id == article_id)
    ).one_or_none()
    if row is None:
        raise NotFound("No article is stored under this id.")
    key, outlet_id, outlet_key, period, text = row
    named = NamedArticle(key, outlet_id, outlet_key, period)
    return _CorrectedArticle(article_id, named, text, read_quotations(session, article_id, text))


def _named(article: _CorrectedArticle, ordinal: int) -> tuple[NamedOccurrence, UtteranceWrite]:
    """Return the key of an occurrence as it was read, and its words."""
    outlet_key, article_key = article.named.outlet_key, article.named.key
    read = [each.read for each in article.quotations]
    keys = utterance_keys(outlet_key, article_key, read)
    place = [key for of_quotation in keys for key in of_quotation][ordinal]
    words = [utterance for quotation in read for utterance in quotation.utterances][ordinal]
    return NamedOccurrence(place, outlet_key, article_key), words


def _check(correction: QuotationCorrection, text: str) -> None:
    """Raise `InvalidRequest` if a correction does not fit the article."""
    if correction.spans is not None and not _are_words(correction.spans, text):
        raise InvalidRequest("The spans must hold words of the text, in order and apart.")
    if correction.name is not None:
        kind = correction.kind or ""
        if not parse_printed_name(correction.name, kind).key:
            raise InvalidRequest("The name has neither letter nor digit.")


def _are_words(spans: tuple[Span, ...], text: str) -> bool:
    last = 0
    for span in spans:
        if not last <= span.start < span.end <= len(text):
            return False
        last = span.end
    return any(character.isalnum() for span in spans for character in span.of(text))
