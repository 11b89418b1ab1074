"""The product's main job: five outlets on one event, posted to an empty database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.settings import Settings

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"
OUTLETS = {
    "000": {"domain": "theblaze.com"},
    "001": {"name": "First Wire"},
    "002": {"domain": "visiontimes.com"},
    "003": {"name": "Second Wire"},
    "004": {"domain": "newsmax.com"},
}

pytestmark = pytest.mark.skipif(
    not ARTICLES.is_dir(), reason="../shared/articles is not here; it is not ours to publish"
)


@dataclass(frozen=True, slots=True)
class Posted:
    """The answers to the five posts, and the client that can ask further."""

    client: TestClient
    articles: dict[str, dict[str, Any]]

    def find(self, article: str, words: str) -> dict[str, Any]:
        """The one verbatim quotation of an article that holds these words."""
        plain = _plain(words)
        found = [
            one
            for one in self.articles[article]["quotations"]
            if one["kind"] != "indirect" and plain in _plain(one["text"])
        ]
        assert len(found) == 1, f"{len(found)} quotations hold the words"
        return found[0]

    def speakers(self, article: str, words: str) -> list[str | None]:
        return [speaker["name"] for speaker in self.find(article, words)["speakers"]]


def _plain(words: str) -> str:
    return words.translate(str.maketrans("’‘“”", "''\"\"")).casefold()


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Posted]:
    database = tmp_path_factory.mktemp("five") / "onrecord.db"
    app = create_app(Settings(database_url=f"sqlite:///{database}"))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        answers = {}
        for path in sorted(ARTICLES.glob("*.txt")):
            number = path.name[:3]
            answer = client.post(
                "/v1/articles", json={"outlet": OUTLETS[number], "text": path.read_text("utf-8")}
            )
            assert answer.status_code == 201
            answers[number] = answer.json()
        yield Posted(client, answers)


@pytest.mark.parametrize(
    ("article", "words", "speaker"),
    [
        ("004", "The U.S. has been fueling the flame, fanning up the flame", "Hua Chunying"),
        ("004", "the culprit of current tensions surrounding Ukraine", "Hua Chunying"),
        ("002", "false alarm", "Hua Chunying"),
        ("000", "China has actively promoted the political settlement", "Liu Pengyu"),
        ("002", "China communicated with relative parties", "Liu Pengyu"),
        ("000", "another month or so", "Joe Biden"),
        ("000", "devastating", "Joe Biden"),
        ("000", "working", "Joe Biden"),
        ("003", "another month or so", "Joe Biden"),
        ("003", "devastating", "Joe Biden"),
        ("003", "working", "Joe Biden"),
        ("002", "I’m not prepared to comment on that at the moment", "Joe Biden"),
    ],
)
def test_who_said_it(posted: Posted, article: str, words: str, speaker: str) -> None:
    assert posted.speakers(article, words) == [speaker]


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("000", "After one diplomatic exchange in December"),
        ("000", "But their entreaties went nowhere"),
        ("001", "Over three months, senior Biden administration officials"),
        ("001", "Each time, the Chinese officials"),
        ("001", "went nowhere"),
        ("001", "skeptical and suspicious"),
    ],
)
def test_a_newspapers_own_sentences_are_its_own(posted: Posted, article: str, words: str) -> None:
    (name,) = posted.speakers(article, words)
    assert name is not None
    assert name.casefold().removeprefix("the ") == "new york times"


def test_a_joint_statement_has_two_speakers(posted: Posted) -> None:
    said = posted.speakers("002", "Friendship between the two States has no limits")
    assert said == ["Beijing", "Kremlin"] or said == ["Beijing", "the Kremlin"]


def test_an_insider_has_no_name(posted: Posted) -> None:
    speaker = posted.find("002", "Our information indicates that China")["speaker"]
    assert (speaker["kind"], speaker["id"]) == ("anonymous", None)
    assert speaker["name"] is None


@pytest.mark.parametrize("words", ["another month or so", "devastating", "working"])
def test_the_same_words_at_two_outlets_are_one_quote(posted: Posted, words: str) -> None:
    one, other = posted.find("000", words), posted.find("003", words)
    assert one["quote_id"] == other["quote_id"]
    quote = posted.client.get(f"/v1/quotes/{one['quote_id']}").json()
    assert (quote["occurrence_count"], quote["outlet_count"]) == (2, 2)
    assert [speaker["name"] for speaker in quote["speakers"]] == ["Joe Biden"]


def test_a_statement_that_two_outlets_cut_differently_is_one_quote(posted: Posted) -> None:
    cut = posted.find("000", "China has actively promoted the political settlement")
    full = posted.find("002", "China communicated with relative parties")
    assert cut["quote_id"] == full["quote_id"]
    quote = posted.client.get(f"/v1/quotes/{full['quote_id']}").json()
    assert (quote["text"], quote["outlet_count"]) == (full["text"], 2)
    assert [speaker["name"] for speaker in quote["speakers"]] == ["Liu Pengyu"]
    [left_out] = next(one for one in quote["occurrences"] if one["id"] == cut["id"])["alignment"]
    assert left_out["kind"] == "left_out"
    assert left_out["full"]["text"].startswith("communicated with relative parties")


def test_a_newspapers_sentence_is_a_piece_of_its_longer_passage(posted: Posted) -> None:
    piece = posted.find("000", "After one diplomatic exchange in December")
    passage = posted.find("001", "Each time, the Chinese officials")
    assert piece["quote_id"] == passage["quote_id"]
    quote = posted.client.get(f"/v1/quotes/{piece['quote_id']}").json()
    assert (quote["text"], quote["disputed"]) == (passage["text"], [])


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("002", "no limits” pact"),
        ("003", "Effort"),
        ("003", "Backfires"),
        ("004", "Newsletter"),
        ("004", "All rights reserved"),
        ("004", "registered trademarks"),
        ("000", "All rights reserved"),
        ("000", "leave a tip"),
        ("002", "Truth, Inspiration, Hope"),
    ],
)
def test_what_is_no_quote(posted: Posted, article: str, words: str) -> None:
    text = (next(ARTICLES.glob(f"{article}_*.txt"))).read_text("utf-8")
    start = text.index(words)
    inside = range(start, start + len(words.partition("”")[0]))
    touching = [
        one["text"]
        for one in posted.articles[article]["quotations"]
        for span in one["spans"]
        if one["kind"] != "indirect" and span["start"] < inside.stop and inside.start < span["end"]
    ]
    assert touching == []


def test_offsets_fit_the_text_as_submitted(posted: Posted) -> None:
    for number, answer in posted.articles.items():
        text = (next(ARTICLES.glob(f"{number}_*.txt"))).read_text("utf-8")
        for one in answer["quotations"]:
            words = " ".join(text[span["start"] : span["end"]] for span in one["spans"])
            assert words == one["text"]


def test_posting_again_changes_nothing(posted: Posted) -> None:
    for number, answer in posted.articles.items():
        text = (next(ARTICLES.glob(f"{number}_*.txt"))).read_text("utf-8")
        again = posted.client.post("/v1/articles", json={"outlet": OUTLETS[number], "text": text})
        assert again.status_code == 200
        assert [one["id"] for one in again.json()["quotations"]] == [
            one["id"] for one in answer["quotations"]
        ]
