"""Names that an engine cut in two are joined, where nothing stands between the parts."""

from service.speakers.mentions.mention import EntityType
from service.speakers.mentions.split_names import join_split_names
from service.text.spans import Span

BODY = EntityType.ORGANIZATION


def joined(text: str, *names: str) -> list[str]:
    candidates = [(Span(text.index(name), text.index(name) + len(name)), BODY) for name in names]
    return [span.of(text) for span, _ in join_split_names(text, candidates)]


def test_a_name_that_was_cut_after_and_goes_on_in_the_next_word_alone() -> None:
    text = "Members of Lorn and Isles Council voted."
    assert joined(text, "Lorn and", "Isles Council") == ["Lorn and Isles Council"]
    far = "Members of Lorn and others voted. Acme Bank agreed."
    assert joined(far, "Lorn and", "Acme Bank") == ["Lorn and", "Acme Bank"]


def test_an_acronym_is_a_name_of_its_own() -> None:
    text = "The FBI and Justice Department agreed."
    assert joined(text, "FBI and", "Justice Department") == ["FBI and", "Justice Department"]
