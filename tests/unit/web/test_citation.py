"""Quotes as text to copy."""

from __future__ import annotations

import pytest

from service.storage.views import OutletRef, SpeakerRef
from service.web.citation import join_names, write_citation, write_plain
from tests.support.made_up_views import ADA, article, occurrence, quote

IDA = SpeakerRef(None, "Ida Roe", "person")


def test_a_quote_is_cited_with_the_article_that_prints_it() -> None:
    printed = occurrence("Who pays?", "Who pays?")

    assert write_plain(quote("Who pays?")) == "“Who pays?” — Ada Quill"
    assert write_citation(quote("Who pays?"), printed) == (
        "“Who pays?” — Ada Quill, in “Mayor asks who pays”, Outlet 1, 14 March 2026, "
        "https://o1.example/pier."
    )


def test_a_paraphrase_has_no_quotation_marks() -> None:
    indirect = quote("that all is lost", kind="indirect", speakers=())
    printed = occurrence("that all is lost", "that all is lost", kind="indirect", speakers=())

    assert write_plain(indirect) == "that all is lost — unknown speaker"
    assert write_citation(indirect, printed).startswith("that all is lost — unknown speaker, in")


def test_what_is_not_known_of_an_article_is_left_out() -> None:
    bare = article(
        title=None, url=None, published_at=None, outlet=OutletRef(ADA.id, "o.example", None)
    )
    printed = occurrence("No.", "No.", article=bare)

    assert write_citation(quote("No."), printed) == "“No.” — Ada Quill, o.example, undated."


@pytest.mark.parametrize(
    ("speakers", "phrase"),
    [
        ((), "unknown speaker"),
        ((ADA,), "Ada Quill"),
        ((ADA, IDA), "Ada Quill and Ida Roe"),
        ((ADA, IDA, ADA), "Ada Quill, Ida Roe and Ada Quill"),
        ((SpeakerRef(None, None, "group"),), "unnamed group"),
        ((SpeakerRef(None, None, "anonymous"),), "unnamed source"),
    ],
)
def test_speakers_are_named_in_one_phrase(speakers, phrase) -> None:
    assert join_names(speakers) == phrase
