"""Lines of a body, however it is cut into pieces on its way."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.job_lines import MOST_LINES, LineSplitter, RawLine
from service.errors import BodyTooLarge

BODIES = st.lists(st.sampled_from([b"", b" ", b"ab", b"abc\r", b"long line", b"\xff"])).map(
    b"\n".join
)


def split(*chunks: bytes, line_bytes: int = 4) -> list[RawLine]:
    lines = LineSplitter(line_bytes=line_bytes)
    return [*itertools.chain.from_iterable(map(lines.feed, chunks)), *lines.finish()]


@given(body=BODIES, cuts=st.lists(st.integers(0, 60), max_size=6))
def test_where_a_body_is_cut_changes_nothing(body: bytes, cuts: list[int]) -> None:
    ends = [0, *sorted(cuts), len(body)]
    chunks = [body[start:end] for start, end in itertools.pairwise(ends)]
    assert split(*chunks) == split(body)


def test_lines_keep_their_numbers_and_blank_ones_are_left_out() -> None:
    assert split(b"\xef\xbb\xbfa\n\n \r\nb\r\n") == [RawLine(1, b"a"), RawLine(4, b"b\r")]


def test_a_line_beyond_the_limit_has_no_content_and_holds_no_memory() -> None:
    lines = LineSplitter(line_bytes=4)
    for _ in range(100):
        assert list(lines.feed(b"x" * 1000)) == []
        assert len(lines._begun) <= 4
    assert list(lines.feed(b"\nabcd\nabcde")) == [RawLine(1, None), RawLine(2, b"abcd")]
    assert list(lines.finish()) == [RawLine(3, None)]


def test_more_lines_than_a_job_has_are_refused() -> None:
    lines = LineSplitter(line_bytes=4)
    assert len(list(lines.feed(b"a\n" * MOST_LINES))) == MOST_LINES
    with pytest.raises(BodyTooLarge):
        list(lines.feed(b"\n"))
