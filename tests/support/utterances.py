"""Utterances to link, and their links."""

from __future__ import annotations

from datetime import date, timedelta

from service.dedup.link_rules import QuoteLink, link
from service.dedup.utterance import Utterance, utterance_of

DAY = date(2031, 5, 4)


def said(text: str, *, by: str | None = "ada quill", days: int = 0, source: str = "") -> Utterance:
    """Return the utterance of a text, some days after `DAY`; its text is its id."""
    published = DAY + timedelta(days=days)
    speakers = [by] if by else []
    return utterance_of(text, text, speakers=speakers, published=published, source=source)


def linked(a: Utterance, b: Utterance) -> QuoteLink | None:
    """Return the link of two utterances, and assert that it is found from either side."""
    found = link(a, b)
    assert (found is None) == (link(b, a) is None)
    return found
