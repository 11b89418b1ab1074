"""What `onrecord extract` writes: JSON lines for programs, and a report for people."""

from __future__ import annotations

import json
from collections.abc import Iterable

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from service.extraction.quotation import Kind, Polarity, Quotation, Stance
from service.extraction.statements.min_confidence import ANSWERED
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import Resolution
from service.text.spans import Span
from service.text.storable import find_unstorable

_STYLES = {Kind.DIRECT: "green", Kind.MIXED: "cyan", Kind.INDIRECT: "white"}


def article_line(identifier: str, article: ReadArticle) -> str:
    """Return one line of JSON: the id, and who said what. Offsets are code points.

    `unread` is there only where paragraphs could not be read.
    """
    pairs = zip(article.extraction.quotations, article.resolutions, strict=True)
    line: dict[str, object] = {"id": identifier}
    line["attributions"] = [_attribution(quotation, resolution) for quotation, resolution in pairs]
    if article.extraction.broken:
        line["unread"] = _pairs(article.extraction.broken)
    return _line(line)


def failure_line(identifier: str | None, detail: str) -> str:
    """Return one line of JSON for a text that failed, so that lines out match lines in."""
    return _line({"id": identifier, "attributions": [], "error": detail})


def _line(value: dict[str, object]) -> str:
    line = json.dumps(value, ensure_ascii=False)
    # An id may hold a lone surrogate: UTF-8 has no form for it, JSON has an escape.
    return (json.dumps(value) if find_unstorable(line) else line) + "\n"


def _attribution(quotation: Quotation, resolution: Resolution) -> dict[str, object]:
    names = [speaker.name for speaker in resolution.speakers if speaker.name]
    return {
        "content": _pairs(quotation.content),
        "cue": _pairs(quotation.cue),
        "source": _pairs(quotation.source),
        "kind": quotation.kind.value,
        "stance": quotation.stance.value,
        "polarity": quotation.polarity.value,
        "speaker": "; ".join(names) or None,
        "speaker_kind": resolution.speakers[0].kind.value if resolution.speakers else None,
        "descriptions": [_pairs(speaker.description) for speaker in resolution.speakers],
        "confidence": round(quotation.confidence, 4),
        "statement": round(quotation.statement, 4),
        "resolution": _evidence(resolution),
    }


def _evidence(resolution: Resolution) -> dict[str, object]:
    via = resolution.via
    return {
        "step": resolution.step,
        "confidence": round(resolution.confidence, 4),
        "mention": _pairs(resolution.mention),
        "via": {"name": via.name, "kind": via.kind.value} if via and via.name else None,
    }


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def print_report(article: ReadArticle, *, title: str, console: Console) -> None:
    """Print the title and each quotation of speech with its speaker, in the order of the text."""
    text = article.extraction.document.text
    pairs = zip(article.extraction.quotations, article.resolutions, strict=True)
    speech = [
        (quotation, resolution)
        for quotation, resolution in pairs
        if quotation.stance is Stance.SPEECH and ANSWERED.keeps(quotation)
    ]
    noun = "quotation" if len(speech) == 1 else "quotations"
    console.print(Text.assemble((title, "bold"), f"  {len(speech)} {noun}"))
    for quotation, resolution in speech:
        console.print()
        console.print(_block(text, quotation, resolution))


def _block(text: str, quotation: Quotation, resolution: Resolution) -> Group:
    words = " … ".join(
        " ".join(_one_line(span.of(text)) for span in utterance)
        for utterance in quotation.utterances
    )
    if quotation.kind is not Kind.INDIRECT:
        words = f"“{words}”"
    head = Text.assemble(
        (
            _speaker_words(text, quotation, resolution),
            "bold yellow" if resolution.speakers else "dim",
        ),
        (f"  {quotation.kind}  {quotation.confidence:.2f}", "dim"),
        ("  denied" if quotation.polarity is Polarity.DENIED else "", "bold red"),
    )
    return Group(head, Padding(Text(words, style=_STYLES[quotation.kind]), (0, 0, 0, 2)))


def _speaker_words(text: str, quotation: Quotation, resolution: Resolution) -> str:
    names = [speaker.name for speaker in resolution.speakers if speaker.name]
    if names:
        return " and ".join(names)
    written = " ".join(_one_line(span.of(text)) for span in quotation.source)
    kind = resolution.speakers[0].kind.value if resolution.speakers else "unknown"
    return f"{written} ({kind})" if written else f"({kind})"


def _one_line(words: str) -> str:
    return " ".join(words.split())
