"""Drafts and their sources, each with the verdicts that an editor gives."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.proofs.proof import ProofedQuotation, proof_draft
from service.proofs.source_text import read_source
from service.speakers.article_reader import ArticleReader

HERE = Path(__file__).parent / "proofs"


@dataclass(frozen=True, slots=True)
class ProofCase:
    """A draft, its sources, and what is known of each quotation: the verdict at least."""

    id: str
    draft: str
    sources: list[str]
    quotations: list[dict[str, Any]]


CASES = [
    ProofCase(**json.loads(line))
    for path in sorted(HERE.glob("*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_verdicts_of(case: ProofCase, article_reader: ArticleReader) -> None:
    sources = [
        read_source(article_reader.read(text), number=number)
        for number, text in enumerate(case.sources)
    ]
    proof = proof_draft(article_reader.read(case.draft), sources)

    found = [_seen(quotation) for quotation in proof.quotations]
    assert len(found) == len(case.quotations), found
    for seen, expected in zip(found, case.quotations, strict=True):
        assert {field: seen[field] for field in expected} == expected


def _seen(proofed: ProofedQuotation) -> dict[str, Any]:
    first = proofed.evidence[0] if proofed.evidence else None
    drops = {lost.value for each in proofed.evidence for cut in each.cuts for lost in cut.lost}
    return {
        "verdict": proofed.verdict.value,
        "drops": sorted(drops),
        "passages": len(proofed.evidence),
        "source": first.source.number if first else None,
        "passage": first.span.of(first.source.text) if first else None,
        "speaker": next((s.name for s in first.statement.speakers), None) if first else None,
        "voice": first.statement.voice.value if first else None,
        "time": first.clock if first else None,
    }
