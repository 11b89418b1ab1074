"""Resolved speakers against people's answers: whose words, by what it takes to tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.errors import InvalidRequest
from service.evaluation.attribution.cover import cover
from service.evaluation.gold import Comparison, Marked, records
from service.evaluation.speakers.same_speaker import same_family, same_name
from service.speakers.speaker import SpeakerKind


@dataclass(frozen=True, slots=True)
class Answer:
    """Who spoke one gold attribution, as a person found out."""

    document: str
    attribution: str
    speaker: str
    kind: str
    aliases: tuple[str, ...]
    needs: str
    """What resolving it takes: "none", "pronoun", "partial-name"..."""

    @property
    def names(self) -> list[str]:
        """Every name that counts as right."""
        return [name for name in (self.speaker, *self.aliases) if name]


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """How many attributions of a group there are, and what became of them."""

    all: int = 0
    found: int = 0
    right: int = 0
    misnamed: int = 0

    def __add__(self, other: SpeakerCount) -> SpeakerCount:
        return SpeakerCount(
            self.all + other.all,
            self.found + other.found,
            self.right + other.right,
            self.misnamed + other.misnamed,
        )

    @property
    def right_of_all(self) -> float:
        """End to end: the share that was found and given the right speaker."""
        return self.right / self.all if self.all else 0.0

    @property
    def right_of_found(self) -> float:
        """Resolution alone."""
        return self.right / self.found if self.found else 0.0

    @property
    def misnamed_of_found(self) -> float:
        """The share that was given somebody else's name, which is worse than none."""
        return self.misnamed / self.found if self.found else 0.0


@dataclass(frozen=True, slots=True)
class SpeakerScore:
    """How well the speakers of a set of documents were resolved."""

    groups: dict[str, SpeakerCount]
    macro: float
    """The share that is right end to end, averaged over documents."""


def read_answers(lines: Iterable[str]) -> list[Answer]:
    """Lines of speakers -> answers, without those that a person could not give either.

    Raises:
        InvalidRequest: a line lacks a field.
    """
    required = ("id", "attribution", "speaker", "kind", "needs")
    return [
        Answer(
            document=record["id"],
            attribution=record["attribution"],
            speaker=record["speaker"] or "",
            kind=record["kind"],
            aliases=tuple(record.get("aliases", ())),
            needs=record["needs"],
        )
        for record in records(lines, required=required)
        if record["kind"] != "unknown"
        and not (record.get("gold_error") or record.get("embedded_speaker"))
    ]


def score_speakers(answers: Sequence[Answer], comparisons: Sequence[Comparison]) -> SpeakerScore:
    """Answers and compared documents -> counts by group, and the average over documents.

    Raises:
        InvalidRequest: there is no answer, or one to an attribution that the gold does not hold.
    """
    if not answers:
        raise InvalidRequest("The speakers file holds no answer.")
    documents = {each.gold.id: each for each in comparisons}
    groups: dict[str, SpeakerCount] = defaultdict(SpeakerCount)
    by_document: dict[str, SpeakerCount] = defaultdict(SpeakerCount)
    for answer in answers:
        count = _count(answer, documents.get(answer.document))
        for group in ("all", f"needs {answer.needs}", f"kind {answer.kind}"):
            groups[group] += count
        by_document[answer.document] += count
    macro = sum(count.right_of_all for count in by_document.values()) / len(by_document)
    return SpeakerScore(groups=dict(sorted(groups.items())), macro=macro)


def is_right(answer: Answer, predicted: Marked) -> bool:
    """An answer and a prediction -> whether the two mean the same speaker.

    No name is right for an anonymous speaker and for a group.
    """
    name = predicted.speaker
    if answer.kind == SpeakerKind.ANONYMOUS:
        return not name or predicted.speaker_kind == SpeakerKind.ANONYMOUS
    if not name:
        return answer.kind == SpeakerKind.GROUP
    if any(same_name(name, other) for other in answer.names):
        return True
    return answer.kind == SpeakerKind.GROUP and any(
        same_family(name, other) for other in answer.names
    )


def _count(answer: Answer, comparison: Comparison | None) -> SpeakerCount:
    gold = comparison.gold.attributions if comparison else ()
    wanted = next((each for each in gold if each.id == answer.attribution), None)
    if comparison is None or wanted is None:
        raise InvalidRequest(
            f"The gold has no attribution {answer.attribution} in the document {answer.document}."
        )
    content = cover(wanted.content)
    shared = [(content & cover(each.content)).bit_count() for each in comparison.predicted]
    most = max(shared, default=0)
    if not most or 2 * most < content.bit_count():
        return SpeakerCount(all=1)
    best = comparison.predicted[shared.index(most)]
    right = is_right(answer, best)
    return SpeakerCount(1, 1, int(right), int(not right and bool(best.speaker)))
