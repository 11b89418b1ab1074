"""Gaps: the words between two runs that a draft and a source share, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence

from service.dedup.align import SharedRun
from service.proofs.cuts import SourceCut, cut_between
from service.proofs.draft import DraftQuotation
from service.proofs.patterns import LEADING_WORDS, SHORT_VERBS
from service.proofs.source_text import Voice
from service.proofs.source_words import SourceWords

# More words between two parts, over the end of a sentence, and the two are not one passage.
_DISTANT_WORDS = 40
_DISTANT_SENTENCES = 2
_DISTANT_NARRATION = 30
# More words of another speaker are no interjection.
_INTERJECTION = 5
# One sentence that is made of two leaves out this much at least.
_FEWEST_FUSED = 5
_LONGEST_LOOSE = 4
# Fewer words of the source for each word of the draft are changed, and not left out.
_REPLACED = 3


class WordGap:
    """The words between two runs of one place, on both sides."""

    def __init__(
        self, quotation: DraftQuotation, source: SourceWords, run: SharedRun, following: SharedRun
    ) -> None:
        self._quotation, self._words = quotation, source
        self.draft = range(run.a + run.length, following.a)
        self.source = range(run.b + run.length, following.b)

    @property
    def is_loosely_same(self) -> bool:
        """Whether both sides print the same words in another way: "web site", "the ferry's"."""
        if not 0 < max(len(self.draft), len(self.source)) <= _LONGEST_LOOSE:
            return False
        ours = [self._quotation.forms[i] for i in self.draft]
        theirs = [self._words.forms[i] for i in self.source]
        return (
            "".join(ours) == "".join(theirs)
            or _is_shortened(ours, theirs)
            or (_is_shortened(theirs, ours))
        )

    def cut(self) -> SourceCut | None:
        """Return what the draft leaves out here. Words that others replace are a change, no cut."""
        if not self.source or len(self.source) <= _REPLACED * len(self.draft):
            return None
        return cut_between(self._words, self.source.start, self.source.stop)

    def is_splice(self) -> bool:
        """Return whether the words on both sides of the gap were not said as one."""
        if not self.source:
            return self._changes_speaker()
        words, quotation = self._words, self._quotation
        before, after = self.source.start - 1, self.source.stop
        if self._changes_speaker():
            return True
        own = {words.owners[before], words.owners[after]}
        others = [n for n in self.source if words.owners[n] not in own]
        spoken = [
            n
            for n in others
            if words.statement(words.owners[n]).voice in (Voice.TURN, Voice.QUOTED)
        ]
        if len(spoken) > _INTERJECTION or len(others) - len(spoken) > _DISTANT_NARRATION:
            return True
        if (
            spoken
            and "?" in words.source.text[words.tokens[before].end : words.tokens[after].start]
        ):
            return True  # The words after a question are another answer.
        cut = [n for n in self.source if words.owners[n] in own]
        crossed = words.sentence_of[after] - words.sentence_of[before]
        if not crossed or not cut:
            return False
        marked = quotation.has_omission_before(self.draft.stop)
        if len(cut) > _DISTANT_WORDS and not marked:
            return True
        shown = (
            marked
            or quotation.is_interrupted_before(self.draft.stop)
            or quotation.has_stop_before(self.draft.stop)
        )
        if shown:
            return crossed - 1 > _DISTANT_SENTENCES and not marked
        return sum(words.forms[n] not in LEADING_WORDS for n in cut) >= _FEWEST_FUSED

    def _changes_speaker(self) -> bool:
        before, after = self.source.start - 1, self.source.stop
        one, other = (self._words.statement(self._words.owners[n]) for n in (before, after))
        return one.voice is other.voice and one.speakers != other.speakers


def _is_shortened(short: Sequence[str], full: Sequence[str]) -> bool:
    return (
        len(short) == 1
        and len(full) == 2
        and full[1] in SHORT_VERBS
        and (short[0] == f"{full[0]}s")
    )
