"""Articles -> how often each common English word stands in them: dedup's table of frequencies.

Counts are facts about the language; the table holds no text. Words that are mostly printed with a
capital are names and left out, so that no table of 2016's newsmakers ships with the code.

    python -m service.training.word_counts TRAIN.jsonl service/dedup/lexicon/en/word_counts.tsv
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import typer

from service.dedup.words.normalise import tokens_of

LEAST = 8


def count_words(articles: Path) -> Counter[str]:
    """A file of articles, one JSON object a line -> the counts of their normal words."""
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
    """Counts -> the table that `service.dedup.words.word_weights` reads."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item))
    lines = [f"{word}\t{count}" for word, count in ordered]
    made_by = "Made by service.training.word_counts."
    header = f"# Normal word\tcount in the train articles of PolNeAR. {made_by}"
    table.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def main(articles: Path, table: Path) -> None:
    """Count the words of a file of articles and write the table."""
    write_table(count_words(articles), table)


if __name__ == "__main__":
    typer.run(main)
