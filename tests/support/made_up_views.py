"""Stored things that tests of pages make up."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from service.dedup.differences import differences, relation_of, similarity
from service.storage.views import (
    ArticleRef,
    AttributionView,
    OccurrenceView,
    OutletRef,
    QuoteView,
    ResolutionView,
    SpanText,
    SpeakerRef,
)
from service.text.spans import Span

PUBLISHED = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
ADA = SpeakerRef(UUID(int=2), "Ada Quill", "person")


def article(number: int = 1, **fields: object) -> ArticleRef:
    made = {
        "id": UUID(int=100 + number),
        "outlet": OutletRef(UUID(int=number), f"o{number}.example", f"Outlet {number}"),
        "url": f"https://o{number}.example/pier",
        "title": "Mayor asks who pays",
        "published_at": PUBLISHED,
        "created_at": PUBLISHED,
        "updated_at": PUBLISHED,
        "story_id": None,
    }
    return ArticleRef(**{**made, **fields})


def occurrence(text: str, full: str, *, number: int = 1, **fields: object) -> OccurrenceView:
    content = SpanText(text, (Span(0, len(text)),))
    made = {
        "id": UUID(int=200 + number),
        "quote_id": UUID(int=300),
        "article": article(number),
        "kind": "direct",
        "text": text,
        "spans": content.spans,
        "attribution": AttributionView(
            UUID(int=400 + number), content, None, None, "speech", "asserted", 0.9
        ),
        "resolution": ResolutionView("scripted", 0.9, None, None),
        "speakers": (ADA,),
        "speaker_from": "article",
        "match": relation_of(text, full),
        "similarity": similarity(text, full),
        "alignment": differences(text, full),
        "quote_text": full,
        "outlet_count": 1,
        "origin_count": 1,
        "occurrence_count": 1,
    }
    return OccurrenceView(**{**made, **fields})


def quote(text: str, **fields: object) -> QuoteView:
    made = {
        "id": UUID(int=300),
        "text": text,
        "kind": "direct",
        "speakers": (ADA,),
        "disputed": (),
        "first_seen": PUBLISHED,
        "outlet_count": 1,
        "origin_count": 1,
        "occurrence_count": 1,
    }
    return QuoteView(**{**made, **fields})
