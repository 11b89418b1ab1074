"""Draw the next quotes for a filled database: new ones, and others' versions of stored ones."""

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
from service.evaluation.scale.fill import insert_table_rows
from service.evaluation.scale.rows import NUMBERS, quoted_keys
from service.evaluation.scale.text_generator import (
    OUTLETS,
    PrintedQuote,
    TextGenerator,
    vary_wording,
)
from service.storage.tables.occurrences import IncomingOccurrence

ARRIVALS = {"new": 60, "exact": 20, "fragment": 14, "variant": 6}
"""The kinds of quotes to assign, in percent. All but new ones repeat a stored quote, half of them
a recent one."""

_LATELY = 0.1


def next_quotes(
    engine: Engine, generator: TextGenerator, count: int, *, quotes: int, seed: int
) -> list[tuple[str, PrintedQuote]]:
    """Draw the quotes to assign in a filled database, each with its kind.

    Args:
        engine: The database.
        generator: What makes new words.
        count: The number of quotes.
        quotes: The size of the batches that filled the database.
        seed: The same seed gives the same quotes.
    """
    draw = random.Random(f"arrivals {seed}")  # noqa: S311 - only spreads words
    kinds = draw.choices(list(ARRIVALS), weights=list(ARRIVALS.values()), k=count)
    batches = last_number(engine) // NUMBERS + 1
    with engine.connect() as connection:
        last = connection.execute(select(func.max(Article.published_at))).scalar_one()
        assert last is not None
        found = []
        for kind in kinds:
            if kind == "new":
                drawn = generator.text(draw)[0], generator.speaker(draw), last.date()
            else:
                first = int(batches * (1 - _LATELY)) if draw.random() < 0.5 else 0
                number = draw.randrange(first, batches) * NUMBERS + draw.randint(1, quotes)
                text, speaker, day = _stored(connection, number)
                # Never on the days of the next batch, which may hold the same words.
                day = min(last.date(), day + timedelta(days=draw.choice((0, 0, 0, 1, 2, 3))))
                drawn = vary_wording(generator, text, kind, draw), speaker, day
            found.append((kind, PrintedQuote(*drawn, outlet=draw.randrange(OUTLETS))))
    return found


def last_number(engine: Engine) -> int:
    """Return the id of the last utterance of a filled database."""
    with engine.connect() as connection:
        return connection.execute(select(func.max(Utterance.id))).scalar_one()


def group_into_articles(
    following: Sequence[tuple[str, PrintedQuote]], size: int
) -> list[list[PrintedQuote]]:
    """Group quotes into articles of `size` quotes, with the outlet and day of the last quote."""
    found = []
    for start in range(0, len(following) - size + 1, size):
        printed = [quote for _, quote in following[start : start + size]]
        last = max(printed, key=lambda quote: quote.day)
        found.append([replace(quote, outlet=last.outlet, day=last.day) for quote in printed])
    return found


def insert_article(session: Session, printed: Sequence[PrintedQuote]) -> list[IncomingOccurrence]:
    """Store an article and its quotations; return its occurrences, ready to be assigned."""
    article_id = new_id()
    connection = session.connection()
    insert_table_rows(connection, "articles", [articles.article_row(article_id, printed)])
    found = []
    for ordinal, quote in enumerate(printed):
        at = articles.QuoteInArticle(quote, article_id, quotation_id=new_id(), ordinal=ordinal)
        insert_table_rows(connection, "quotations", [articles.printed_quote_row(at)])
        if quote.speaker:
            row = articles.speaker_row(quote.speaker)
            known = select(Speaker.id).where(Speaker.name_key == row["name_key"])
            if session.scalar(known) is None:
                insert_table_rows(connection, "speakers", [row])
            insert_table_rows(
                connection, "quotation_speakers", [articles.named_row(at, quote.speaker)]
            )
        found.append(as_incoming(at))
    return found


def as_incoming(at: articles.QuoteInArticle) -> IncomingOccurrence:
    """A quote in an article -> the occurrence as it is assigned."""
    return IncomingOccurrence(
        id=new_id(),
        quotation_id=at.quotation_id,
        article_id=at.article_id,
        ordinal=at.ordinal,
        text=at.quote.text,
        kind="direct",
        source=at.quote.speaker,
        speakers=quoted_keys(at.quote),
        spans=[[0, len(at.quote.text)]],
    )


def _stored(connection: Connection, number: int) -> tuple[str, str | None, date]:
    """Return words, speaker and day of the last comparable utterance up to this id."""
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
