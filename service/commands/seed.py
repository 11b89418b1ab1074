"""`onrecord seed`: store the demo outlets, speakers and articles of `seeds/`."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.ingest.natural_key import outlet_write
from service.settings import Settings
from service.speakers.article_reader import load_article_reader
from service.storage.inputs import SpeakerSeed
from service.storage.store import Store


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many seeds there are, and how many of the articles were not stored before."""

    outlets: int
    speakers: int
    articles: int
    created: int


def load_seeds(settings: Settings) -> Loaded:
    """Store the seeds in the database of the settings. Doing it again changes nothing."""
    Store.migrate(settings.database_url)
    outlets = _records("outlets")
    speakers = _records("speakers")
    articles = read_demo_articles()
    with closing(Store.open(settings.database_url)) as store:
        store.load_outlets(outlet_write(outlet["domain"], outlet["name"]) for outlet in outlets)
        store.load_speakers(
            SpeakerSeed(
                name=speaker["name"],
                kind=speaker["kind"],
                aliases=tuple(speaker["aliases"]),
                wikidata_id=speaker.get("wikidata_id"),
            )
            for speaker in speakers
        )
        reader = load_article_reader(
            threads=settings.threads, max_characters=settings.max_characters
        )
        ingestor = Ingestor(reader, store)
        created = sum(ingestor.ingest(article).created for article in articles)
    return Loaded(
        outlets=len(outlets), speakers=len(speakers), articles=len(articles), created=created
    )


def read_demo_articles() -> list[ArticleInput]:
    """Return the demo articles, in the order of their file."""
    return [_article(record) for record in _records("articles")]


def _records(name: str) -> list[dict[str, Any]]:
    lines = files("seeds").joinpath(f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _article(record: dict[str, Any]) -> ArticleInput:
    return ArticleInput(
        outlet_domain=record["outlet"]["domain"],
        outlet_name=record["outlet"]["name"],
        url=record["url"],
        title=record["title"],
        published_at=datetime.fromisoformat(record["published_at"]),
        text=record["text"],
    )
