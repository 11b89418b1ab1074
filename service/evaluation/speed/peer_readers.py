"""What a contender of `service.evaluation.speed.peers` does with the texts.

python -m service.evaluation.speed.peer_readers textacy en_core_web_sm IN.jsonl
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from spacy.language import Language


class Peer(StrEnum):
    """Who is measured beside OnRecord."""

    SPACY = "spacy"
    TEXTACY = "textacy"


def read_texts(path: Path) -> list[str]:
    """A JSONL file -> the texts of its records."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines if line.strip()]


def parse(texts: Iterable[str], *, nlp: Language) -> int:
    """Texts -> how many docs spaCy made of them, with every component that it loads."""
    return sum(1 for _ in nlp.pipe(texts))


def quote(texts: Iterable[str], *, nlp: Language) -> int:
    """Texts -> how many direct quotations textacy finds in their paragraphs.

    By paragraph, since one mark left open makes textacy give up on the whole of what it is given.
    """
    # Named here and not imported above: textacy comes with the extra `peers` alone.
    find = import_module("textacy.extract.triples").direct_quotations
    found = 0
    for text in texts:
        for doc in nlp.pipe(line for line in text.splitlines() if line.strip()):
            try:
                found += sum(1 for _ in find(doc))
            except ValueError:
                continue
    return found


def main(peer: Peer, spacy_model: str, path: Path) -> None:
    """Read the texts of a file as the peer does, and print how much it found."""
    import spacy

    read = {Peer.SPACY: parse, Peer.TEXTACY: quote}[peer]
    print(read(read_texts(path), nlp=spacy.load(spacy_model)))


if __name__ == "__main__":
    typer.run(main)
