"""Proof made drafts against the sources of their words, and count the right verdicts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from service.evaluation.proofs.made_drafts import MadeDraft, make_drafts
from service.evaluation.proofs.said import KnownSource, read_articles, read_transcripts
from service.proofs.findings import ProofVerdict
from service.proofs.proof import proof_draft
from service.proofs.source_text import SourceText, read_source
from service.speakers.article_reader import ArticleReader, load_article_reader

_GENUINE = (ProofVerdict.VERBATIM, ProofVerdict.TRIMMED)
MISSING = "no quotation"
"""The verdict on a draft in which the reader finds no quotation."""


@dataclass(frozen=True, slots=True)
class JudgedDraft:
    """A made draft, and the verdict that it got."""

    made: MadeDraft
    verdict: str

    @property
    def is_right(self) -> bool:
        """Whether the verdict is the right one."""
        return self.verdict == self.made.expected


@dataclass(frozen=True, slots=True)
class ProofsReport:
    """All verdicts of one seed."""

    seed: int
    judged: tuple[JudgedDraft, ...]

    @property
    def accuracy(self) -> float:
        """The share of right verdicts."""
        return sum(each.is_right for each in self.judged) / len(self.judged)

    @property
    def invented_as_genuine(self) -> int:
        """Invented quotations that are called verbatim or trimmed: the worst mistake."""
        return sum(
            each.made.kind == "invented" and each.verdict in _GENUINE for each in self.judged
        )

    @property
    def untouched_as_altered(self) -> int:
        """Real quotations that are called altered: a false alarm."""
        return sum(
            each.made.kind == "untouched" and each.verdict == ProofVerdict.ALTERED
            for each in self.judged
        )

    def as_text(self) -> str:
        """Return a table for people."""
        rows = Counter((each.made.kind, each.verdict) for each in self.judged)
        lines = [f"seed {self.seed}: verdict accuracy {self.accuracy:.3f} of {len(self.judged)}"]
        for kind in dict.fromkeys(each.made.kind for each in self.judged):
            counts = {verdict: n for (of, verdict), n in rows.items() if of == kind}
            expected = next(e.made.expected for e in self.judged if e.made.kind == kind)
            found = ", ".join(f"{verdict} {n}" for verdict, n in sorted(counts.items()))
            lines.append(f"  {kind:<10} ({expected}): {found}")
        lines.append(f"  invented called verbatim or trimmed: {self.invented_as_genuine}")
        lines.append(f"  untouched called altered: {self.untouched_as_altered}")
        return "\n".join(lines)


def run_proofs(
    articles: Sequence[Path], transcripts: Sequence[Path], *, seeds: Sequence[int]
) -> list[ProofsReport]:
    """Make the drafts of each seed, and proof them.

    Half of the drafts come from articles and half from transcripts, where there are both.
    """
    groups = [
        [source for path in articles for source in read_articles(path)],
        [source for path in transcripts for source in read_transcripts(path)],
    ]
    sources = _balanced([group for group in groups if group])
    reader = load_article_reader()
    opened: dict[str, SourceText] = {}
    return [
        ProofsReport(
            seed, tuple(_judge(made, reader, opened) for made in make_drafts(sources, seed=seed))
        )
        for seed in seeds
    ]


def misses_of(report: ProofsReport) -> str:
    """Return the drafts with a wrong verdict, a JSON object a line. They hold words of others."""
    return "\n".join(
        json.dumps(
            {
                "kind": each.made.kind,
                "source": each.made.source.id,
                "draft": each.made.text,
                "expected": each.made.expected,
                "verdict": each.verdict,
            },
            ensure_ascii=False,
        )
        for each in report.judged
        if not each.is_right
    )


def _balanced(groups: list[list[KnownSource]]) -> list[KnownSource]:
    most = max((len(group) for group in groups), default=0)
    return [group[n % len(group)] for group in groups for n in range(most)]


def _judge(made: MadeDraft, reader: ArticleReader, opened: dict[str, SourceText]) -> JudgedDraft:
    if made.source.id not in opened:
        opened[made.source.id] = read_source(reader.read(made.source.text), number=0)
    proof = proof_draft(reader.read(made.text), [opened[made.source.id]])
    start = made.text.index("“")
    end = made.text.rindex("”")
    verdicts = [
        each.verdict
        for each in proof.quotations
        if any(start <= span.start and span.end <= end for span in each.quotation.spans)
    ]
    return JudgedDraft(made, max(verdicts, key=_severity) if verdicts else MISSING)


def _severity(verdict: ProofVerdict) -> int:
    return list(ProofVerdict).index(verdict)
