"""No pattern tries the words before a name in exponentially many ways."""

from __future__ import annotations

import time

import pytest

from service.speakers.mentions.mention import EntityType, read_mention
from service.speakers.mentions.offices import name_after_office
from service.speakers.names.layout import read_layout
from service.speakers.sources.named_in_source import named_in_source
from service.text.document import read_document
from service.text.spans import Span

SECONDS = 0.5
"""More processor time than this takes. It took longer than anyone waits before."""


@pytest.mark.parametrize("word", ["of ", "and of ", "the of ", "on of "])
def test_many_small_words_before_a_name(word: str) -> None:
    lead = f"Minister of {word * (80 // len(word))}x, "
    text = f"{lead}North Bay Board said no."
    name = Span(len(lead), len(lead) + len("North Bay Board"))
    mention = read_mention(read_layout(read_document(text), (), ()), name, EntityType.PERSON)
    started = time.process_time()
    assert name_after_office(text, name) is None
    assert mention is not None
    assert named_in_source(text, Span(0, name.end), [mention]) is None
    assert time.process_time() - started < SECONDS
