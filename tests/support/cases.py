"""Cases with their answers: where a text reports somebody's words, and where it does not."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.extraction.quotation import Extraction, Quotation
from service.text.spans import Span


@dataclass(frozen=True)
class Case:
    id: str
    text: str
    quotes: list[dict[str, Any]]
    not_quotes: list[str]

    def differences(self, extraction: Extraction) -> list[str]:
        """What the extraction got wrong; speakers are the next step's business."""
        wrong = []
        for wanted in self.quotes:
            spans = [Span(*pair) for pair in wanted["offsets"]]
            found = [q for q in extraction.quotations if _spans(q) == spans]
            if not found:
                wrong.append(f"nothing found at {spans}")
            elif not self._agrees(found[0], wanted):
                wrong.append(f"{self._told(found[0])} is not {wanted}")
        reported = [span.of(self.text) for q in extraction.quotations for span in _spans(q)]
        wrong += [words for words in self.not_quotes if any(words in told for told in reported)]
        if not self.quotes:
            wrong += reported
        return wrong

    def _agrees(self, quotation: Quotation, wanted: dict[str, Any]) -> bool:
        """Kinds are equal; source and cue agree on their heads.

        Where annotators draw a source's or a cue's edge is convention ("were told", "said in a
        statement" in PolNeAR), and a sentence that names no source may keep that of the one before.
        """
        kind, source, cue = self._told(quotation)
        return (
            kind == wanted["kind"]
            and _one_in_the_other(source, wanted["source"])
            and _one_in_the_other(cue, wanted["cue"])
        )

    def _told(self, quotation: Quotation) -> tuple[str, str, str]:
        source = " ".join(span.of(self.text) for span in quotation.source)
        return quotation.kind.value, source, " ".join(s.of(self.text) for s in quotation.cue)


def _one_in_the_other(found: str, wanted: str) -> bool:
    return not wanted or (bool(found) and (found in wanted or wanted in found))


def load_cases(path: Path) -> list[Case]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        Case(case["id"], case["text"], case["quotes"], case["not_quotes"])
        for case in map(json.loads, lines)
    ]


def _spans(quotation: Quotation) -> list[Span]:
    return sorted(span for utterance in quotation.utterances for span in utterance)
