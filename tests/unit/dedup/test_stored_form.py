"""The stored form of an utterance, its digest and its hashes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.index_keys import index_keys_of, share_enough
from service.dedup.link_rules import link
from service.dedup.stored_form import (
    NewUtterance,
    digest_of,
    letters_hash,
    new_utterance,
    occurrence_key,
    stored_form_of,
    tokens_in,
    words_hash,
    words_in_form,
)
from service.dedup.utterance import Utterance, utterance_of
from service.dedup.words.normalise import Token, tokens_of

PRINTED = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["the", "Harbour", "board", "not", ",", "“wreck”", "$5bn", "can't", "crumbling"]
    )
).map(" ".join)


LONG = "The council will rebuild the eastern pier before the winter storms arrive"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("We saw Ada Quill.", "we saw ada^ quill^"),
        ("No, the pier is a “wreck”", "no the| pier is a wreck~|"),
        ("", ""),
        ("...", ""),
    ],
)
def test_the_stored_form_has_each_word_with_its_flags(text: str, form: str) -> None:
    assert stored_form_of(tokens_of(text)) == form


@given(PRINTED)
def test_the_stored_form_keeps_all_of_a_token_but_its_offsets(text: str) -> None:
    tokens = tokens_of(text)
    read = tokens_in(stored_form_of(tokens))

    def flags(some: tuple[Token, ...]) -> list[tuple[str, bool, bool]]:
        return [(token.form, token.name, token.quoted) for token in some]

    assert flags(read) == flags(tokens)
    assert words_in_form(stored_form_of(tokens)).words == tuple(token.form for token in tokens)
    assert stored_form_of(read) == stored_form_of(tokens)


@given(PRINTED, PRINTED)
def test_stored_utterances_are_linked_like_printed_ones(one: str, other: str) -> None:
    a, b = utterance_of("a", one, speakers=["ann"]), utterance_of("b", other, speakers=["ann"])
    kept_a, kept_b = (
        Utterance(each.id, tokens_in(stored_form_of(each.tokens)), each.speakers) for each in (a, b)
    )
    assert link(kept_a, kept_b) == link(a, b)
    assert index_keys_of(kept_a) == index_keys_of(a)


@given(PRINTED, PRINTED)
def test_utterances_of_the_same_words_share_a_key(one: str, other: str) -> None:
    a, b = utterance_of("a", one, speakers=["ann"]), utterance_of("b", other, speakers=["ann"])
    if a.words and a.words == b.words:
        assert share_enough(index_keys_of(a), index_keys_of(b))


def test_an_occurrence_key_is_made_of_outlet_article_and_letters() -> None:
    place = occurrence_key("a.example", "url:1", "“We saw it,”")
    assert place == occurrence_key("a.example", "url:1", "we saw it")
    assert place != occurrence_key("b.example", "url:1", "we saw it")
    assert place != occurrence_key("a.example", "url:2", "we saw it")
    assert place != occurrence_key("a.example", "url:1", "we saw it", nth=1)
    assert place == occurrence_key("a.example", "url:1", "we saw it", nth=0)


def test_hashes_keep_their_parts_apart() -> None:
    assert digest_of("ab", "c") != digest_of("a", "bc")
    assert words_hash(["ab", "c"]) != words_hash(["a", "bc"])
    assert letters_hash("É 1") == letters_hash("e\u0301-1") == letters_hash("É 1!")


def stored(text: str, **changes: Any) -> NewUtterance:
    given = {"speakers": ["ned pike"], "source": "Pike", "day": 738_000, "verbatim": True}
    return new_utterance(text, **{"place": "here", "judged": None, **given, **changes})


def test_the_same_words_of_one_speaker_and_day_are_one_utterance() -> None:
    assert stored(LONG, place="here").digest == stored(f"{LONG}.", place="there").digest
    assert stored(LONG).digest != stored(LONG, day=738_001).digest
    assert stored(LONG).digest != stored(LONG, speakers=["mary lowe"]).digest


@pytest.mark.parametrize(
    ("text", "changes"),
    [(LONG, {"verbatim": False}), ("…", {}), ("We will", {"speakers": []})],
)
def test_an_utterance_that_cannot_be_matched_belongs_to_one_occurrence(
    text: str, changes: dict[str, Any]
) -> None:
    made = stored(text, **changes)
    assert (made.form, made.source, made.place) == ("", "", "here")
    assert made.digest != stored(text, **changes, place="there").digest


def test_an_occurrence_that_a_judgement_names_has_an_utterance_of_its_own() -> None:
    made = stored(LONG, judged="named")
    assert (made.place, made.judged) == ("named", True)
    assert made.form == stored(LONG).form
    assert made.digest != stored(LONG).digest


def test_the_other_names_in_the_source_are_kept() -> None:
    assert stored(LONG, source="Harbour Board director Ned Pike").source == "harbor board"
