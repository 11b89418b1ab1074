"""Digests, forms and keys are those that stores hold."""

from __future__ import annotations

from typing import Any

import pytest

from tests.golden import cases, pinned, subjects

CHANGED = """
{what} changed. Stores hold the old ones: rows that were stored before are never found again.
If you only moved or renamed code, the code does something else now: mend it.
If you meant to change a rule, raise `VERSION` of the stored form (names, outlets and articles need
a migration instead), then run `python -m tests.golden.write` and look at the difference.
"""


@pytest.fixture(scope="module")
def pins() -> dict[str, Any]:
    pins: dict[str, Any] = pinned.load("keys")
    return pins


@pytest.fixture(scope="module")
def today() -> dict[str, Any]:
    return dict(pinned.as_json(pinned.keys()))


def test_the_version_is_the_one_whose_digests_are_pinned(pins: dict[str, Any]) -> None:
    assert pins["version"] == subjects.FORM_VERSION, "run `python -m tests.golden.write`"


@pytest.mark.parametrize("number", range(len(cases.SENTENCES)))
@pytest.mark.parametrize(
    "part",
    ["row", "letters_hash", "fingerprint", "index_keys", "prefilter", "compared_speakers"],
)
def test_a_sentence_is_stored_and_found_as_before(
    pins: dict[str, Any], today: dict[str, Any], number: int, part: str
) -> None:
    was, is_ = pins["sentences"][number], today["sentences"][number]
    assert was["text"] == is_["text"], "the cases changed: run `python -m tests.golden.write`"
    assert is_[part] == was[part], CHANGED.format(what=f"{part} of a sentence")


@pytest.mark.parametrize("sentence", cases.SENTENCES, ids=range(len(cases.SENTENCES)))
def test_a_stored_form_gives_the_keys_of_the_printed_words(sentence: cases.Sentence) -> None:
    stored, back = subjects.stored(sentence), subjects.read_back(sentence)
    if back is None:
        assert stored["row"]["form"] == ""
    else:
        assert back["words"]
        assert back["index_keys"] == stored["index_keys"]
        assert back["prefilter"] == stored["prefilter"]


@pytest.mark.parametrize(
    "part", ["names", "outlets", "articles", "periods", "digests", "hashes_of_words", "places"]
)
def test_keys_are_as_before(pins: dict[str, Any], today: dict[str, Any], part: str) -> None:
    assert today[part] == pins[part], CHANGED.format(what=f"Keys ({part})")


def test_the_same_sentences_are_one_quote(pins: dict[str, Any], today: dict[str, Any]) -> None:
    assert today["links"] == pins["links"], CHANGED.format(what="What is one quote")
