"""What the golden tests compare: today's keys and answers, as JSON beside this file."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_engine, text
from starlette.testclient import TestClient

from tests.golden import cases, subjects

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "seeds" / "articles.jsonl"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LEFT_OUT = ("created_at", "updated_at", "next_cursor")
"""Times of storing, and cursors, which hold ids."""


def load(name: str) -> Any:
    """Return the pinned data of a file."""
    return json.loads((HERE / f"{name}.json").read_text("utf-8"), parse_float=_rounded)


def as_json(value: Any) -> Any:
    """Return a value as it comes back from JSON: tuples are lists."""
    return json.loads(json.dumps(value), parse_float=_rounded)


def keys() -> dict[str, Any]:
    """Return the stored form, digest and keys of all cases."""
    numbered = list(enumerate(cases.SENTENCES))
    links = [
        [i, j, found]
        for (i, one), (j, other) in combinations(numbered, 2)
        if (found := subjects.linked(one, other))
    ]
    return {
        "version": subjects.FORM_VERSION,
        "sentences": [{"text": one.text, **subjects.stored(one)} for one in cases.SENTENCES],
        "links": links,
        "names": {name: subjects.name_keys(name) for name in cases.NAMES},
        "outlets": [[*one, subjects.outlet_key(*one)] for one in cases.OUTLETS],
        "articles": [
            {"url": url, "text": body, **subjects.article_keys(url, body)}
            for url, body in cases.ARTICLES
        ],
        "periods": [[*one, subjects.period(*one)] for one in cases.PERIODS],
        "digests": [[*one, subjects.digest(one)] for one in cases.DIGESTS],
        "hashes_of_words": [[*one, subjects.hash_of_words(one)] for one in cases.WORDS],
        "places": [[*one, subjects.place(*one)] for one in cases.PLACES],
    }


def extracted() -> list[dict[str, Any]]:
    """Return what `onrecord extract` prints of the demo articles."""
    articles = [json.loads(line) for line in DEMO.read_text("utf-8").splitlines()]
    lines = [json.dumps({"id": one["title"], "text": one["text"]}) for one in articles]
    with TemporaryDirectory() as directory:
        return subjects.extract("\n".join(lines), directory=Path(directory))


def answers(database_url: str) -> dict[str, Any]:
    """Post the demo articles to an empty database; return all answers and the stored rows.

    Equal ids get equal ordinals ("id-1") in the order in which they are first seen. Times of
    storing are left out.
    """
    with TestClient(subjects.build_app(database_url), base_url="http://127.0.0.1") as client:
        posts = [
            _answer(client.post("/v1/articles", json=json.loads(line)))
            for line in DEMO.read_text("utf-8").splitlines()
        ]
        quotes = _pages(client, "/v1/quotes")
        speakers = _pages(client, "/v1/speakers")
        found = {
            "POST /v1/articles": posts,
            "GET /v1/articles": _pages(client, "/v1/articles"),
            "GET /v1/articles/{id}": [
                _get(client, f"/v1/articles/{one['body']['id']}") for one in posts
            ],
            "GET /v1/quotes": quotes,
            "GET /v1/quotes/{id}": [
                _get(client, f"/v1/quotes/{one['id']}") for page in quotes for one in page["items"]
            ],
            "GET /v1/speakers": speakers,
            "GET /v1/speakers/{id}/quotes": [
                _pages(client, f"/v1/speakers/{one['id']}/quotes")
                for page in speakers
                for one in page["items"]
            ],
            "GET /v1/outlets": _pages(client, "/v1/outlets"),
            "POST /v1/quotes/match": [
                {"asked": one, **_answer(client.post("/v1/quotes/match", json=one))}
                for one in cases.ASKS
            ],
            "rows": _rows(database_url),
        }
    seen: dict[str, str] = {}
    return {part: _without_ids(value, seen) for part, value in found.items()}


def _answer(response: Any) -> dict[str, Any]:
    answer = {"status": response.status_code, "body": response.json()}
    if "location" in response.headers:
        answer["location"] = response.headers["location"]
    return answer


def _get(client: TestClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    return response.json()


def _pages(client: TestClient, path: str) -> list[Any]:
    pages: list[Any] = []
    cursor = ""
    while cursor is not None:
        pages.append(_get(client, f"{path}?limit=5" + (f"&cursor={cursor}" if cursor else "")))
        cursor = pages[-1]["next_cursor"]
    return pages


def _rows(database_url: str) -> dict[str, Any]:
    """Return what the tables keep for comparisons, ids and times left out."""
    engine = create_engine(database_url)
    with engine.connect() as connection:

        def select(query: str) -> list[dict[str, Any]]:
            return [dict(row) for row in connection.execute(text(query)).mappings()]

        utterances = select(
            "SELECT u.id, digest, version, words_hash, form, speakers, source, u.day, place,"
            " judged, group_id, CAST(quote_id AS TEXT) AS quote_id, bits, stems FROM utterances u"
            " LEFT JOIN utterance_prefilters o ON o.utterance_id = u.id ORDER BY u.id"
        )
        for row in utterances:
            filed = "SELECT key FROM utterance_keys WHERE utterance_id = "
            row["keys"] = sorted(one["key"] for one in select(f"{filed}{row['id']}"))
        named = {
            "outlets": select("SELECT key FROM outlets ORDER BY id"),
            "articles": select("SELECT key, period FROM articles ORDER BY id"),
            "speakers": select("SELECT name_key, sort_key FROM speakers ORDER BY id"),
        }
    engine.dispose()
    order = [row["id"] for row in utterances]
    return {"utterances": [_plain_row(row, order) for row in utterances], **named}


def _plain_row(row: dict[str, Any], order: list[int]) -> dict[str, Any]:
    """Return a row alike on both databases. One with a place has an article's id in its digest."""
    speakers, stems, quote = row["speakers"], row["stems"], row["quote_id"]
    plain = {
        **row,
        "digest": None if row["place"] else row["digest"],
        "place": row["place"] is not None,
        "judged": bool(row["judged"]),
        "speakers": json.loads(speakers) if isinstance(speakers, str) else speakers,
        "stems": None if stems is None else bytes(stems).hex(),
        "group_id": order.index(row["group_id"]) + 1,
        # SQLite keeps an id without hyphens.
        "quote_id": re.sub(r"^(.{8})(.{4})(.{4})(.{4})(.{12})$", r"\1-\2-\3-\4-\5", quote),
    }
    del plain["id"]
    return plain


def _without_ids(value: Any, seen: dict[str, str]) -> Any:
    """Return a value with ordinals for ids, read in the order of its keys, not of its fields."""
    if isinstance(value, dict):
        new = {key: _without_ids(value[key], seen) for key in sorted(value) if key not in _LEFT_OUT}
        return {key: new[key] for key in value if key in new}
    if isinstance(value, list):
        return [_without_ids(one, seen) for one in value]
    if isinstance(value, str):
        return _ID.sub(lambda id_: seen.setdefault(id_[0], f"id-{len(seen) + 1}"), value)
    return value


def _rounded(digits: str) -> float:
    # `sum` of floats compensates its errors from Python 3.12 on, so the last digits differ.
    return round(float(digits), 9)
