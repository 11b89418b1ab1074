import pytest

from service.extraction.quotation import QuotedSpan
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.text.document import read_document


def spans_of(text: str) -> list[QuotedSpan]:
    return list(find_quoted_spans(read_document(text)))


def words_of(text: str) -> list[str]:
    return [quoted_span.inner.of(text) for quoted_span in spans_of(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“Come in,” said Ada.", ["Come in,"]),
        ('"Come in," said Ada.', ["Come in,"]),
        ("‘Come in,’ said Ada.", ["Come in,"]),
        ("'Come in,' said Ada.", ["Come in,"]),
        ("``Come in,'' said Ada.", ["Come in,"]),
        ("''Come in,'' said Ada.", ["Come in,"]),
        ("«Come in», said Ada.", ["Come in"]),
        ("« Come in », said Ada.", [" Come in "]),
        ("»Come in«, said Ada.", ["Come in"]),
        ("‹Come in›, said Ada.", ["Come in"]),
        ("„Come in“, said Ada.", ["Come in"]),
        ("„Come in”, said Ada.", ["Come in"]),
        ("”Come in,” said Ada.", ["Come in,"]),
        ("“Come in,“ said Ada.", ["Come in,"]),
        ('“Come in," said Ada.', ["Come in,"]),
        ("＂Come in,＂ said Ada.", ["Come in,"]),
        ("&ldquo;Come in,&rdquo; said Ada.", ["Come in,"]),
        ("&quot;Come in,&quot; said Ada.", ["Come in,"]),
        ("&#8220;Come in,&#8221; said Ada.", ["Come in,"]),
        ("&#x201C;Come in,&#x201D; said Ada.", ["Come in,"]),
        ("&lsquo;Come in,&rsquo; said Ada.", ["Come in,"]),
        ("she said,&nbsp;&quot;Come in&quot;&nbsp;and sat", ["Come in"]),
        ('"Come in,"Ada said,"and sit."', ["Come in,", "and sit."]),
        ('("Come in")', ["Come in"]),
        ('"Ready?""Always," said Ada.', ["Ready?", "Always,"]),
    ],
)
def test_every_style_of_mark_is_read(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "It’s the owners’ boat, and the dogs' bowl.",
        "shouldn‘t, couldn't, o'clock",
        "rock ‘n’ roll in the '90s and the ’80s, 'em and 'tis",
        'He is 6\'2" tall and the plank 12" wide.',
        "» Home",
        "Home » News » Sport",
        'The field was "" and “ ” too.',
        "“",
        'said "',
    ],
)
def test_what_is_no_quotation_mark_is_left_alone(text: str) -> None:
    assert words_of(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("‘It is the owners’ boat,’ said Ada.", ["It is the owners’ boat,"]),
        ("'It was goin' fast in the '90s,' said Ada.", ["It was goin' fast in the '90s,"]),
        ("“It couldn‘t be,” said Ada.", ["It couldn‘t be,"]),
        ('"It is a 12" plank," said Ada.', ['It is a 12" plank,']),
        ('"He is 6\'2" tall," said Ada.', ["He is 6'2\" tall,"]),
        ("“Born in 1990”, he wrote of “home”.", ["Born in 1990", "home"]),
    ],
)
def test_apostrophes_and_inches_close_nothing(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "“He said ‘no’ to me,” said Ada.",
        "‘He said “no” to me,’ said Ada.",
        "\"He said 'no' to me,\" said Ada.",
        "“He said “no” to me,” said Ada.",
        "&quot;He said &lsquo;no&rsquo; to me,&quot; said Ada.",
    ],
)
def test_an_inner_quotation_stands_behind_its_outer_one(text: str) -> None:
    outer, inner = spans_of(text)
    assert (outer.depth, inner.depth) == (0, 1)
    assert outer.inner.contains(inner.outer)
    assert inner.inner.of(text) == "no"


def test_marks_side_by_side_are_separated() -> None:
    text = "\"'No,' he told me,\" said Ada. \"I said 'yes.'\""
    assert words_of(text) == ["'No,' he told me,", "No,", "I said 'yes.'", "yes."]


def test_an_inner_mark_left_open_does_not_hide_the_outer_closing_one() -> None:
    assert words_of("“He said ‘no to me,” said Ada. “Yes.”") == ["He said ‘no to me,", "Yes."]


def test_a_forgotten_closing_mark_costs_its_paragraph_at_most() -> None:
    first, second = spans_of("“We are done, said Ada.\n“Not yet,” said Ben.")
    assert (first.closed, second.closed) == (False, True)
    assert first.outer.end < second.outer.start


def test_a_forgotten_closing_mark_does_not_swallow_the_next_quotation() -> None:
    assert words_of('"We are done, said Ada. "Not yet," said Ben.') == ["Not yet,"]


@pytest.mark.parametrize("mark", ["“", '"', "‘", "'", "«", "&ldquo;"])
def test_paragraphs_with_only_opening_marks_go_on(mark: str) -> None:
    text = f"{mark}One.\n{mark}Two.\n\n{mark}Three."
    found = spans_of(text)
    assert [quoted_span.inner.of(text) for quoted_span in found] == ["One.", "Two.", "Three."]
    assert [quoted_span.continues for quoted_span in found] == [False, True, True]
    assert not any(quoted_span.closed for quoted_span in found)


def test_a_mark_of_the_next_paragraph_closes_a_quotation() -> None:
    assert words_of("“We came home.\n\nThe house was dark,” she said. “It was.”") == [
        "We came home.",
        "The house was dark,",
        "It was.",
    ]
    assert words_of('“We came home.\n\nThe dog is 6" tall.') == ["We came home."]


def test_two_single_marks_close_a_double_one_or_two_single_ones() -> None:
    assert words_of("He asked for “patience.’’ Then") == ["patience."]
    assert words_of("‘He shouted ‘run’’, she said") == ["He shouted ‘run’", "run"]


def test_a_closed_quotation_is_not_gone_on_with() -> None:
    assert [quoted_span.continues for quoted_span in spans_of("“One.”\n“Two.”")] == [
        False,
        False,
    ]


@pytest.mark.parametrize("hostile", ['"', "“", "“‘", "'", '" ', "&quot;", "“a ", "a'b\"", "''"])
def test_many_marks_are_read_in_linear_time(hostile: str) -> None:
    text = (hostile * 60_000)[:60_000]
    assert all(quoted_span.inner.end <= len(text) for quoted_span in spans_of(text))
