"""What is answered and stored by default: from which confidence on, for each kind."""

from __future__ import annotations

from dataclasses import dataclass

from service.extraction.quotation import Kind, Quotation


@dataclass(frozen=True, slots=True)
class MinConfidence:
    """The least confidence of each kind.

    That of an indirect quotation is `statement`, the probability that it is a statement at all.
    """

    direct: float = 0.0
    mixed: float = 0.0
    indirect: float = 0.65
    """In folds over articles of Wikinews, 93 % of what is answered from here on are statements.
    `docs/evaluation.md` has what each threshold costs."""

    def keeps(self, quotation: Quotation) -> bool:
        """Return whether a quotation reaches the threshold of its kind."""
        match quotation.kind:
            case Kind.DIRECT:
                return quotation.confidence >= self.direct
            case Kind.MIXED:
                return quotation.confidence >= self.mixed
            case Kind.INDIRECT:
                return quotation.statement >= self.indirect


ANSWERED = MinConfidence()
"""What is answered and stored unless a caller asks for more or less."""
