"""An account of who said what, for people at a terminal."""

from __future__ import annotations

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from service.extraction.quotation import Kind, Quotation, Stance
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import Resolution

_STYLES = {Kind.DIRECT: "green", Kind.MIXED: "cyan", Kind.INDIRECT: "white"}


def show_account(account: ReadArticle, *, title: str, console: Console) -> None:
    """An account of one article -> lines on the console, speech alone, in the order of the text."""
    text = account.extraction.document.text
    said = [
        (quotation, resolution)
        for quotation, resolution in zip(
            account.extraction.quotations, account.resolutions, strict=True
        )
        if quotation.stance is Stance.SPEECH
    ]
    noun = "quotation" if len(said) == 1 else "quotations"
    console.print(Text.assemble((title, "bold"), f"  {len(said)} {noun}"))
    for quotation, resolution in said:
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
        (_who(text, quotation, resolution), "bold yellow" if resolution.speakers else "dim"),
        (f"  {quotation.kind}  {quotation.confidence:.2f}", "dim"),
    )
    return Group(head, Padding(Text(words, style=_STYLES[quotation.kind]), (0, 0, 0, 2)))


def _who(text: str, quotation: Quotation, resolution: Resolution) -> str:
    names = [speaker.name for speaker in resolution.speakers if speaker.name]
    if names:
        return " and ".join(names)
    written = " ".join(_one_line(span.of(text)) for span in quotation.source)
    kind = resolution.speakers[0].kind.value if resolution.speakers else "unknown"
    return f"{written} ({kind})" if written else f"({kind})"


def _one_line(words: str) -> str:
    return " ".join(words.split())
