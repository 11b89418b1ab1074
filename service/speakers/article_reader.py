"""Read an article: extract its quotations and resolve their speakers, without SQL or HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from service.extraction.model.model_reader import load_reader
from service.extraction.original_offsets import with_original_offsets
from service.extraction.pipeline import QuotationPipeline
from service.extraction.quotation import Extraction
from service.guard import Guard
from service.speakers.resolver import resolve_speakers
from service.speakers.speaker import UNRESOLVED, Resolution
from service.text.document import MAX_CHARACTERS, read_document
from service.text.spans import Span
from service.text.wrapped_lines import UnwrappedText, unwrap


@dataclass(frozen=True, slots=True)
class ReadingSeconds:
    """How long each step of a reading took."""

    extraction: float = 0.0
    speakers: float = 0.0


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """Who said what in one article."""

    extraction: Extraction
    resolutions: tuple[Resolution, ...]
    """One for each quotation of the extraction, in the same order."""
    seconds: ReadingSeconds = field(default=ReadingSeconds(), compare=False)


class ArticleReader:
    """Reads articles with one pipeline and one resolver; load one reader for each process."""

    def __init__(
        self,
        *,
        pipeline: QuotationPipeline,
        resolve: Callable[[Extraction], tuple[Resolution, ...]],
        max_characters: int = MAX_CHARACTERS,
    ) -> None:
        self._pipeline = pipeline
        self._resolve = resolve
        self._max_characters = max_characters

    def read(self, text: str) -> ReadArticle:
        """Return the quotations of a text and their speakers.

        Lines that are broken at a fixed width are read as one line. Offsets count in the text as
        submitted.

        Raises:
            InvalidText: The text holds NUL or a lone surrogate.
            TextTooLong: The text is longer than this reader accepts.
        """
        document = read_document(text, max_characters=self._max_characters)
        started = time.perf_counter()
        unwrapped = None
        with Guard("joining wrapped lines"):
            unwrapped = unwrap(document)
        extraction = self._pipeline.extract(unwrapped.document if unwrapped else document)
        extracted = time.perf_counter()
        resolutions = (UNRESOLVED,) * len(extraction.quotations)
        with Guard("resolving the speakers of an article"):
            resolutions = self._resolve(extraction)
        extraction = replace(extraction, vectors=None)
        seconds = ReadingSeconds(
            extraction=extracted - started, speakers=time.perf_counter() - extracted
        )
        if unwrapped:
            extraction = with_original_offsets(extraction, unwrapped, text=text)
            resolutions = tuple(_in_original(each, unwrapped) for each in resolutions)
        return ReadArticle(extraction=extraction, resolutions=resolutions, seconds=seconds)


def load_article_reader(*, threads: int = 1, max_characters: int = MAX_CHARACTERS) -> ArticleReader:
    """Load the weights and return a reader with them. Takes seconds: do it once a process.

    Args:
        threads: Threads with which one text is read.
        max_characters: The longest text that is read, in code points.
    """
    return ArticleReader(
        pipeline=QuotationPipeline(reader=load_reader(threads=threads)),
        resolve=resolve_speakers,
        max_characters=max_characters,
    )


def _in_original(resolution: Resolution, unwrapped: UnwrappedText) -> Resolution:
    """Return a resolution whose spans count in the text as submitted."""

    def spans(found: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(unwrapped.original(span) for span in found)

    return replace(
        resolution,
        mention=spans(resolution.mention),
        speakers=tuple(
            replace(speaker, description=spans(speaker.description))
            for speaker in resolution.speakers
        ),
    )
