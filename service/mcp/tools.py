"""The tools that an agent can call. Each is one call of the store or of the reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.api.schemas.base import Answer, Submission
from service.api.schemas.extract import Extracted, to_extracted
from service.api.schemas.match import MatchIn, QuoteMatch, to_quote_matches
from service.api.schemas.proof import DraftProof, ProofIn
from service.api.schemas.proof_answer import to_draft_proof
from service.api.schemas.quote import QuotePage
from service.api.schemas.span import OffsetUnit
from service.extraction.quotation import Stance
from service.ingest.proofreader import GivenSource, Proofreader
from service.mcp.arguments import (
    ReadTextArguments,
    SaidAnswer,
    SaidQuote,
    SaidQuotes,
    SpeakerQuotesArguments,
    Verdict,
    WhoSaidArguments,
)
from service.services import Services
from service.storage.filters import QuoteFilter
from service.storage.views import MatchView


@dataclass(frozen=True, slots=True)
class AgentTool:
    """One tool: its name for programs and people, its types, and what it does."""

    name: str
    title: str
    description: str
    takes: type[Submission]
    answers: type[Answer]
    call: Callable[[Services, Any], Answer]
    """Takes the arguments as the model `takes`."""


def find_quotations(services: Services, given: ReadTextArguments) -> Extracted:
    """Return who said what in a text, and store nothing."""
    article = services.reader.read(given.text)
    return to_extracted(article, unit=given.offset_unit, stances=[Stance.SPEECH])


def who_said(services: Services, given: WhoSaidArguments) -> SaidQuotes:
    """Return the stored quotes that hold the words, with their speakers."""
    views = services.store.match_quotes(given.words, limit=given.limit)
    return SaidQuotes(
        items=[
            SaidQuote(
                speakers=match.quote.speakers,
                disputed=match.quote.disputed,
                match=match.match,
                quote=match.quote,
            )
            for match in _matches(views, given.words)
        ]
    )


def was_this_said(services: Services, given: MatchIn) -> SaidAnswer:
    """Return whether words were said, and by the speaker that is named."""
    published = given.published_at.date() if given.published_at else None
    views = services.store.match_quotes(
        given.text, speaker=given.speaker, published=published, limit=given.limit
    )
    verdict = _judge(views, given.speaker)
    return SaidAnswer(verdict=verdict, matches=_matches(views, given.text))


def quotes_by_speaker(services: Services, given: SpeakerQuotesArguments) -> QuotePage:
    """Return a page of what a speaker said, the newest first."""
    where = QuoteFilter(q=given.q, speaker=given.speaker, speaker_id=given.speaker_id)
    page = services.store.list_quotes(where, limit=given.limit, cursor=given.cursor)
    return QuotePage.model_validate(page)


def check_draft(services: Services, given: ProofIn) -> DraftProof:
    """Return the verdict on each quotation of a draft, and store nothing."""
    sources = [GivenSource(text=each.text, article_id=each.article_id) for each in given.sources]
    proofed = Proofreader(services.reader, services.store).proof(
        given.draft.text, sources, use_store=given.use_store
    )
    return to_draft_proof(proofed, unit=OffsetUnit.CODEPOINT)


def _matches(views: tuple[MatchView, ...], words: str) -> list[QuoteMatch]:
    return to_quote_matches(views, words, unit=OffsetUnit.CODEPOINT).items


def _judge(views: tuple[MatchView, ...], speaker: str | None) -> Verdict:
    """Return the verdict on the best match, or on the best one by the speaker."""
    if not views:
        return Verdict.NOT_FOUND
    fitting = [view for view in views if speaker is None or view.by_speaker]
    return Verdict(fitting[0].match) if fitting else Verdict.OTHER_SPEAKER


TOOLS = (
    AgentTool(
        name="extract",
        title="Who said what in a text",
        description="Find every quotation in a text and who said it. Nothing is stored.",
        takes=ReadTextArguments,
        answers=Extracted,
        call=find_quotations,
    ),
    AgentTool(
        name="who_said",
        title="Who said these words",
        description="Find the stored quotes that hold the words, exact or changed, and who said "
        "them.",
        takes=WhoSaidArguments,
        answers=SaidQuotes,
        call=who_said,
    ),
    AgentTool(
        name="was_this_said",
        title="Was this said, by this speaker, in these words",
        description="Check a quotation against what outlets printed: a verdict, and for each "
        "match what the given words omit, add and change.",
        takes=MatchIn,
        answers=SaidAnswer,
        call=was_this_said,
    ),
    AgentTool(
        name="quotes_by_speaker",
        title="What a speaker said",
        description="List the stored quotes of a speaker, the newest first.",
        takes=SpeakerQuotesArguments,
        answers=QuotePage,
        call=quotes_by_speaker,
    ),
    AgentTool(
        name="proof",
        title="Is each quotation of a draft real",
        description="Compare every quotation of a draft with its sources: texts, stored articles, "
        "or the whole store. A verdict on each, with the passage that shows it. Nothing is stored.",
        takes=ProofIn,
        answers=DraftProof,
        call=check_draft,
    ),
)
"""All tools. None of them changes what is stored."""
