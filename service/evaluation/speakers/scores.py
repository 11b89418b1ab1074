"""Score resolved speakers against people's answers, by what resolving them takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.errors import InvalidRequest
from service.evaluation.speakers.same_speaker import same_family, same_name
from service.evaluation.tables import Table
from service.gold.documents import Comparison, MarkedAttribution, read_json_lines
from service.gold.pairing import span_bits
from service.speakers.speaker import SpeakerKind


@dataclass(frozen=True, slots=True)
class SpeakerAnswer:
    """The speaker of one gold attribution, as a person found out."""

    document: str
    attribution: str
    speaker: str
    kind: str
    aliases: tuple[str, ...]
    needs: str
    """What resolving it takes: "none", "pronoun", "partial-name"..."""

    @property
    def names(self) -> list[str]:
        """All names that count as right."""
        return [name for name in (self.speaker, *self.aliases) if name]


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """The attributions of a group: how many there are, were found, are right or misnamed."""

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
        """The share that got another person's name, which is worse than no name."""
        return self.misnamed / self.found if self.found else 0.0


@dataclass(frozen=True, slots=True)
class SpeakerScore:
    """How well the speakers of a set of documents were resolved."""

    groups: dict[str, SpeakerCount]
    macro: float
    """The share that is right end to end, averaged over documents."""


def read_answers(lines: Iterable[str]) -> list[SpeakerAnswer]:
    """Lines of speakers -> answers, without those that people could not give.

    Raises:
        InvalidRequest: A line lacks a field.
    """
    required = ("id", "attribution", "speaker", "kind", "needs")
    return [
        SpeakerAnswer(
            document=record["id"],
            attribution=record["attribution"],
            speaker=record["speaker"] or "",
            kind=record["kind"],
            aliases=tuple(record.get("aliases", ())),
            needs=record["needs"],
        )
        for record in read_json_lines(lines, required=required)
        if record["kind"] != "unknown"
        and not (record.get("gold_error") or record.get("embedded_speaker"))
    ]


def score_speakers(
    answers: Sequence[SpeakerAnswer], comparisons: Sequence[Comparison]
) -> SpeakerScore:
    """Answers and compared documents -> counts by group, and the average over documents.

    Raises:
        InvalidRequest: There is no answer, or one to an attribution that the gold does not hold.
    """
    if not answers:
        raise InvalidRequest("The speakers file holds no answer.")
    documents = {comparison.gold.id: comparison for comparison in comparisons}
    groups: dict[str, SpeakerCount] = defaultdict(SpeakerCount)
    by_document: dict[str, SpeakerCount] = defaultdict(SpeakerCount)
    for answer in answers:
        count = _count(answer, documents.get(answer.document))
        for group in ("all", f"needs {answer.needs}", f"kind {answer.kind}"):
            groups[group] += count
        by_document[answer.document] += count
    macro = sum(count.right_of_all for count in by_document.values()) / len(by_document)
    return SpeakerScore(groups=dict(sorted(groups.items())), macro=macro)


def is_right(answer: SpeakerAnswer, predicted: MarkedAttribution) -> bool:
    """Return whether an answer and a prediction mean the same speaker.

    No name is right for an anonymous speaker and for a group. A joint answer ("A; B") is no name
    of one speaker.
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


def speaker_table(score: SpeakerScore) -> Table:
    """A speaker score -> its table."""
    rows = [
        (
            group,
            str(count.all),
            *(
                f"{share:.3f}"
                for share in (count.right_of_all, count.right_of_found, count.misnamed_of_found)
            ),
        )
        for group, count in score.groups.items()
    ]
    average = ("macro (by document)", "", f"{score.macro:.3f}", "", "")
    return Table(("", "lines", "right/all", "right/found", "wrong name"), (*rows, average))


def speaker_json(score: SpeakerScore) -> dict[str, object]:
    """A speaker score -> an object of the speaker scorer's form."""
    return {
        **{
            group: {
                "all": count.all,
                "right_of_all": count.right_of_all,
                "right_of_found": count.right_of_found,
                "wrong_name": count.misnamed_of_found,
            }
            for group, count in score.groups.items()
        },
        "macro": score.macro,
    }


def _count(answer: SpeakerAnswer, comparison: Comparison | None) -> SpeakerCount:
    gold = comparison.gold.attributions if comparison else ()
    wanted = next((each for each in gold if each.id == answer.attribution), None)
    if comparison is None or wanted is None:
        raise InvalidRequest(
            f"The gold has no attribution {answer.attribution} in the document {answer.document}."
        )
    content = span_bits(wanted.content)
    shared = [(content & span_bits(each.content)).bit_count() for each in comparison.predicted]
    most = max(shared, default=0)
    if not most or 2 * most < content.bit_count():
        return SpeakerCount(all=1)
    best = comparison.predicted[shared.index(most)]
    right = is_right(answer, best)
    return SpeakerCount(1, 1, int(right), int(not right and bool(best.speaker)))
