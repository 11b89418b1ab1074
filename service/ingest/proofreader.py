"""Proof a draft against texts, stored articles and the store: the use case of `service.proofs`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from service.dedup.utterance import EDITOR_STEP
from service.errors import TextTooLong
from service.extraction.quotation import Kind
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.ingest.article_rows import TextReader
from service.observability.metrics import count_verdict, time_stage
from service.proofs.draft import draft_quotations
from service.proofs.proof import Proof, proof_draft
from service.proofs.source_text import (
    SourceSpeaker,
    SourceText,
    Statement,
    Voice,
    build_source,
    read_source,
)
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import SpeakerKind
from service.storage.views import ArticleView, MatchView, OccurrenceView
from service.text.document import Document, split_paragraphs

_MATCHES = 3
"""How many stored quotes are looked at for each quotation of the draft..."""
_ARTICLES = 2
"""...and how many articles of each, the earliest first."""
_MOST_ARTICLES = 60
_MOST_CHARACTERS = 5_000
"""Longer words are looked up by their beginning."""


class EditorsDecisions(Protocol):
    """What a proof asks of editors' decisions."""

    def given_away(self, article_id: UUID) -> frozenset[UUID]:
        """Return the occurrences of an article that a split gave to another speaker."""
        ...


class ArticleStore(Protocol):
    """What a proof asks of the store."""

    @property
    def corrections(self) -> EditorsDecisions:
        """What editors decided about single quotations."""
        ...

    def get_article(self, article_id: UUID) -> ArticleView:
        """Return an article with its text and its occurrences."""
        ...

    def match_quotes(
        self, words: str, *, speaker: str | None = None, limit: int = 10
    ) -> tuple[MatchView, ...]:
        """Return the quotes that match words, best first."""
        ...


@dataclass(frozen=True, slots=True)
class GivenSource:
    """A source as a client gives it: a text, or the id of a stored article."""

    text: str | None = None
    article_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProofedDraft:
    """A draft as it was read, and its proof."""

    draft: ReadArticle
    proof: Proof


@dataclass(frozen=True, slots=True)
class Proofreader:
    """Proofs drafts with one reader and one store. It stores nothing."""

    reader: TextReader
    store: ArticleStore | None
    """None where no source is stored."""
    most_characters: int | None = None
    """How long the draft and the sources that are named may be together; None: without limit."""

    def proof(
        self, draft: str, sources: Sequence[GivenSource], *, use_store: bool = False
    ) -> ProofedDraft:
        """Return the verdict on each quotation of a draft.

        The draft and each text are read one after another, as any other text is.

        Args:
            draft: The text to proof.
            sources: What its quotations are compared with.
            use_store: Whether stored articles that print such words are sources, too.

        Raises:
            NotFound: No article is stored under an id.
            TextTooLong: The texts have more than `most_characters` code points together.
            OnRecordError: A text cannot be read: see `TextReader.read`.
        """
        # A wrong id, or more than one request may ask for, is answered before a text is read.
        views = {each.article_id: self._article(each.article_id) for each in sources}
        texts = [draft] + [
            view.text if (view := views[each.article_id]) else each.text or "" for each in sources
        ]
        self._require_length(sum(len(text) for text in texts))
        read = self.reader.read(draft)
        opened = [
            self._stored_source(view, number=number)
            if (view := views[each.article_id])
            else read_source(self.reader.read(each.text or ""), number=number)
            for number, each in enumerate(sources)
        ]
        if use_store:
            given = frozenset(view.ref.id for view in views.values() if view)
            opened += self._stored_sources(read, given)
        started = time.perf_counter()
        proof = proof_draft(read, opened)
        time_stage("proof", time.perf_counter() - started)
        for quotation in proof.quotations:
            count_verdict(quotation.verdict.value)
        return ProofedDraft(read, proof)

    def _require_length(self, length: int) -> None:
        if self.most_characters is not None and length > self.most_characters:
            raise TextTooLong(
                f"The draft and its sources have {length} characters together; this server proofs"
                f" at most {self.most_characters} at once. Send fewer or shorter sources."
            )

    def _article(self, article_id: UUID | None) -> ArticleView | None:
        return self.store.get_article(article_id) if self.store and article_id else None

    def _stored_sources(self, draft: ReadArticle, given: frozenset[UUID]) -> list[SourceText]:
        """Return the stored articles that print words as the draft does, but not the draft."""
        assert self.store is not None
        wanted: dict[UUID, None] = {}
        for quotation in draft_quotations(draft):
            if not quotation.forms:
                continue
            name = next((s.name for s in quotation.resolution.speakers if s.name), None)
            words = quotation.wording[:_MOST_CHARACTERS]
            for match in self.store.match_quotes(words, speaker=name, limit=_MATCHES):
                articles = dict.fromkeys(each.article.id for each in match.occurrences)
                wanted |= dict.fromkeys(list(articles)[:_ARTICLES])
        views = [
            self.store.get_article(each)
            for each in list(wanted)[:_MOST_ARTICLES]
            if each not in given
        ]
        text = draft.extraction.document.text
        return [self._stored_source(view, number=None) for view in views if view.text != text]

    def _stored_source(self, view: ArticleView, *, number: int | None) -> SourceText:
        assert self.store is not None
        given = self.store.corrections.given_away(view.ref.id)
        return _stored_source(view, given, number=number)


def _stored_source(view: ArticleView, given: frozenset[UUID], *, number: int | None) -> SourceText:
    """Return a stored article as a source: its quotations need not be found again.

    Args:
        view: The article.
        given: Its occurrences that editors gave to another speaker.
        number: Its place among the sources of the request, if it has one.
    """
    document = Document(view.text, split_paragraphs(view.text))
    inner = [quoted.inner for quoted in find_quoted_spans(document)]
    found = [
        Statement(
            spans=each.spans,
            voice=_voice(each),
            speakers=tuple(
                SourceSpeaker(speaker.name, SpeakerKind(speaker.kind), speaker.id)
                for speaker in each.speakers
            ),
            printed="" if each.id in given else _printed_source(each),
        )
        for each in view.occurrences
    ]
    reported = any(each.voice is Voice.QUOTED for each in found)
    return build_source(
        document, found, inner, reported=reported, number=number, article_id=view.ref.id
    )


def _printed_source(occurrence: OccurrenceView) -> str:
    """Return who speaks as printed, unless an editor said that it was somebody else."""
    source = occurrence.attribution.source
    return source.text if source and occurrence.resolution.step != EDITOR_STEP else ""


def _voice(occurrence: OccurrenceView) -> Voice:
    return Voice.PARAPHRASE if occurrence.kind == Kind.INDIRECT else Voice.QUOTED
