"""Laws of proofs: on any text, places are real, order does not matter, and nothing fails."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.proofs.findings import ProofVerdict
from service.proofs.proof import Proof, proof_draft
from service.proofs.source_text import SourceText, read_source
from tests.support.scripted_reader import scripted_reader

READER = scripted_reader(max_characters=20_000)
PLAIN = ["boats", "pier", "ferry", "wall", "harbour", "winter", "crew", "storm", "letter", "money"]
WORDS = [
    *PLAIN,
    *["we", "will", "not", "sell", "the", "old", "if", "5", "in", "March", "unless", "Holm", "two"],
    *["million", "I", "you", "don’t", "can't", "[the]", "(laughter)", "um", "gonna", "naïve", "😀"],
    *["—", "…", "5%", "$2.6m", "U.S.", "“no”", "'yes'", "QUILL:", "Q:", "[0:12]", ".", ",", "\n"],
]
anything = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
prose = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
texts = st.one_of(anything, prose)
plain = st.lists(st.sampled_from(PLAIN), min_size=4, max_size=30).map(" ".join)
common = settings(max_examples=60)


def source(text: str, number: int = 0) -> SourceText:
    return read_source(READER.read(text), number=number)


def proof(draft: str, *sources: str) -> Proof:
    given_sources = [source(text, number) for number, text in enumerate(sources)]
    return proof_draft(READER.read(draft), given_sources)


def quoting(words: str) -> str:
    return f"On Monday “{words}” Ada Quill said."


@common
@given(words=texts, sources=st.lists(texts, max_size=3))
def test_every_place_is_real_and_nothing_fails(words: str, sources: list[str]) -> None:
    draft = quoting(words)
    for quotation in proof(draft, *sources).quotations:
        assert all(0 <= span.start < span.end <= len(draft) for span in quotation.quotation.spans)
        for each in quotation.evidence:
            text = each.source.text
            assert 0 <= each.span.start < each.span.end <= len(text)
            assert each.sentence.contains(each.span)
            assert 0 <= each.similarity <= 1
            for cut in each.cuts:
                assert 0 <= cut.span.start < cut.span.end <= len(text)
            for difference in each.alignment:
                assert difference.printed or difference.full
                if difference.printed:
                    assert difference.printed.of(quotation.quotation.wording)
                if difference.full:
                    assert difference.full.of(each.span.of(text))
            for span in each.draft_spans:
                assert any(own.contains(span) for own in quotation.quotation.spans)


@common
@given(before=plain, words=plain, after=plain)
def test_an_untouched_copy_is_verbatim(before: str, words: str, after: str) -> None:
    said = f"{before.capitalize()}. {words.capitalize()}. {after.capitalize()}."
    (quotation,) = proof(quoting(f"{words.capitalize()}."), said).quotations
    assert quotation.verdict is ProofVerdict.VERBATIM
    (evidence,) = quotation.evidence
    assert evidence.span.of(said).lower() == words
    assert not evidence.alignment


@common
@given(words=texts, sources=st.lists(texts, min_size=2, max_size=4))
def test_the_order_of_the_sources_changes_no_verdict(words: str, sources: list[str]) -> None:
    one = proof(quoting(words), *sources)
    other = proof(quoting(words), *reversed(sources))
    assert [q.verdict for q in one.quotations] == [q.verdict for q in other.quotations]


@common
@given(words=plain, sources=st.lists(plain, max_size=3))
def test_one_more_source_never_loses_verbatim_words(words: str, sources: list[str]) -> None:
    said = f"{words.capitalize()}."
    (quotation,) = proof(quoting(said), *sources, said).quotations
    assert quotation.verdict is ProofVerdict.VERBATIM
