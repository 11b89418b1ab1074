"""Read texts as a peer of OnRecord does, in the way that its own documentation advises."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language


class Peer(StrEnum):
    """The libraries that are measured beside OnRecord."""

    SPACY = "spacy"
    TEXTACY = "textacy"


def read_texts(path: Path) -> list[str]:
    """Read the texts of a JSONL file's records."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines if line.strip()]


def parse_texts(texts: Iterable[str], *, nlp: Language) -> int:
    """Parse texts with all components of a spaCy pipeline; return the number of documents."""
    return sum(1 for _ in nlp.pipe(texts))


def count_direct_quotations(texts: Iterable[str], *, nlp: Language) -> int:
    """Count the direct quotations that textacy finds, paragraph by paragraph.

    By paragraph, because textacy gives up a whole document if one mark is not closed.
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


def run_peer(peer: Peer, path: Path, *, spacy_model: str) -> int:
    """Read the texts of a file as the peer does; return how much it found."""
    import spacy

    read = {Peer.SPACY: parse_texts, Peer.TEXTACY: count_direct_quotations}[peer]
    return read(read_texts(path), nlp=spacy.load(spacy_model))
