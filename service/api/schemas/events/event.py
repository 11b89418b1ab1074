"""Events: a quote was printed once more, or for the first time."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from service.api.schemas.article import ArticleRef
from service.api.schemas.base import Answer, Submission
from service.api.schemas.example_article import STORED_AT
from service.api.schemas.quotation import Match
from service.api.schemas.quote import Quote
from service.api.schemas.speaker import SpeakerRef
from service.extraction.quotation import Kind
from service.storage.event_views import Watch


class PrintedQuote(Answer):
    """A quote as one article prints it, without the article's text."""

    example = {
        "occurrence_id": Quote.example["id"],
        "kind": "direct",
        "text": Quote.example["text"],
        "speakers": [SpeakerRef.example],
        "match": "exact",
        "similarity": 1.0,
        "quote": Quote.example,
        "article": ArticleRef.example,
    }

    occurrence_id: UUID
    kind: Kind
    """How this article prints it."""
    text: str
    """The words that this article prints."""
    speakers: list[SpeakerRef]
    """Who said it, as this article names them."""
    match: Match
    similarity: float = Field(ge=0, le=1)
    """As in `GET /v1/quotes/{quote_id}`."""
    quote: Quote
    """The quote across all outlets, as it is when the message is made."""
    article: ArticleRef


class QuoteEvent(Answer):
    """A message to a webhook, or of the feed: an article prints a quote that is watched."""

    example = {
        "type": "quote.occurred",
        "timestamp": STORED_AT,
        "data": PrintedQuote.example,
    }

    type: Literal["quote.occurred"]
    timestamp: datetime
    """When the article was stored, in UTC."""
    data: PrintedQuote


class EventOptions(Submission):
    """Which events: those of a speaker or of a quote. All events where neither is given."""

    speaker_id: UUID | None = None
    """What this speaker said. Of a merged speaker, what the successor said."""
    quote_id: UUID | None = None
    """This quote, also where `speaker_id` is another one's. Of a merged quote, its successor."""
    kind: Kind | None = None
    """Only quotations of this kind."""


def to_watch(options: EventOptions) -> Watch:
    """Return which events the options of a feed ask for."""
    return Watch(
        speaker_ids=frozenset([options.speaker_id] if options.speaker_id else []),
        quote_ids=frozenset([options.quote_id] if options.quote_id else []),
        kind=options.kind,
    )


def event_schemas() -> dict[str, dict[str, Any]]:
    """Return the schemas of messages and of the feed, by name. No route answers with them."""
    message = QuoteEvent.model_json_schema(
        mode="serialization", ref_template="#/components/schemas/{model}"
    )
    data = json.dumps(QuoteEvent.example, ensure_ascii=False)
    return {
        # The others are in the contract already: routes answer with them.
        "PrintedQuote": message.pop("$defs")["PrintedQuote"],
        "QuoteEvent": message,
        "EventStream": {
            "type": "string",
            "description": "Server-sent events. The data of `quote.occurred` is a `QuoteEvent` on "
            "one line. `missed` says that events before are no longer kept.",
            "examples": [f"retry: 1000\n\nid: 17\nevent: quote.occurred\ndata: {data}\n\n"],
        },
    }


def stream_content() -> dict[str, Any]:
    """Return the media type of the feed with its schema."""
    return {"text/event-stream": {"schema": {"$ref": "#/components/schemas/EventStream"}}}
