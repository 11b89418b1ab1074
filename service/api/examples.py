"""One example of each object in the contract, all told from one invented article."""

from __future__ import annotations

from typing import Any

TEXT = (
    "Mayor Ada Lindqvist asked on Monday: “Who pays for the pier?” "
    "Repairs would take a year, according to the Port Authority."
)

_ARTICLE_ID = "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"
_AT = "2026-03-14T09:30:00Z"
_STORED_AT = "2026-03-14T09:41:07Z"


def _span(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def _part(words: str) -> dict[str, Any]:
    return {"text": words, "spans": [_span(words)]}


SPAN = _span("Who pays for the pier?")
SPAN_TEXT = _part("asked")

SPEAKER_REF = {
    "id": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b02",
    "name": "Ada Lindqvist",
    "kind": "person",
}
SPEAKER = {
    **SPEAKER_REF,
    "aliases": ["Mayor Lindqvist"],
    "wikidata_id": None,
    "notes": "Mayor since 2024.",
    "provisional": False,
    "quote_count": 12,
}

_RULING = {"editor": "desk@harbourpost.example", "reason": "Named so in the council's minutes."}
_OTHER_SPEAKER_ID = "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b08"
_OTHER_QUOTE_ID = "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b0a"
JUDGEMENT = {
    "id": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b09",
    "kind": "merge",
    "speaker_id": _OTHER_SPEAKER_ID,
    "quote_id": None,
    "other_id": SPEAKER_REF["id"],
    "occurrence_count": 0,
    **_RULING,
    "created_at": _STORED_AT,
    "undone_at": None,
    "undone_by": None,
}

OUTLET_IN = {"domain": "harbourpost.example", "name": "Harbour Post"}
OUTLET_REF = {"id": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b03", **OUTLET_IN}
OUTLET = {**OUTLET_REF, "article_count": 240}

ATTRIBUTION = {
    "id": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b04",
    "content": _part("“Who pays for the pier?”"),
    "cue": _part("asked"),
    "source": _part("Mayor Ada Lindqvist"),
    "stance": "speech",
    "confidence": 0.97,
}
RELAY = {"name": "Coastal Radio", "kind": "organization"}
RESOLUTION = {"step": "name", "confidence": 0.97, "mention": _part("Ada Lindqvist"), "via": None}
QUOTATION = {
    "id": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b05",
    "quote_id": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b06",
    "kind": "direct",
    "text": "Who pays for the pier?",
    "spans": [SPAN],
    "attribution": ATTRIBUTION,
    "speaker": SPEAKER_REF,
    "speakers": [SPEAKER_REF],
    "resolution": RESOLUTION,
    "match": "exact",
    "similarity": 1.0,
    "alignment": [],
    "outlet_count": 2,
    "occurrence_count": 3,
}

EXTRACTED_ATTRIBUTION = {**ATTRIBUTION, "id": None}
_EXTRACTED_SPEAKER = {**SPEAKER_REF, "id": None}
EXTRACTED_QUOTATION = {
    **QUOTATION,
    "id": None,
    "quote_id": None,
    "attribution": EXTRACTED_ATTRIBUTION,
    "speaker": _EXTRACTED_SPEAKER,
    "speakers": [_EXTRACTED_SPEAKER],
    "match": None,
    "similarity": None,
    "alignment": None,
    "outlet_count": None,
    "occurrence_count": None,
}

ARTICLE_IN = {
    "outlet": OUTLET_IN,
    "url": "https://harbourpost.example/news/pier",
    "title": "Mayor asks who pays",
    "published_at": _AT,
    "text": TEXT,
}
ARTICLE_REF = {
    "id": _ARTICLE_ID,
    "outlet": OUTLET_REF,
    "url": ARTICLE_IN["url"],
    "title": ARTICLE_IN["title"],
    "published_at": _AT,
    "created_at": _STORED_AT,
    "updated_at": _STORED_AT,
}
ARTICLE = {**ARTICLE_REF, "text": TEXT, "quotations": [QUOTATION]}

QUOTE = {
    "id": QUOTATION["quote_id"],
    "kind": "direct",
    "text": QUOTATION["text"],
    "speaker": SPEAKER_REF,
    "speakers": [SPEAKER_REF],
    "disputed": [],
    "first_seen": _AT,
    "outlet_count": 2,
    "occurrence_count": 3,
}
OCCURRENCE = {**QUOTATION, "article": ARTICLE_REF}

MATCH_IN = {"text": "“Who pays for the ship?”", "speaker": "Ada Lindqvist", "published_at": _AT}
MATCHED_OCCURRENCE = {
    "id": QUOTATION["id"],
    "article": ARTICLE_REF,
    "text": QUOTATION["text"],
    "speaker": SPEAKER_REF,
    "speakers": [SPEAKER_REF],
    "match": "exact",
    "similarity": 1.0,
    "alignment": [],
}
QUOTE_MATCH = {
    "quote": QUOTE,
    "match": "variant",
    "similarity": 0.9,
    "wording": QUOTE["text"],
    "alignment": [
        {
            "kind": "changed",
            "printed": {"start": 18, "end": 22, "text": "ship"},
            "full": {"start": 17, "end": 21, "text": "pier"},
        }
    ],
    "occurrences": [MATCHED_OCCURRENCE],
}

EXCERPT = {"start": 9, "end": 21, "text": "for the pier"}
DIFFERENCE = {"kind": "left_out", "printed": None, "full": EXCERPT}

_FIELD_ERROR = {"part": "body", "pointer": "/text", "detail": "Required, and not there."}
PROBLEM = {
    "type": "urn:onrecord:problem:invalid-request",
    "title": "The request is not valid",
    "status": 422,
    "detail": "The request is not as the contract describes it; `errors` says where.",
    "request_id": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b07",
    "errors": [_FIELD_ERROR],
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "Article": ARTICLE,
    "ArticleIn": ARTICLE_IN,
    "ArticlePage": {"items": [ARTICLE_REF], "next_cursor": None},
    "ArticleRef": ARTICLE_REF,
    "Attribution": ATTRIBUTION,
    "Difference": DIFFERENCE,
    "Excerpt": EXCERPT,
    "ExtractIn": {"text": TEXT},
    "Extracted": {"quotations": [EXTRACTED_QUOTATION], "unread": []},
    "ExtractedAttribution": EXTRACTED_ATTRIBUTION,
    "ExtractedQuotation": EXTRACTED_QUOTATION,
    "FieldError": _FIELD_ERROR,
    "Health": {"status": "ok"},
    "Judgement": JUDGEMENT,
    "JudgementPage": {"items": [JUDGEMENT], "next_cursor": None},
    "MatchIn": MATCH_IN,
    "MatchedOccurrence": MATCHED_OCCURRENCE,
    "MergeIn": {**_RULING, "other_id": _OTHER_SPEAKER_ID},
    "NeverSameIn": {**_RULING, "other_id": _OTHER_SPEAKER_ID},
    "Occurrence": OCCURRENCE,
    "Outlet": OUTLET,
    "OutletIn": OUTLET_IN,
    "OutletPage": {"items": [OUTLET], "next_cursor": None},
    "OutletRef": OUTLET_REF,
    "Problem": PROBLEM,
    "Quotation": QUOTATION,
    "Quote": QUOTE,
    "QuoteMatch": QUOTE_MATCH,
    "QuoteMatches": {"items": [QUOTE_MATCH]},
    "QuoteMergeIn": {**_RULING, "other_id": _OTHER_QUOTE_ID},
    "QuotePage": {"items": [QUOTE], "next_cursor": None},
    "QuoteSplitIn": {**_RULING, "occurrences": [QUOTATION["id"]]},
    "QuoteWithOccurrences": {**QUOTE, "occurrences": [OCCURRENCE]},
    "Readiness": {"status": "ready"},
    "Relay": RELAY,
    "Resolution": RESOLUTION,
    "RulingIn": _RULING,
    "Span": SPAN,
    "SpanText": SPAN_TEXT,
    "Speaker": SPEAKER,
    "SpeakerChangeIn": {**_RULING, "add_aliases": ["Ada M. Lindqvist"]},
    "SpeakerPage": {"items": [SPEAKER], "next_cursor": None},
    "SpeakerRef": SPEAKER_REF,
    "SplitIn": {**_RULING, "occurrences": [QUOTATION["id"]], "name": "Ada Lindqvist (engineer)"},
}
"""By the name of the schema."""
