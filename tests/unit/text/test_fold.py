"""Folding: what each way leaves out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.fold import Drop, decompose, fold


@pytest.mark.parametrize(
    ("text", "drop", "folded"),
    [
        ("Zoë", Drop.NOTHING, "zoe\u0308"),
        ("Zoë", Drop.ACCENTS, "zoe"),
        ("Zoë", Drop.UNSEEN, "zoe"),
        ("Straße", Drop.ACCENTS, "strasse"),
        ("ﬁn", Drop.ACCENTS, "fin"),
        ("so\u00adft\u200b", Drop.ACCENTS, "so\u00adft\u200b"),
        ("so\u00adft\u200b", Drop.UNSEEN, "soft"),
        # A vowel sign has no combining class: the words of these two letters are two.
        ("कि", Drop.ACCENTS, "कि"),
        ("कु", Drop.UNSEEN, "क"),
    ],
)
def test_each_way_drops_its_own_characters(text, drop, folded):
    assert fold(text, drop=drop) == folded


@given(st.text(), st.sampled_from(Drop))
def test_decomposing_twice_changes_nothing(text, drop):
    once = decompose(text, drop=drop)

    assert decompose(once, drop=drop) == once
