"""Count how often each common English word occurs in articles: dedup's table of frequencies.

Counts are facts about the language; the table holds no text. A word that mostly begins with a
capital is a name and left out, so that the code ships no table of the newsmakers of 2016.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from service.dedup.words.normalise import tokens_of

LEAST = 8


def count_words(articles: Path) -> Counter[str]:
    """Read articles, one JSON object a line, and count their normal words."""
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    seen = set()
    for line in articles.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        if article["id"] in seen:
            continue
        seen.add(article["id"])
        for token in tokens_of(article["text"]):
            counts[token.form] += 1
            names[token.form] += token.name
    return Counter(
        {
            word: count
            for word, count in counts.items()
            if count >= LEAST and word.isalpha() and word.isascii() and 2 * names[word] < count
        }
    )


def write_table(counts: Counter[str], table: Path) -> None:
    """Write counts as the table that `service.dedup.words.normalise` reads."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item))
    lines = [f"{word}\t{count}" for word, count in ordered]
    made_by = "Made by `python -m service.training word-counts`."
    header = f"# Normal word\tcount in the train articles of PolNeAR. {made_by}"
    table.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def everyday_words(vocabulary: Path) -> list[str]:
    """Read the vocabulary of the encoder, and return the normal words in it, common ones first.

    The vocabulary is in that order. Its pieces of words, marks and single letters are left out.
    """
    lines = vocabulary.read_text(encoding="utf-8").splitlines()
    printed = [line for line in lines if len(line) > 1 and line.isalpha() and line.isascii()]
    return list(dict.fromkeys(token.form for line in printed for token in tokens_of(line)))


def write_words(words: Iterable[str], lexicon: Path) -> None:
    """Write words as the list that `everyday_rank` reads, common ones first."""
    made_by = "Made by `python -m service.training everyday-words`."
    header = f"# Normal words in the vocabulary of all-MiniLM-L6-v2 (Apache 2.0). {made_by}"
    lexicon.write_text("\n".join([header, *words]) + "\n", encoding="utf-8")
