from dataclasses import replace

import numpy as np

from service.extraction.model.assign_content import PieceLayout
from service.extraction.model.decoder import DecoderThresholds, decode, find_cues
from service.extraction.model.labels import LINK_LABELS, TAG_LABELS
from service.extraction.model.linker import CueScores
from service.extraction.model.runs import PieceRun
from service.extraction.model.tagger import Scores

NOWHERE = np.zeros(12, dtype=np.bool_)
PLAIN = PieceLayout(quoted_runs=(), separators=NOWHERE, colons=NOWHERE)


def chances(labels: dict[str, list[int]], names: tuple[str, ...], *, size: int = 12) -> Scores:
    """Labels by name and place -> probabilities of 0.9 for these, the rest outside."""
    scores = np.full((size, len(names)), 0.1 / (len(names) - 1), dtype=np.float32)
    given = {place: name for name, places in labels.items() for place in places}
    for place in range(size):
        scores[place, names.index(given.get(place, "O"))] = 0.9
    return scores


def link(labels: dict[str, list[int]]) -> CueScores:
    return CueScores(0, chances(labels, LINK_LABELS))


TAGS = chances(
    {"I-source": [0, 1], "I-cue": [2, 8], "I-content": [3, 4, 5, 6, 9, 10, 11]}, TAG_LABELS
)
SAID = link({"I-source": [0, 1], "I-content": [3, 4, 5, 6]})
ADDED = link({"I-source": [1], "I-content": [9, 10, 11]})


def test_a_cue_gets_what_it_claims() -> None:
    cues = find_cues(TAGS, DecoderThresholds())
    assert cues == [PieceRun(2, 3), PieceRun(8, 9)]
    first, second = decode(TAGS, cues, [SAID, ADDED], PLAIN, DecoderThresholds())
    assert (first.content, first.source) == ((PieceRun(3, 7),), PieceRun(0, 2))
    assert (second.content, second.source) == ((PieceRun(9, 12),), PieceRun(1, 2)), (
        "a source may be shared"
    )


def test_no_cue_goes_on_over_a_cut() -> None:
    tags = chances({"I-cue": [2, 3, 4]}, TAG_LABELS)
    cues = find_cues(tags, DecoderThresholds(), cuts=[0, 3], offset=10)
    assert cues == [PieceRun(12, 13), PieceRun(13, 15)]


def test_a_quoted_run_belongs_to_one_cue() -> None:
    claims = link({"I-content": [5, 6, 9, 10, 11]})
    layout = replace(PLAIN, quoted_runs=(PieceRun(3, 8),))
    first, second = decode(
        TAGS, [PieceRun(2, 3), PieceRun(8, 9)], [SAID, claims], layout, DecoderThresholds()
    )
    assert first.content == (PieceRun(3, 8),)
    assert second.content == (PieceRun(9, 12),)


def test_content_never_leaves_its_paragraph() -> None:
    separators = NOWHERE.copy()
    separators[5] = True
    layout = replace(PLAIN, separators=separators)
    found = decode(TAGS, [PieceRun(2, 3)], [SAID], layout, DecoderThresholds())
    assert found[0].content == (PieceRun(3, 5), PieceRun(6, 7))


def test_a_cue_without_content_is_none() -> None:
    assert decode(TAGS, [PieceRun(2, 3)], [link({})], PLAIN, DecoderThresholds()) == []


def test_a_cue_may_have_no_source() -> None:
    found = decode(
        TAGS, [PieceRun(2, 3)], [link({"I-content": [3, 4, 5, 6]})], PLAIN, DecoderThresholds()
    )
    assert found[0].source is None


def test_of_two_quoted_runs_side_by_side_a_cue_keeps_the_second() -> None:
    tags = chances({"I-content": [0, 1, 2, 3, 4, 5], "I-cue": [6]}, TAG_LABELS)
    replied = link({"I-content": [0, 1, 2, 3, 4, 5], "I-source": [7]})
    layout = replace(PLAIN, quoted_runs=(PieceRun(0, 3), PieceRun(3, 6)))
    found = decode(tags, [PieceRun(6, 7)], [replied], layout, DecoderThresholds())
    assert found[0].content == (PieceRun(3, 6),)


def test_of_two_cues_around_a_quoted_run_the_one_with_a_colon_keeps_it() -> None:
    tags = chances({"I-cue": [1, 8], "I-content": [3, 4, 5, 6, 7]}, TAG_LABELS)
    introduces = link({"I-source": [0], "I-content": [3, 4, 5, 6, 7]})
    follows = link({"I-source": [9], "I-content": [3, 4, 5, 6, 7]})
    colons = NOWHERE.copy()
    colons[2] = True
    layout = replace(PLAIN, quoted_runs=(PieceRun(3, 8),), colons=colons)
    found = decode(
        tags, [PieceRun(1, 2), PieceRun(8, 9)], [introduces, follows], layout, DecoderThresholds()
    )
    assert [(each.cue, each.content) for each in found] == [(PieceRun(1, 2), (PieceRun(3, 8),))]


def test_two_parts_of_a_quoted_run_longer_than_the_linker_sees_are_one() -> None:
    tags = chances({"I-cue": [0], "I-content": [2, 3, 4, 5, 6, 7, 8, 9]}, TAG_LABELS)
    parts = chances({"I-content": [2, 3, 4, 7, 8]}, LINK_LABELS, size=9)
    layout = replace(PLAIN, quoted_runs=(PieceRun(2, 12),))
    thresholds = DecoderThresholds(link_share=1.0, majority=2.0, rescue=2.0)
    found = decode(tags, [PieceRun(0, 1)], [CueScores(0, parts)], layout, thresholds)
    assert found[0].content == (PieceRun(2, 12),)
