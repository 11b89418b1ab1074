"""Normal words are the same in all house styles, and keep their places."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.dedup.words.normalise import normal_text, tokens_of


def normal(text: str) -> str:
    return normal_text(tokens_of(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We won’t sell the ferry.”", '"We won\'t sell the ferry,"'),
        ("We can‘t sell it", "We cannot sell it"),
        ("we can not sell it", "We can't sell it"),
        ("I'm gonna tell 'em", "I am going to tell them"),
        ("It’s the pier that’s leaking", "It is the pier that is leaking"),
        ("You don&#39;t know &amp; don&rsquo;t care", "you don't know and don't care"),
        ("The neighbours’ labour was honoured", "The neighbors' labor was honored"),
        ("They organised and criticised the theatre", "They organized and criticized the theater"),
        ("The travelling defence programme", "The traveling defense program"),
        ("It cost 4.5million", "It cost 4.5 million"),
        ("It cost $4.5bn", "It cost 4.5 billion dollars"),
        ("five per cent of us", "5% of us"),
        ("forty-two of 1,500 boats", "42 of 1500 boats"),
        ("the 2nd time", "the second time"),
        ("a well-known ferry — ours – sank", "a well known ferry, ours, sank"),
        ("They [the harbour board] knew", "They knew"),
        ("[T]hey knew ... and <b>said</b> nothing", "They knew… and said nothing"),
        ("the U.S. coast", "the US coast"),
        ("the café’s e-mail", "the cafe's email"),
        ("Co-operation, pre-war and non-profit", "Cooperation, prewar and nonprofit"),
        ("re-elect the anti-ferry board", "reelect the antiferry board"),
        ("RE-ELECTION of Non-European boards", "re-election of non-european boards"),
        ("a non-re-election", "a nonreelection"),
        ("Salt & Vinegar", "salt and vinegar"),
        ("okay, until whilst", "OK, till while"),
    ],
)
def test_two_house_styles_have_one_normal_form(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It fell to 3 percent", "It fell to 4 percent"),
        ("We will sell", "We won't sell"),
        ("one of us", "1.1 of us"),
        ("the board knew", "the boards knew"),
        ("4.5 million", "45 million"),
        ("I will re-sign", "I will resign"),
    ],
)
def test_other_words_have_another_normal_form(one: str, other: str) -> None:
    assert normal(one) != normal(other)


def test_places_are_offsets_into_the_text_as_printed() -> None:
    text = "“They can’t [the board] pay $2.5bn &amp; run,” in <i>May</i>"
    printed = [(token.form, text[token.start : token.end]) for token in tokens_of(text)]
    assert printed == [
        ("they", "They"),
        ("can", "can’t"),
        ("not", "can’t"),
        ("pay", "pay"),
        ("2.5", "2.5"),
        ("billion", "bn"),
        ("dollars", "$"),
        ("and", "&amp;"),
        ("run", "run"),
        ("in", "in"),
        ("may", "May"),
    ]


def test_words_in_brackets_count_only_where_there_are_no_others() -> None:
    assert normal("[the harbour board]") == "the harbor board"


def test_names_and_inner_quotations_are_marked() -> None:
    tokens = tokens_of("Nobody told Ada Quill that ‘the ferry isn’t safe’ then")
    assert [token.form for token in tokens if token.name] == ["ada", "quill"]
    quoted = [token.form for token in tokens if token.quoted]
    assert quoted == ["the", "ferry", "is", "not", "safe"]


@given(st.text())
@example("ŉ ǰ İ ﬁ ½ ² ㎏ ͅ a\u0345")
@example("twenty five per cent $ $5k one million 'em''s [a]b [[c]")
@example("&amp;lt;b&amp;gt; &#0; &#55296;")
def test_any_text_has_placed_tokens_and_a_stable_normal_form(text: str) -> None:
    tokens = tokens_of(text)
    for token in tokens:
        assert token.form
        assert 0 <= token.start < token.end <= len(text)
    once = normal_text(tokens)
    assert normal(once) == once


_SPOKEN = ["can't", "gonna", "it's", "colour", "organise", "‘no’", "don’t", "s'", "'s", "ai", "n't"]
_COUNTED = [
    "five",
    "twenty",
    "one",
    "per",
    "cent",
    "%",
    "$",
    "2.5",
    "bn",
    "k",
    "million",
    "10",
    "½",
]
_SET = ["[the", "board]", "U.S.", "e-mail", "2nd", "...", "—", "&amp;", "1,000", "b"]
_PRINTED = st.lists(
    st.one_of(st.sampled_from(_SPOKEN), st.sampled_from(_COUNTED), st.sampled_from(_SET))
)


@given(_PRINTED, st.sampled_from(["", " ", "-"]))
def test_the_normal_form_of_printed_words_is_stable(words: list[str], between: str) -> None:
    once = normal(between.join(words))
    assert normal(once) == once
