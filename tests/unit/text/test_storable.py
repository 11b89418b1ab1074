"""Characters that no database stores are found and named."""

from __future__ import annotations

import pytest

from service.text.storable import UnstorableCharacter, find_unstorable


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        ("a\u0001\ue000\U0001f600", None),
        ("ab\x00", UnstorableCharacter("NUL", 2)),
        ("\ud83d\x00", UnstorableCharacter("a lone surrogate", 0)),
        ("\udfff", UnstorableCharacter("a lone surrogate", 0)),
    ],
)
def test_the_first_is_named_with_its_offset(text, found):
    assert find_unstorable(text) == found
