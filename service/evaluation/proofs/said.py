"""Real words with their speakers, out of annotated articles and labelled transcripts."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LABEL = re.compile(r"^([A-Z][A-Z.,’' -]{1,40}):\s", re.MULTILINE)
_QUESTION = re.compile(r"^Q\b", re.MULTILINE)
_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^\s.!?][^.!?]*[.!?](?=\s|$)")
_QUOTED = re.compile(r"“([^“”]{30,600})”")
_NAME = re.compile(r"[A-Z][\w.’'-]{2,}(?: [A-Z][\w.’'-]+){0,3}")
_NO_NAMES = {"she", "they", "the", "that", "this", "who", "it"}
_UNFIT = re.compile(r"[“”\"()\[\]—–…]|\.\.|--|\b[A-Z]\.|\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|St|No)\.")
_FEWEST_WORDS, _MOST_WORDS = 8, 32
_OFFICES = {"The President": "President Donald Trump", "The Vice President": "Mike Pence"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and where it begins in its source."""

    words: str
    start: int


@dataclass(frozen=True, slots=True)
class SaidWords:
    """Sentences that one speaker said side by side in one source."""

    source_id: str
    speaker: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A text with what its speakers are known to say."""

    id: str
    text: str
    said: tuple[SaidWords, ...]


def read_articles(path: Path) -> list[KnownSource]:
    """Return the articles of an annotated corpus that quote somebody by name."""
    sources: dict[str, KnownSource] = {}
    for line in _lines(path):
        article = json.loads(line)
        if article["id"] not in sources:  # the first annotator's is the gold
            said = tuple(_said_in(article))
            sources[article["id"]] = KnownSource(article["id"], article["text"], said)
    return [source for source in sources.values() if source.said]


def read_transcripts(path: Path) -> list[KnownSource]:
    """Return the transcripts of a file whose turns have labels in capitals."""
    sources = []
    for line in _lines(path):
        record = json.loads(line)
        said = tuple(_turns(record["id"], record["text"]))
        if len({each.speaker for each in said}) > 1:
            sources.append(KnownSource(record["id"], record["text"], said))
    return sources


def _lines(path: Path) -> Iterator[str]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from file
    else:
        yield from path.read_text("utf-8").splitlines()


def _said_in(article: dict[str, object]) -> Iterator[SaidWords]:
    text = str(article["text"])
    attributions = article["attributions"]
    assert isinstance(attributions, list)
    for attribution in attributions:
        # A longer source may name others: "Ada Quill, who backed Ben Pike".
        name = " ".join(text[start:end] for start, end in attribution["source"])
        if not _NAME.fullmatch(name) or name.lower() in _NO_NAMES:
            continue
        for start, end in attribution["content"]:
            for match in _QUOTED.finditer(text, start, end):
                sentences = tuple(_sentences(match[1], match.start(1), last_stop=True))
                if sentences:
                    yield SaidWords(str(article["id"]), name, sentences)


def _turns(source_id: str, text: str) -> Iterator[SaidWords]:
    labels = list(_LABEL.finditer(text))
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        name = label[1].title().replace("Mcc", "McC")
        speaker = _OFFICES.get(name, name)
        if len(name) < 4 or "," in name:
            continue
        end = following.start() if following else len(text)
        question = _QUESTION.search(text, label.end(), end)
        end = question.start() if question else end
        run: list[Sentence] = []
        for paragraph in _PARAGRAPH.finditer(text, label.end(), end):
            run += _sentences(paragraph[0], paragraph.start(), last_stop=False)
        if run:
            yield SaidWords(source_id, speaker, tuple(run))


def _sentences(words: str, start: int, *, last_stop: bool) -> Iterator[Sentence]:
    """Yield the sentences that are plain enough to be cut and joined."""
    whole = words.rstrip(" ,") + "." if last_stop and words.rstrip()[-1:] not in ".!?" else words
    for match in _SENTENCE.finditer(whole):
        plain = not _UNFIT.search(match[0]) and match[0][0].isupper()
        if plain and _FEWEST_WORDS <= len(match[0].split()) <= _MOST_WORDS:
            yield Sentence(match[0], start + match.start())
