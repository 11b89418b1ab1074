"""The plan of a backfill: articles that were read -> the rows of all tables, on any engine.

Each step is a function of `service.backfill.core`. A shuffle brings together what one step needs:
the texts of one article, the names of one surname, the utterances of one key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from service.backfill.core.articles import (
    ArchivedArticle,
    ArrivedArticle,
    appearances_in,
    last_text,
    outlet_row,
)
from service.backfill.core.occurrences import ArchivedOccurrence, occurrences_in
from service.backfill.core.speakers import (
    DecidedSurname,
    SpeakerKeys,
    SpokenName,
    archived_speaker_row,
    decide_surnames,
    keys_in_article,
    spoken_names,
)
from service.backfill.core.stories import (
    CopyCandidate,
    SharedSketchKey,
    SketchedArticle,
    copy_candidates,
    near_copies,
    sharing_key,
    sketch_keys,
)
from service.backfill.core.tables import (
    NamedRow,
    tables_of_article,
    tables_of_text,
)
from service.backfill.quote_plan import quote_tables
from service.backfill.runner import Rows, Runner, Sorted
from service.dedup.stories.sketch import Sketch, sketch_article
from service.speakers.registry_rules import Appearance
from service.storage.inputs import OutletWrite


@dataclass(frozen=True, slots=True)
class ResolvedArticle:
    """An article whose speakers and story are known."""

    article: ArchivedArticle
    keys: SpeakerKeys
    sketch: Sketch
    story_id: UUID | None


def all_tables(runner: Runner, arrived: Rows[ArrivedArticle]) -> list[Rows[NamedRow]]:
    """Return the rows of all tables."""
    articles = runner.keep(runner.group([arrived], _by_article, _last_text))
    outlets = runner.group([runner.flat_map(articles, _outlet)], _by_outlet, _outlet_row)
    texts = runner.flat_map(articles, tables_of_text)
    sketched = runner.keep(runner.flat_map(articles, _sketched))
    stories = _stories(runner, sketched)
    surnames = runner.group([runner.flat_map(articles, _surnames)], _by_surname, decide_surnames)
    listed = runner.flat_map(articles, _without_text)
    evidence: list[Rows[Any]] = [listed, surnames, sketched, stories]
    resolved = runner.keep(runner.group(evidence, _by_article_id, _resolved))
    of_articles = runner.flat_map(resolved, _article_rows)
    names = runner.flat_map(resolved, _spoken_names)
    speakers = runner.group([names], _by_speaker, _speaker_row)
    occurrences = runner.keep(runner.flat_map(resolved, _occurrences_in))
    return [outlets, texts, of_articles, speakers, quote_tables(runner, occurrences)]


def _stories(runner: Runner, sketched: Rows[SketchedArticle]) -> Rows[tuple[str, str]]:
    """Return each article that has near copies with the least id of its story."""
    keys = runner.flat_map(sketched, sketch_keys)
    shared = runner.group([keys], _by_sketch_key, sharing_key)
    candidates = runner.group([sketched, shared], _by_first_article, _copy_candidates)
    copies = runner.group([sketched, candidates], _by_second_article, _near_copies)
    return runner.components(copies)


def _by_article(row: ArrivedArticle) -> Sorted:
    return row.key, row.place


def _last_text(rows: Iterator[ArrivedArticle]) -> list[ArchivedArticle]:
    return [last_text(list(rows))]


def _outlet(article: ArchivedArticle) -> list[OutletWrite]:
    return [article.outlet]


def _by_outlet(row: OutletWrite) -> Sorted:
    return row.key, row.name or ""


def _outlet_row(rows: Iterator[OutletWrite]) -> list[NamedRow]:
    return [("outlets", outlet_row(rows))]


def _sketched(article: ArchivedArticle) -> list[SketchedArticle]:
    return [SketchedArticle(article.id, sketch_article(article.written.text))]


def _without_text(article: ArchivedArticle) -> list[ArchivedArticle]:
    return [article.without_text()]


def _by_sketch_key(row: tuple[int, UUID]) -> Sorted:
    return row


def _by_first_article(row: SketchedArticle | SharedSketchKey) -> Sorted:
    if isinstance(row, SketchedArticle):
        return str(row.article_id), ""
    return str(row.a), str(row.b)


def _copy_candidates(rows: Iterator[Any]) -> Iterator[CopyCandidate]:
    # The order puts the article first, here and below.
    return copy_candidates(next(rows), rows)


def _by_second_article(row: SketchedArticle | CopyCandidate) -> Sorted:
    if isinstance(row, SketchedArticle):
        return str(row.article_id), ""
    return str(row.other), str(row.article.article_id)


def _near_copies(rows: Iterator[Any]) -> Iterator[tuple[str, str]]:
    for a, b in near_copies(next(rows), rows):
        yield str(a), str(b)


def _surnames(article: ArchivedArticle) -> list[Appearance]:
    return [each for each in appearances_in(article) if each.surname or each.alone]


def _by_surname(row: Appearance) -> Sorted:
    return row.surname or "", (row.alone, str(row.quotation_id), row.position)


def _by_article_id(
    row: ArchivedArticle | DecidedSurname | SketchedArticle | tuple[str, str],
) -> Sorted:
    match row:
        case ArchivedArticle():
            return str(row.id), (0, "", 0)
        case DecidedSurname():
            return str(row.article_id), (1, str(row.quotation_id), row.position)
        case SketchedArticle():
            return str(row.article_id), (2, "", 0)
        case (article_id, _):
            return article_id, (3, "", 0)


def _resolved(
    rows: Iterator[ArchivedArticle | DecidedSurname | SketchedArticle | tuple[str, str]],
) -> Iterator[ResolvedArticle]:
    article: ArchivedArticle | None = None
    decided: list[DecidedSurname] = []
    sketch: Sketch | None = None
    story_id: UUID | None = None
    for row in rows:
        match row:
            case ArchivedArticle():
                article = row
            case DecidedSurname():
                decided.append(row)
            case SketchedArticle():
                sketch = row.sketch
            case (_, story):
                story_id = UUID(story)
    assert article is not None
    assert sketch is not None
    yield ResolvedArticle(article, keys_in_article(article, decided), sketch, story_id)


def _article_rows(resolved: ResolvedArticle) -> Iterator[NamedRow]:
    return tables_of_article(resolved.article, resolved.keys, resolved.sketch, resolved.story_id)


def _spoken_names(resolved: ResolvedArticle) -> Iterable[SpokenName]:
    return spoken_names(resolved.article, resolved.keys)


def _by_speaker(row: SpokenName) -> Sorted:
    return row.speaker_key, (row.name, row.kind, row.is_surname)


def _speaker_row(rows: Iterator[SpokenName]) -> list[NamedRow]:
    return [("speakers", archived_speaker_row(rows))]


def _occurrences_in(resolved: ResolvedArticle) -> Iterator[ArchivedOccurrence]:
    return occurrences_in(resolved.article, resolved.keys, resolved.story_id)
