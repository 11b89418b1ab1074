from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.formats.record import SpeakerRecord
from service.formats.speaker_labels import (
    from_speaker_label,
    read_speaker_labels,
    to_speaker_label,
)
from service.speakers.speaker import SpeakerKind
from tests.support.article_records import SPEAKERS


@pytest.mark.parametrize(
    ("speaker", "label"),
    [
        (SpeakerRecord(name="Ada Lind"), "Ada Lind"),
        (
            SpeakerRecord(name="The board", kind=SpeakerKind.ORGANIZATION),
            "The board (organization)",
        ),
        (SpeakerRecord(name=None, kind=SpeakerKind.ANONYMOUS), "(anonymous)"),
        (SpeakerRecord(name="Q (group)"), "Q (group) (person)"),
        (SpeakerRecord(name="(group)"), "(group) (person)"),
    ],
)
def test_a_label_is_a_name_and_a_kind(speaker, label):
    assert to_speaker_label(speaker) == label
    assert from_speaker_label(label) == speaker


@given(SPEAKERS)
def test_a_label_holds_all_but_the_id(speaker):
    assert from_speaker_label(to_speaker_label(speaker)) == replace(speaker, id=None)


@given(st.lists(SPEAKERS, max_size=4))
def test_speakers_that_nobody_corrected_keep_their_ids(speakers):
    labels = [to_speaker_label(speaker) for speaker in speakers]

    assert read_speaker_labels(labels, speakers) == tuple(speakers)


def test_a_corrected_speaker_has_no_id_and_a_corrected_kind_keeps_it():
    known = [SpeakerRecord(name="Ada Lind", id="1"), SpeakerRecord(name="Bo Ek", id="2")]

    assert read_speaker_labels(["Bo Ek (group)", "Cy Po"], known) == (
        SpeakerRecord(name="Bo Ek", kind=SpeakerKind.GROUP, id="2"),
        SpeakerRecord(name="Cy Po"),
    )
