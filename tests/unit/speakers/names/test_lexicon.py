"""Word lists: each is used, and each line can be read."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from service.speakers.names.lexicon import (
    Gender,
    first_synonyms,
    fold_word,
    given_name_gender,
    synonym_sets,
    usual_gender,
    word_genders,
    word_pairs,
    word_set,
)

PACKAGE = Path(str(files("service.speakers")))


def test_each_word_list_is_used() -> None:
    code = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    names = {path.stem for path in (PACKAGE / "lexicon" / "en").glob("*.txt")}
    assert names
    assert names == {name for name in re.findall(r'"([a-z_]+)"', code) if name in names}


def test_words_are_folded() -> None:
    assert fold_word("Señor") == "senor"
    assert fold_word("U.S.") == "us"
    assert "us" in word_set("weak_titles")


def test_tables_hold_what_their_comments_say() -> None:
    assert word_genders("titles")["mrs"] is Gender.FEMALE
    assert word_pairs("title_roles")["sen"] == "senator"
    assert first_synonyms("party_synonyms")["gop"] == "republican"
    assert "company" in synonym_sets("organization_synonyms")["firm"]
    assert given_name_gender("Ada") is Gender.FEMALE
    assert given_name_gender("Qwx") is None


def test_given_names_of_the_world_show_a_gender() -> None:
    women = ["Siobhán", "Adwoa", "Wanjiru", "Analyn", "Mary-Kate", "Ana-Maria"]
    men = ["Kwame", "Rajesh", "Tadhg", "Jean-Pierre", "Ji-hoon"]
    assert {usual_gender(name) for name in women} == {Gender.FEMALE}
    assert {usual_gender(name) for name in men} == {Gender.MALE}
    assert {usual_gender(name) for name in ["Robin", "Taylor", "Qwx"]} == {None}
    # They are no evidence that a word is a given name.
    assert given_name_gender("Analyn") is None
