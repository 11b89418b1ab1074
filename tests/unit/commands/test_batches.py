"""Batches: all lines, in order, each in one batch, and the same key for the same content."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.commands.batches import LineBatch, make_batches
from service.commands.inputs import InputLine, Unreadable

LINES = st.lists(
    st.one_of(
        st.text(alphabet="ab \n", max_size=6).map(lambda text: text.replace("\n", "") + "\n"),
        st.just(Unreadable("gone.jsonl", "gone")),
    )
)


def numbered(lines: list[str | Unreadable]) -> list[InputLine | Unreadable]:
    return [
        line if isinstance(line, Unreadable) else InputLine(f"a.jsonl, line {number}", line)
        for number, line in enumerate(lines, start=1)
    ]


@given(lines=LINES, most_lines=st.integers(1, 5), most_bytes=st.integers(1, 20))
def test_every_line_is_in_one_batch(
    lines: list[str | Unreadable], most_lines: int, most_bytes: int
) -> None:
    given_lines = numbered(lines)
    found = list(make_batches(given_lines, most_lines=most_lines, most_bytes=most_bytes))
    batches = [each for each in found if isinstance(each, LineBatch)]
    kept = [line for line in given_lines if isinstance(line, InputLine) and line.text.strip()]
    assert [place for batch in batches for place in batch.places] == [line.place for line in kept]
    assert (
        b"".join(batch.content for batch in batches)
        == "".join(f"{line.text.strip()}\n" for line in kept).encode()
    )
    assert found.count(Unreadable("gone.jsonl", "gone")) == lines.count(
        Unreadable("gone.jsonl", "gone")
    )
    for batch in batches:
        assert len(batch.places) <= most_lines
        assert len(batch.content) <= most_bytes or len(batch.places) == 1


def test_the_same_lines_have_the_same_key_whatever_file_holds_them() -> None:
    (first,) = make_batches([InputLine("a, line 1", "x\n"), InputLine("a, line 2", "y")])
    (same,) = make_batches([InputLine("b, line 7", "x\n"), InputLine("b, line 9", "y\r\n")])
    (other,) = make_batches([InputLine("a, line 1", "xy")])
    assert isinstance(first, LineBatch)
    assert isinstance(same, LineBatch)
    assert isinstance(other, LineBatch)
    assert first.key == same.key != other.key


def test_bytes_that_are_not_utf_8_are_sent_as_they_are() -> None:
    line = b"caf\xe9".decode("utf-8", errors="surrogateescape")
    (batch,) = make_batches([InputLine("a, line 1", line)])
    assert isinstance(batch, LineBatch)
    assert batch.content == b"caf\xe9\n"
