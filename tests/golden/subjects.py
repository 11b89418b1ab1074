"""All that the golden tests call of the service. A move or a new name is followed here alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from service.app import create_app
from service.dedup.index_keys import IndexKeys, fingerprint_of, index_keys_of
from service.dedup.link_rules import link
from service.dedup.prefilter import prefilter_of, query_of
from service.dedup.stored_form import (
    VERSION,
    NewUtterance,
    digest_of,
    letters_hash,
    new_utterance,
    occurrence_key,
    tokens_in,
    words_hash,
    words_in_form,
)
from service.dedup.utterance import Utterance, other_names_in, plain_name, without_initials
from service.dedup.words.normalise import cached_tokens_of
from service.ingest.natural_key import article_key, normal_url, text_hash
from service.settings import Settings
from service.speakers.registry_rules import period_of
from service.text import name_key as keys_of_names
from service.text.name_key import name_key
from tests.golden.cases import Sentence

FORM_VERSION = VERSION


def stored(sentence: Sentence) -> dict[str, Any]:
    """Return what a store keeps of a sentence, and all under which it is found."""
    row = _row(sentence)
    words = cached_tokens_of(sentence.text)
    utterance = _utterance(sentence)
    return {
        "row": {
            "form": row.form,
            "words_hash": row.words_hash,
            "speakers": list(row.speakers),
            "source": row.source,
            "day": row.day,
            "place": row.place,
            "judged": row.judged,
            "digest": row.digest,
        },
        "letters_hash": letters_hash(sentence.text),
        "fingerprint": _fingerprint([token.form for token in words]),
        "index_keys": _index_keys(index_keys_of(utterance)),
        "prefilter": _prefilter(utterance),
        "compared_speakers": sorted(utterance.speakers),
    }


def read_back(sentence: Sentence) -> dict[str, Any] | None:
    """Return the keys and prefilter of the stored form, or None where no form is stored."""
    row = _row(sentence)
    if not row.form:
        return None
    utterance = Utterance(
        row.digest, tokens_in(row.form), frozenset(row.speakers), row.day, row.source
    )
    return {
        "index_keys": _index_keys(index_keys_of(utterance)),
        "prefilter": _prefilter(utterance),
        "words": list(words_in_form(row.form).words) == list(utterance.words),
    }


def linked(one: Sentence, other: Sentence) -> list[Any] | None:
    """Return the relation of two sentences and what they share, or None for two quotes."""
    found = link(_utterance(one), _utterance(other))
    if found is None:
        return None
    return [str(found.relation), round(found.similarity, 6), round(found.covered, 6)]


def name_keys(name: str) -> dict[str, Any]:
    """Return the keys of a name: in the registry, and as comparisons have it."""
    key = name_key(name)
    [compared] = without_initials([key])
    return {"key": key, "without_initials": compared, "in_plain_words": plain_name(name)}


def outlet_key(domain: str | None, name: str | None) -> str:
    """Return an outlet's natural key."""
    return keys_of_names.outlet_key(domain, name)


def article_keys(url: str | None, text: str) -> dict[str, Any]:
    """Return an article's natural key and what it is made of."""
    hashed = text_hash(text)
    return {
        "normal_url": None if url is None else normal_url(url),
        "text_hash": hashed,
        "key": article_key(url, hashed),
    }


def period(key: str, published_at: str | None) -> str:
    """Return the period in which a surname alone names one speaker of an outlet."""
    return period_of(key, datetime.fromisoformat(published_at) if published_at else None)


def digest(parts: Iterable[str]) -> str:
    """Return the digest of some strings."""
    return digest_of(*parts)


def hash_of_words(words: Iterable[str]) -> str:
    """Return the hash of normal words."""
    return words_hash(words)


def place(outlet: str, article: str, text: str, nth: int | None) -> str:
    """Return the fingerprint of the place where an article prints words."""
    return occurrence_key(outlet, article, text, nth=nth)


def build_app(database_url: str) -> FastAPI:
    """Return the application with the real engine."""
    # No lanes: threads of jobs would enter modules while others are counted.
    return create_app(Settings(database_url=database_url, job_lanes=0, _env_file=None))


def extract(lines: str, *, directory: Path) -> list[dict[str, Any]]:
    """Run `onrecord extract` on JSONL and return the lines that it prints."""
    command = [sys.executable, "-c", "from service.cli import main; main()"]
    done = subprocess.run(
        [*command, "extract", "--jsonl", "-", "--workers", "1"],
        cwd=directory,
        input=lines,
        env={**os.environ, "ONRECORD_DATABASE_URL": "sqlite:///onrecord.db"},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _row(sentence: Sentence) -> NewUtterance:
    return new_utterance(
        sentence.text,
        speakers=sentence.speakers,
        source=sentence.source,
        day=_day(sentence),
        verbatim=sentence.verbatim,
        place=digest_of("an article", "1"),
        judged=sentence.judged,
    )


def _utterance(sentence: Sentence) -> Utterance:
    keys = frozenset(sentence.speakers)
    beside = other_names_in(sentence.source, keys)
    return Utterance("", cached_tokens_of(sentence.text), keys, _day(sentence), beside)


def _day(sentence: Sentence) -> int | None:
    published = sentence.published
    return date.fromisoformat(published).toordinal() if published else None


def _fingerprint(words: list[str]) -> dict[str, Any]:
    keys = fingerprint_of(words)
    return {"whole": keys.whole, "runs": sorted(keys.runs), "anchors": sorted(keys.rare_words)}


def _index_keys(keys: IndexKeys) -> dict[str, Any]:
    return {
        "bits": keys.bits,
        "runs": list(keys.runs),
        "spoken": list(keys.speaker_keys),
        "filed": list(keys.stored_keys),
        "asked": [list(one) for one in keys.lookup_weights.items()],
    }


def _prefilter(utterance: Utterance) -> dict[str, Any]:
    kept = prefilter_of(utterance.word_sequence, utterance.day)
    asks = query_of(utterance.word_sequence, utterance.day)
    return {
        "bits": kept.bits,
        "day": kept.day,
        "stems": kept.stems.hex(),
        "sought": [[where.bit_length() - 1, own, most] for where, own, most in asks.stems],
    }
