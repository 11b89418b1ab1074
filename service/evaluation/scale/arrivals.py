"""A filled database -> what comes next: new quotes, and what others print of stored ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from models import Article, Occurrence, QuotationSpeaker, Speaker, Utterance
from models.base import new_id
from service.evaluation.scale import article_rows as articles
from service.evaluation.scale.fill import insert
from service.evaluation.scale.news import OUTLETS, Print, change
from service.evaluation.scale.press import Press
from service.evaluation.scale.rows import NUMBERS, keys_of_speakers
from service.storage.clusters.sayings import Placed
from service.storage.tables.incoming import Uttered
from service.text.spans import Span

ARRIVALS = {"new": 60, "exact": 20, "fragment": 14, "variant": 6}
"""What is placed, in percent. All but new ones say what is stored already, half of it lately."""

_LATELY = 0.1


def arrivals(
    engine: Engine, press: Press, count: int, *, quotes: int, seed: int
) -> list[tuple[str, Print]]:
    """A database and the size of its batches -> what is to be placed there: its kind, the print."""
    draw = random.Random(f"arrivals {seed}")  # noqa: S311 - only spreads words
    kinds = draw.choices(list(ARRIVALS), weights=list(ARRIVALS.values()), k=count)
    batches = last_number(engine) // NUMBERS + 1
    with engine.connect() as connection:
        last = connection.execute(select(func.max(Article.published_at))).scalar_one()
        assert last is not None
        found = []
        for kind in kinds:
            if kind == "new":
                its = press.text(draw)[0], press.speaker(draw), last.date()
            else:
                first = int(batches * (1 - _LATELY)) if draw.random() < 0.5 else 0
                number = draw.randrange(first, batches) * NUMBERS + draw.randint(1, quotes)
                text, speaker, day = _stored(connection, number)
                # Never of the days of the batch that comes next, which may say the same.
                day = min(last.date(), day + timedelta(days=draw.choice((0, 0, 0, 1, 2, 3))))
                its = change(press, text, kind, draw), speaker, day
            found.append((kind, Print(*its, outlet=draw.randrange(OUTLETS))))
    return found


def last_number(engine: Engine) -> int:
    """A filled database -> the number of the last utterance."""
    with engine.connect() as connection:
        return connection.execute(select(func.max(Utterance.id))).scalar_one()


def bundled(coming: Sequence[tuple[str, Print]], size: int) -> list[list[Print]]:
    """What comes -> articles of so many quotes, each of the outlet and the day of one of them."""
    found = []
    for start in range(0, len(coming) - size + 1, size):
        prints = [one for _, one in coming[start : start + size]]
        last = max(prints, key=lambda one: one.day)
        found.append([replace(one, outlet=last.outlet, day=last.day) for one in prints])
    return found


def arrive(session: Session, prints: Sequence[Print]) -> list[Placed]:
    """The prints of an article -> it and its quotations are stored, and they can be placed."""
    article_id = new_id()
    connection = session.connection()
    insert(connection, "articles", [articles.article_row(article_id, prints)])
    found = []
    for ordinal, one in enumerate(prints):
        at = articles.Standing(one, article_id, quotation_id=new_id(), ordinal=ordinal)
        insert(connection, "quotations", [articles.quotation_row(at)])
        if one.speaker:
            row = articles.speaker_row(one.speaker)
            known = select(Speaker.id).where(Speaker.name_key == row["name_key"])
            if session.scalar(known) is None:
                insert(connection, "speakers", [row])
            insert(connection, "quotation_speakers", [articles.named_row(at, one.speaker)])
        found.append(placed(at))
    return found


def placed(at: articles.Standing) -> Placed:
    """A print that stands in an article -> what placing is told of it."""
    uttered = Uttered(
        occurrence_id=new_id(),
        quotation_id=at.quotation_id,
        article_id=at.article_id,
        ordinal=at.ordinal,
        text=at.print.text,
        kind="direct",
        source=at.print.speaker,
        spans=(Span(0, len(at.print.text)),),
    )
    return Placed(uttered=uttered, speakers=keys_of_speakers(at.print))


def _stored(connection: Connection, number: int) -> tuple[str, str | None, date]:
    """A number -> the last utterance up to there that can be met: its words, speaker and day."""
    query = (
        select(Occurrence.text, Article.published_at, Occurrence.quotation_id)
        .join(Utterance, Utterance.id == Occurrence.utterance_id)
        .join(Article, Article.id == Occurrence.article_id)
        .where(Utterance.id <= number, Utterance.form != "")
        .order_by(Utterance.id.desc())
        .limit(1)
    )
    text, published, quotation_id = connection.execute(query).one()
    assert published is not None
    name = select(QuotationSpeaker.name).where(QuotationSpeaker.quotation_id == quotation_id)
    return text, connection.scalar(name), published.date()
