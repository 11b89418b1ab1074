"""Links between stored utterances, without a database."""

from __future__ import annotations

from service.dedup.stored_form import new_utterance
from service.storage.clusters.candidates import links_among, links_of
from service.storage.tables.utterances import UtteranceRow

LONG = (
    "The harbour board will rebuild the eastern pier before the winter storms arrive, and no family"
    " on the island will pay for it"
)
FRAGMENT = "rebuild the eastern pier before the winter storms arrive"
OTHER = "We never asked the ministry for money, and we never will"


def row(number: int, text: str) -> UtteranceRow:
    content = new_utterance(
        text,
        speakers=["mary lowe"],
        source="",
        day=738_000,
        verbatim=True,
        place=str(number),
        judged=None,
    )
    return UtteranceRow(
        id=number,
        digest=content.digest,
        form=content.form,
        speakers=frozenset(content.speakers),
        source=content.source,
        day=content.day,
        judged=False,
        group_id=number,
        quote_id=None,
    )


def test_an_utterance_is_linked_with_others_and_never_with_itself() -> None:
    long, fragment, other = row(1, LONG), row(2, FRAGMENT), row(3, OTHER)
    [(found, pair)] = links_of(long, [long, fragment, other])
    assert found is fragment
    assert (pair.host, pair.fragment) == (long.digest, fragment.digest)


def test_each_pair_is_compared_once() -> None:
    rows = {number: row(number, text) for number, text in enumerate((LONG, FRAGMENT, OTHER), 1)}
    candidates = {number: set(rows) for number in rows}
    assert list(links_among(list(rows.values()), candidates, rows)) == [(1, 2)]


def test_a_row_says_the_same_with_and_without_its_tokens() -> None:
    long = row(1, LONG)
    assert long.word_sequence.words == long.utterance.words
    assert long.bits == long.utterance.bits
