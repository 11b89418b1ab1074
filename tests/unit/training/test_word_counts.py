"""Word lists of dedup are made from articles and from the encoder's vocabulary."""

from pathlib import Path

from service.dedup.words.normalise import is_everyday_word
from service.text.lexicon import read_words
from service.training.word_counts import everyday_words, write_words


def test_everyday_words_are_the_normal_forms_of_whole_words(tmp_path: Path) -> None:
    vocabulary = tmp_path / "vocab.txt"
    vocabulary.write_text("[PAD]\n##ing\n!\nb\nharbour\nharbor\nferry\n12\n")
    words = everyday_words(vocabulary)
    assert words == ["harbor", "ferry"]
    write_words(words, tmp_path / "words.txt")
    assert (tmp_path / "words.txt").read_text().splitlines()[1:] == words


def test_the_list_that_ships_has_common_words_and_no_rare_ones() -> None:
    assert all(map(is_everyday_word, ["ferry", "disaster", "absolutely", "peanuts"]))
    assert not any(map(is_everyday_word, ["carpetbaggers", "unseaworthy", "wheelhouse"]))
    assert is_everyday_word("ferry", among=8_000)
    assert not is_everyday_word("peanuts", among=8_000)
    assert "" not in read_words("service.dedup", "everyday_words.txt")
