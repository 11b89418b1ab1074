"""What is sent of an event: the quote's own words, who said them, and which article prints them.

The text of the article is no part of it. The contract describes the same, as a test checks:
`service/api/schemas/events/event.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from service.storage.event_views import EventView
from service.storage.views import ArticleRef, QuoteView, SpeakerRef

EVENT_TYPE = "quote.occurred"


def event_payload(event: EventView) -> dict[str, Any]:
    """Return an event as the JSON object that receivers and readers of the feed get."""
    printed = event.occurrence
    return {
        "type": EVENT_TYPE,
        "timestamp": _moment(event.at),
        "data": {
            "occurrence_id": str(printed.id),
            "kind": printed.kind,
            "text": printed.text,
            "speakers": _speakers(printed.speakers),
            "match": printed.match,
            "similarity": printed.similarity,
            "quote": _quote(event.quote),
            "article": _article(printed.article),
        },
    }


def _quote(quote: QuoteView) -> dict[str, Any]:
    speakers = _speakers(quote.speakers)
    return {
        "id": str(quote.id),
        "kind": quote.kind,
        "text": quote.text,
        "speaker": speakers[0] if speakers else None,
        "speakers": speakers,
        "disputed": _speakers(quote.disputed),
        "first_seen": _moment(quote.first_seen),
        "outlet_count": quote.outlet_count,
        "origin_count": quote.origin_count,
        "occurrence_count": quote.occurrence_count,
    }


def _speakers(speakers: Iterable[SpeakerRef]) -> list[dict[str, Any]]:
    return [
        {"id": str(each.id) if each.id else None, "name": each.name, "kind": each.kind}
        for each in speakers
    ]


def _article(article: ArticleRef) -> dict[str, Any]:
    outlet = article.outlet
    return {
        "id": str(article.id),
        "outlet": {"id": str(outlet.id), "domain": outlet.domain, "name": outlet.name},
        "url": article.url,
        "title": article.title,
        "published_at": _moment(article.published_at) if article.published_at else None,
        "created_at": _moment(article.created_at),
        "updated_at": _moment(article.updated_at),
        "story_id": str(article.story_id) if article.story_id else None,
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
