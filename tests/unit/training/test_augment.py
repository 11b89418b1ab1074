from random import Random

from hypothesis import given
from hypothesis import strategies as st

from service.extraction.quotation import EntityLabel
from service.gold.articles import AnnotatedText, GoldAttribution, SilverName
from service.text.spans import Span
from service.training.augment import (
    Edit,
    NamePool,
    change_marks,
    excerpt,
    gather_names,
    rewrite,
    swap_names,
)

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
