from random import Random

from hypothesis import given
from hypothesis import strategies as st

from service.extraction.quotation import EntityLabel
from service.gold.articles import AnnotatedText, GoldAttribution, SilverName
from service.text.spans import Span
from service.training.engine.augment import (
    Edit,
    NamePool,
    change_marks,
    excerpt,
    gather_names,
    name_abroad,
    rewrite,
    swap_names,
)
from service.training.engine.world_names import Country, WorldNames

TEXT = "“We tried,” said Ines Calder. The pump failed. Calder said it was old."


def span_of(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def last_span_of(words: str) -> Span:
    return Span(TEXT.rindex(words), TEXT.rindex(words) + len(words))


READING = AnnotatedText(
    text=TEXT,
    attributions=(
        GoldAttribution((span_of("Ines Calder"),), (span_of("said"),), (span_of("“We tried,”"),)),
        GoldAttribution(
            (last_span_of("Calder"),), (last_span_of("said"),), (span_of("it was old"),)
        ),
    ),
    names=(
        SilverName(span_of("Ines Calder"), EntityLabel.PERSON),
        SilverName(last_span_of("Calder"), EntityLabel.PERSON),
    ),
)


def words_of(reading: AnnotatedText) -> list[list[str]]:
    return [[span.of(reading.text) for span in gold.spans] for gold in reading.attributions]


def test_a_name_is_swapped_throughout() -> None:
    swapped = swap_names(READING, NamePool(first=("Oda",), last=("Brandt",)), Random(1))
    assert swapped.text == "“We tried,” said Oda Brandt. The pump failed. Brandt said it was old."
    assert words_of(swapped) == [
        ["Oda Brandt", "said", "“We tried,”"],
        ["Brandt", "said", "it was old"],
    ]
    assert [name.span.of(swapped.text) for name in swapped.names or ()] == ["Oda Brandt", "Brandt"]


def test_first_and_last_names_are_kept_apart() -> None:
    assert gather_names([READING]) == NamePool(first=("Ines",), last=("Calder",))


@given(st.integers())
def test_an_excerpt_cuts_no_attribution(seed: int) -> None:
    part = excerpt(READING, Random(seed))
    assert part.text in TEXT
    for words in words_of(part):
        assert words in words_of(READING)


@given(st.integers())
def test_other_marks_leave_the_words(seed: int) -> None:
    changed = change_marks(READING, Random(seed))
    assert words_of(changed)[1] == words_of(READING)[1]
    assert "We tried," in words_of(changed)[0][2]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 6), st.text(max_size=5)), max_size=4))
def test_edits_leave_what_they_do_not_touch(drawn: list[tuple[int, int, str]]) -> None:
    edits: list[Edit] = []
    for start, length, words in sorted(drawn):
        if not edits or start >= edits[-1].span.end:
            edits.append(Edit(Span(start, start + length), words))
    changed = rewrite(READING, edits)
    for before, after in zip(READING.attributions, changed.attributions, strict=True):
        for span, moved in zip(before.spans, after.spans, strict=False):
            if len(before.spans) == len(after.spans) and not any(
                edit.span.start <= span.end and span.start <= edit.span.end for edit in edits
            ):
                assert moved.of(changed.text) == span.of(TEXT)


ABROAD = WorldNames(
    countries=(Country(first=("Oda",), last=("Brandt",), places=("Lagos",)),),
    trades=("Hydro",),
    bodies=("Hydro",),
)


def read_names(text: str, **names: EntityLabel) -> AnnotatedText:
    found = []
    for words, label in names.items():
        start = text.index(words.replace("_", " "))
        found.append(SilverName(Span(start, start + len(words)), label))
    return AnnotatedText(text, (), tuple(found))


def test_people_and_bodies_are_named_as_in_another_country() -> None:
    reading = read_names(
        "Ines Calder of Pell Mills spoke.",
        Ines_Calder=EntityLabel.PERSON,
        Pell_Mills=EntityLabel.ORGANIZATION,
    )
    renamed = {name_abroad(reading, ABROAD, Random(seed)).text for seed in range(20)}
    assert "Oda Brandt of Lagos Hydro spoke." in renamed
    assert renamed <= {
        f"Oda Brandt of {body} spoke."
        for body in ("Lagos Hydro", "Brandt Hydro", "Lagos & Brandt", "Brandt & Brandt")
    }


def test_an_acronym_of_a_body_is_sometimes_kept() -> None:
    reading = read_names("The RNLI spoke.", RNLI=EntityLabel.ORGANIZATION)
    renamed = {name_abroad(reading, ABROAD, Random(seed)).text for seed in range(20)}
    assert "The RNLI spoke." in renamed
    assert "The Lagos Hydro spoke." in renamed


def test_a_name_has_one_other_name_in_the_whole_text() -> None:
    text = "Ely and Ely"
    ely = tuple(SilverName(Span(at, at + 3), EntityLabel.LOCATION) for at in (0, 8))
    world = WorldNames((Country(("A",), ("B",), ("Lagos", "Accra")),))
    for seed in range(20):
        first, _, second = name_abroad(
            AnnotatedText(text, (), ely), world, Random(seed)
        ).text.partition(" and ")
        assert first == second
