"""Write a quote as text to copy: its words with their speaker, or a citation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from service.speakers.speaker import SpeakerKind
from service.storage.views import ArticleRef, OccurrenceView, OutletRef, QuoteView, SpeakerRef

_UNKNOWN = "unknown speaker"


def join_names(speakers: Sequence[SpeakerRef]) -> str:
    """Return the names of speakers in one phrase: "Ann Lee and Bo Ek"."""
    names = [name_speaker(speaker) for speaker in speakers]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or _UNKNOWN


def name_speaker(speaker: SpeakerRef) -> str:
    """Return a speaker's name, or what is known where there is none: "unnamed group"."""
    kind = "source" if speaker.kind == SpeakerKind.ANONYMOUS else speaker.kind
    return speaker.name or f"unnamed {kind}"


def name_outlet(outlet: OutletRef) -> str:
    """Return what an outlet calls itself, or its domain."""
    return outlet.name or outlet.domain or "unnamed outlet"


def write_date(moment: date | None) -> str:
    """Return a day as readers write it, "14 March 2026", or that there is none."""
    return f"{moment.day} {moment:%B %Y}" if moment else "undated"


def write_minute(moment: datetime) -> str:
    """Return a moment as readers write it, with its time in UTC."""
    return f"{write_date(moment)}, {moment:%H:%M} UTC"


def write_plain(quote: QuoteView) -> str:
    """Return the words of a quote with who said them. A paraphrase has no quotation marks."""
    words = quote.text if quote.kind == "indirect" else f"“{quote.text}”"
    return f"{words} — {join_names(quote.speakers)}"


def write_citation(quote: QuoteView, printed: OccurrenceView) -> str:
    """Return the words of one occurrence with who said them, and the article that prints them."""
    words = printed.text if printed.kind == "indirect" else f"“{printed.text}”"
    said_by = join_names(printed.speakers or quote.speakers)
    return f"{words} — {said_by}, {_place(printed.article)}."


def _place(article: ArticleRef) -> str:
    parts = (
        f"in “{article.title}”" if article.title else None,
        name_outlet(article.outlet),
        write_date(article.published_at),
        article.url,
    )
    return ", ".join(filter(None, parts))
