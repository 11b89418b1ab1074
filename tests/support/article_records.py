"""Hypothesis strategies for records of `service.formats`: texts, spans and names of any kind."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from service.extraction.quotation import Kind, Polarity, Stance
from service.formats.quote_row import QuoteRow
from service.formats.record import ArticleRecord, OutletRecord, QuotationRecord, SpeakerRecord
from service.speakers.speaker import SpeakerKind
from service.text.spans import Span

# Formulas, delimiters of each format, line ends, emoji, and characters of other scripts.
_TRICKY = [*"=+-@＝'\"“”,;:|\\/%()[]{}#&<> \t\n\r\x0b\x0c\x85\u2028\u00a0", "😀", "é", "\u0301"]
_CHARACTERS = st.sampled_from(_TRICKY) | st.characters(
    codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs",)
)


def storable_text(*, min_size: int = 1, max_size: int = 60) -> st.SearchStrategy[str]:
    """Text that the store can hold, and that is not blank."""
    return st.text(_CHARACTERS, min_size=min_size, max_size=max_size).filter(str.strip)


IDS = st.uuids().map(str) | storable_text(max_size=20)
MOMENTS = st.datetimes(
    min_value=datetime(1600, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)
)
SPEAKERS = st.builds(
    SpeakerRecord,
    name=st.none() | storable_text(max_size=20),
    kind=st.sampled_from(SpeakerKind),
    id=st.none() | IDS,
)
QUOTE_ROWS = st.builds(
    QuoteRow,
    id=IDS,
    kind=st.sampled_from(Kind),
    text=storable_text(),
    speakers=st.lists(SPEAKERS, max_size=3).map(tuple),
    disputed=st.lists(SPEAKERS, max_size=2).map(tuple),
    first_seen=MOMENTS,
    outlet_count=st.integers(1, 10**6),
    origin_count=st.integers(1, 10**6),
    occurrence_count=st.integers(1, 10**6),
)
OUTLETS = st.builds(
    OutletRecord, domain=st.none() | storable_text(max_size=20), name=storable_text(max_size=20)
)


@st.composite
def spans_in(
    draw: st.DrawFn, text: str, *, min_size: int = 0, max_size: int = 3
) -> tuple[Span, ...]:
    """Spans of the text in its order, apart from each other."""
    most = min(max_size, (len(text) + 1) // 2)
    count = draw(st.integers(min(min_size, most), most))
    edges = st.lists(st.integers(0, len(text)), min_size=2 * count, max_size=2 * count, unique=True)
    at = sorted(draw(edges))
    return tuple(Span(at[2 * n], at[2 * n + 1]) for n in range(count))


def _all_different(ids: list[str | None]) -> bool:
    given = [each for each in ids if each is not None]
    return len(set(given)) == len(given)


@st.composite
def article_records(draw: st.DrawFn) -> ArticleRecord:
    """Any record: a text with up to four quotations, stored or not."""
    text = draw(storable_text())
    quotations = []
    ids = draw(st.lists(st.none() | IDS, min_size=4, max_size=4).filter(_all_different))
    for number in range(draw(st.integers(0, 4))):
        spans = draw(spans_in(text, min_size=1))
        quotations.append(
            QuotationRecord(
                spans=spans,
                content=draw(st.just(spans) | spans_in(text, min_size=1)),
                cue=draw(spans_in(text)),
                source=draw(spans_in(text)),
                kind=draw(st.sampled_from(Kind)),
                stance=draw(st.sampled_from(Stance)),
                polarity=draw(st.sampled_from(Polarity)),
                confidence=draw(st.none() | st.floats(0, 1)),
                speakers=draw(st.lists(SPEAKERS, max_size=3).map(tuple)),
                id=ids[number],
                quote_id=draw(st.none() | IDS),
            )
        )
    return ArticleRecord(
        id=draw(IDS),
        text=text,
        outlet=draw(st.none() | OUTLETS),
        url=draw(st.none() | storable_text(max_size=30)),
        title=draw(st.none() | storable_text(max_size=30)),
        published_at=draw(st.none() | MOMENTS),
        quotations=tuple(quotations),
    )
