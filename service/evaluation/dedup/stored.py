"""Labelled articles -> what the service itself makes of them: ingested into a store, read back.

The same `Ingestor` and `Store` as behind the API, on an empty database. Only reading the texts is
spread over processes beforehand, as ingestion takes one article after another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, time
from multiprocessing import get_context
from uuid import UUID

from service.dedup.utterance import Utterance, utterance_of
from service.errors import InvalidRequest
from service.evaluation.dedup.labelled_pairs import Labelled, Stretch
from service.evaluation.dedup.scores import Told
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.settings import Settings
from service.speakers.article_reader import ArticleReader, ReadArticle, load_article_reader
from service.speakers.names.printed_names import alias_lookup_key
from service.storage.store import Store
from service.storage.views import OccurrenceView, SpeakerView

_INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Stored:
    """All verbatim occurrences of the labelled articles, by article, and the pairs to find."""

    labelled: Labelled
    occurrences: Mapping[str, tuple[OccurrenceView, ...]]
    speakers: Mapping[UUID, str]
    """The keys of the named speakers, by id."""

    @property
    def of(self) -> dict[str, OccurrenceView]:
        """The labelled stretches that were extracted, and the occurrence that each one is."""
        return {
            stretch.id: found
            for stretch in self.labelled.stretches
            if (found := _holding(self.occurrences[stretch.article], stretch))
        }

    @property
    def quotes(self) -> dict[str, str]:
        """Every occurrence, and the quote that the store made it."""
        everything = (each for found in self.occurrences.values() for each in found)
        return {str(each.id): str(each.quote_id) for each in everything}

    def told(self, *, own_words: bool, own_speakers: bool) -> Told:
        """Whose words and whose speakers -> the utterances. People's, where they are not our own.

        All of the store's where both are; else those of the labelled stretches.
        """
        if own_words and own_speakers:
            everyone = tuple(
                self._utterance(str(each.id), each, article)
                for article, found in self.occurrences.items()
                for each in found
            )
            return Told(everyone, {name: str(found.id) for name, found in self.of.items()})
        of = self.of
        utterances = []
        for stretch in self.labelled.stretches:
            found, gold = of.get(stretch.id), self.labelled.utterances[stretch.id]
            own = self._utterance(stretch.id, found, stretch.article) if found else None
            if own_words and own:
                utterances.append(Utterance(own.id, own.tokens, gold.speakers, own.day))
            elif not own_words and own:
                utterances.append(
                    Utterance(gold.id, gold.tokens, own.speakers, gold.day, own.source)
                )
            elif not own_words:
                utterances.append(Utterance(gold.id, gold.tokens, day=gold.day))
        return Told(tuple(utterances), {each.id: each.id for each in utterances})

    def _utterance(self, name: str, occurrence: OccurrenceView, article: str) -> Utterance:
        source = occurrence.attribution.source
        return utterance_of(
            name,
            occurrence.text,
            speakers=[self.speakers[each.id] for each in occurrence.speakers if each.id],
            published=self.labelled.articles[article].day,
            source=source.text if source else "",
        )


def read_accounts(
    texts: Sequence[str], *, settings: Settings, workers: int
) -> Iterator[tuple[str, ReadArticle]]:
    """Texts -> each with who said what in it, in the same order."""
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
    """Labelled articles, what is said in their texts, and an empty store -> ids, as they go in.

    Raises:
        InvalidRequest: the store holds articles.
    """
    if store.list_articles(limit=1).items:
        raise InvalidRequest("The database holds articles. Choose an empty one.")
    ingestor = Ingestor(_KnownTexts(accounts), store)
    for name, article in labelled.articles.items():
        arrived = ArticleInput(
            outlet_name=article.outlet,
            url=f"https://articles.example/{name}",
            published_at=datetime.combine(article.day, time(), UTC),
            text=article.text,
        )
        yield name, ingestor.ingest(arrived).view.ref.id


def read_stored(labelled: Labelled, ids: Mapping[str, UUID], store: Store) -> Stored:
    """The ids of all labelled articles, by name -> what the store holds of them now."""
    found = {name: store.get_article(article_id).occurrences for name, article_id in ids.items()}
    spoken = {
        who.id
        for occurrences in found.values()
        for each in occurrences
        for who in each.speakers
        if who.id
    }
    return Stored(
        labelled,
        {
            name: tuple(each for each in occurrences if each.kind != _INDIRECT)
            for name, occurrences in found.items()
        },
        {speaker_id: _key(store.get_speaker(speaker_id)) for speaker_id in spoken},
    )


def _key(speaker: SpeakerView) -> str:
    # A surname alone is somebody of its own, whom the name would not tell from others.
    return str(speaker.id) if speaker.provisional else alias_lookup_key(speaker.name, speaker.kind)


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


def _holding(occurrences: Iterable[OccurrenceView], stretch: Stretch) -> OccurrenceView | None:
    """The occurrence of which most lies in the stretch, the first of equals."""

    def shared(occurrence: OccurrenceView) -> int:
        return sum(
            max(0, min(span.end, stretch.end) - max(span.start, stretch.start))
            for span in occurrence.spans
        )

    best = max(occurrences, key=shared, default=None)
    return best if best and shared(best) else None
