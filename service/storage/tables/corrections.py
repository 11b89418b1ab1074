"""Read the corrections of quotations that hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Judgement, JudgementOccurrence
from models.judgements import CORRECT, HOLDS
from service.storage.db.bulk import chunks, in_array
from service.storage.inputs import ArticleToStore, QuotationWrite
from service.storage.tables.correction_rules import Changes, correct_quotations

_CORRECTIONS = (
    select(JudgementOccurrence.place, Judgement.number, Judgement.changes)
    .join(Judgement, Judgement.id == JudgementOccurrence.judgement_id)
    .where(HOLDS, Judgement.kind == CORRECT, in_array(JudgementOccurrence.article_key, "keys"))
    .order_by(Judgement.number)
)


def load_corrections(session: Session, article_keys: Iterable[str]) -> dict[str, Sequence[Changes]]:
    """Return the changes of each corrected utterance of articles, by the utterance's key.

    Each comes with its `number` in the order of all judgements.
    """
    found: dict[str, list[Changes]] = {}
    for some in chunks(sorted(set(article_keys))):
        for place, number, changes in session.connection().execute(_CORRECTIONS, {"keys": some}):
            found.setdefault(place, []).append({**changes, "number": number})
    return dict(found)


def with_corrections(
    session: Session, articles: Collection[tuple[UUID, ArticleToStore]]
) -> dict[UUID, tuple[QuotationWrite, ...]]:
    """Return the quotations of articles as editors corrected them, by the articles' ids.

    Args:
        session: The transaction.
        articles: Articles as they were read, each under its id.
    """
    corrections = load_corrections(session, (one.article.key for _, one in articles))
    if not corrections:
        return {article_id: one.quotations for article_id, one in articles}
    return {
        article_id: correct_quotations(
            one.quotations,
            corrections,
            outlet_key=one.outlet.key,
            article_key=one.article.key,
            text=one.article.text,
        )
        for article_id, one in articles
    }
