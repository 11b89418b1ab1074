"""Keys: the form that clients send, what is stored of it, and what a scanner finds."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.auth.keys import KEY_PATTERN, NO_DIGEST, checksum, make_key, read_key

KEY = "onrecord_0123456789AB_0123456789abcdefghijABCDEFGHIJKL"
EXAMPLE = KEY + checksum(KEY)


def test_a_new_key_is_read_back() -> None:
    key = make_key()
    assert read_key(key.text) == key
    assert key.text.startswith(f"onrecord_{key.prefix}_")


def test_keys_differ_in_prefix_and_secret() -> None:
    made = [make_key() for _ in range(200)]
    assert len({key.prefix for key in made}) == 200
    assert len({key.text.split("_")[2] for key in made}) == 200


def test_the_checksum_is_the_same_on_each_machine() -> None:
    # Scanners compute it, so it is part of the form.
    assert checksum(KEY) == "0mtztj"
    assert checksum("") == "000000"


@given(st.integers(0, len(EXAMPLE) - 1), st.characters())
def test_a_key_with_one_other_character_is_no_key(place: int, character: str) -> None:
    text = EXAMPLE[:place] + character + EXAMPLE[place + 1 :]
    assert (read_key(text) is None) == (text != EXAMPLE)


@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert read_key(text) is None


@pytest.mark.parametrize("around", [" {}", "{}\n", "{}=", "Bearer {}"])
def test_a_key_with_anything_around_it_is_no_key(around: str) -> None:
    assert read_key(around.format(EXAMPLE)) is None


def test_a_scanner_finds_a_key_in_a_file() -> None:
    leaked = f'ONRECORD_API_KEY="{EXAMPLE}"  # oops\n'
    assert re.findall(KEY_PATTERN, leaked) == [EXAMPLE]


def test_only_a_hash_is_kept_and_only_the_key_fits_it() -> None:
    key, other = make_key(), make_key()
    assert key.digest == sha256(key.text.encode()).hexdigest()
    assert key.fits(key.digest)
    assert not other.fits(key.digest)
    assert not key.fits(NO_DIGEST)


def test_the_representation_of_a_key_hides_its_secret() -> None:
    key = make_key()
    assert key.text not in repr(key)
    assert key.prefix in repr(key)
