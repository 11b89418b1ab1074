"""Ingest the labelled articles into a store with the service itself, and read them back.

The `Ingestor` and the `Store` are those behind the API, on an empty database. Ingestion takes one
article after another, so the texts are read beforehand in several processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, time
from multiprocessing import get_context
from urllib.parse import quote
from uuid import UUID

from service.dedup.utterance import Utterance, utterance_of
from service.errors import InvalidRequest
from service.evaluation.dedup.labelled_pairs import Labelled, LabelledSpan
from service.evaluation.dedup.scores import UtteranceSet
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.settings import Settings
from service.speakers.article_reader import ArticleReader, ReadArticle, load_article_reader
from service.speakers.names.printed_names import alias_lookup_key
from service.speakers.registry_rules import provisional_key
from service.storage.store import Store
from service.storage.views import OccurrenceView, SpeakerView

_INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class StoredArticles:
    """All verbatim occurrences of the labelled articles, and the pairs to find."""

    labelled: Labelled
    occurrences: Mapping[str, tuple[OccurrenceView, ...]]
    """By the name of the article."""
    speakers: Mapping[UUID, str]
    """The keys of the named speakers, by id."""

    @property
    def by_span(self) -> dict[str, OccurrenceView]:
        """The occurrence of each labelled span that was extracted, by the span's id."""
        return {
            span.id: found
            for span in self.labelled.spans
            if (found := _occurrence_of(self.occurrences[span.article], span))
        }

    @property
    def quotes(self) -> dict[str, str]:
        """The id of each occurrence -> the id of its quote in the store."""
        everything = (each for found in self.occurrences.values() for each in found)
        return {str(each.id): str(each.quote_id) for each in everything}

    def utterances(self, *, own_words: bool, own_speakers: bool) -> UtteranceSet:
        """Return utterances with our words or people's, and with our speakers or people's.

        With our own words and speakers these are all utterances of the store; else only those of
        the labelled spans.
        """
        if own_words and own_speakers:
            everyone = tuple(
                self._utterance(str(each.id), each, article)
                for article, found in self.occurrences.items()
                for each in found
            )
            ids = {name: str(found.id) for name, found in self.by_span.items()}
            return UtteranceSet(everyone, ids)
        by_span = self.by_span
        utterances = []
        for span in self.labelled.spans:
            found, gold = by_span.get(span.id), self.labelled.utterances[span.id]
            own = self._utterance(span.id, found, span.article) if found else None
            if own_words and own:
                utterances.append(Utterance(own.id, own.tokens, gold.speakers, own.day))
            elif not own_words and own:
                utterances.append(
                    Utterance(gold.id, gold.tokens, own.speakers, gold.day, own.source)
                )
            elif not own_words:
                utterances.append(Utterance(gold.id, gold.tokens, day=gold.day))
        return UtteranceSet(tuple(utterances), {each.id: each.id for each in utterances})

    def _utterance(self, name: str, occurrence: OccurrenceView, article: str) -> Utterance:
        source = occurrence.attribution.source
        return utterance_of(
            name,
            occurrence.text,
            speakers=[self.speakers[each.id] for each in occurrence.speakers if each.id],
            published=self.labelled.articles[article].day,
            source=source.text if source else "",
        )


def read_in_processes(
    texts: Sequence[str], *, settings: Settings, workers: int
) -> Iterator[tuple[str, ReadArticle]]:
    """Read texts in several processes; yield each text and its result, in the same order."""
    # A fresh process (spawn) shares no threads or locks with this one, unlike a forked one.
    with ProcessPoolExecutor(
        max_workers=workers,
        mp_context=get_context("spawn"),
        initializer=_start_worker,
        initargs=(settings,),
    ) as pool:
        yield from zip(texts, pool.map(_read, texts, chunksize=2), strict=True)


def ingest_articles(
    labelled: Labelled, accounts: Mapping[str, ReadArticle], store: Store
) -> Iterator[tuple[str, UUID]]:
    """Ingest the labelled articles into an empty store; yield each name and its article's id.

    Raises:
        InvalidRequest: The store holds articles.
    """
    if store.list_articles(limit=1).items:
        raise InvalidRequest("The database holds articles. Choose an empty one.")
    ingestor = Ingestor(_KnownTexts(accounts), store)
    for name, article in labelled.articles.items():
        article_input = ArticleInput(
            outlet_name=article.outlet,
            url=f"https://articles.example/{quote(name)}",
            published_at=datetime.combine(article.day, time(), UTC),
            text=article.text,
        )
        yield name, ingestor.ingest(article_input).view.ref.id


def read_stored(labelled: Labelled, ids: Mapping[str, UUID], store: Store) -> StoredArticles:
    """Read from the store the articles of these ids, by name, and the speakers in them."""
    found = {name: store.get_article(article_id).occurrences for name, article_id in ids.items()}
    speaker_ids = {
        speaker.id
        for occurrences in found.values()
        for each in occurrences
        for speaker in each.speakers
        if speaker.id
    }
    return StoredArticles(
        labelled,
        {
            name: tuple(each for each in occurrences if each.kind != _INDIRECT)
            for name, occurrences in found.items()
        },
        {speaker_id: _key(store.get_speaker(speaker_id)) for speaker_id in speaker_ids},
    )


def _key(speaker: SpeakerView) -> str:
    # A surname alone is a speaker of its own: the name does not identify the person.
    key = alias_lookup_key(speaker.name, speaker.kind)
    return provisional_key(key, str(speaker.id)) if speaker.provisional else key


@dataclass(frozen=True, slots=True)
class _KnownTexts:
    """A reader of texts that were read before."""

    accounts: Mapping[str, ReadArticle]

    def read(self, text: str) -> ReadArticle:
        return self.accounts[text]


_worker_reader: ArticleReader | None = None


def _start_worker(settings: Settings) -> None:
    global _worker_reader  # noqa: PLW0603 - a pool hands a worker its state in no other way
    _worker_reader = load_article_reader(
        threads=settings.threads, max_characters=settings.max_characters
    )


def _read(text: str) -> ReadArticle:
    assert _worker_reader is not None
    return _worker_reader.read(text)


def _occurrence_of(
    occurrences: Iterable[OccurrenceView], labelled: LabelledSpan
) -> OccurrenceView | None:
    """Return the first of the occurrences that share most characters with the labelled span."""

    def shared(occurrence: OccurrenceView) -> int:
        return sum(
            max(0, min(span.end, labelled.end) - max(span.start, labelled.start))
            for span in occurrence.spans
        )

    best = max(occurrences, key=shared, default=None)
    return best if best and shared(best) else None
