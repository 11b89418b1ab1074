"""Score the engine on the annotated news that the repository may publish: `tests/gold`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from service.commands.inputs import file_lines
from service.errors import InvalidRequest
from service.evaluation.attribution.counts import Counts, Measure, add_up
from service.evaluation.attribution.scores import score_document
from service.evaluation.predictions import compare_files
from service.evaluation.speakers.scores import SpeakerCount, read_answers, score_speakers
from service.evaluation.tables import Table

GOLD = Path(__file__).parents[2] / "tests" / "gold"
"""Comes with a checkout of the repository, not with the package."""

PUBLIC_SETS = (
    "gum_news",
    "wikinews_dev",
    "written_dev",
    "passages_dev",
    "passages_2",
    "news_3",
    "news_4",
    "news_5",
    "news_6",
    "news_7",
)
"""The sealed files stay out: a figure that is looked at daily is tuned on, in the end."""

_MEASURES = (
    Measure.ATTRIBUTION,
    Measure.QUOTED_DETECTED,
    Measure.QUOTED_ATTRIBUTED,
    Measure.CONTENT_EXACT,
    Measure.SOURCE_TOKENS,
)


@dataclass(frozen=True, slots=True)
class PublicScore:
    """How well one set was read."""

    name: str
    documents: int
    counts: Counts
    speakers: SpeakerCount


def score_public_sets() -> list[PublicScore]:
    """Read the articles of all public sets now, and score attributions and speakers.

    Raises:
        InvalidRequest: This is no checkout of the repository, so that there are no sets.
    """
    if not GOLD.is_dir():
        raise InvalidRequest(
            "The public sets are not here. Run this command in a checkout of the repository."
        )
    return [_score_set(name, GOLD / f"{name}.jsonl") for name in PUBLIC_SETS]


def _score_set(name: str, gold: Path) -> PublicScore:
    comparisons = compare_files(gold, None)
    answers = read_answers(file_lines(gold.with_name(f"{name}_speakers.jsonl")))
    return PublicScore(
        name=name,
        documents=len(comparisons),
        counts=add_up([score_document(each).counts for each in comparisons]),
        speakers=score_speakers(answers, comparisons).groups["all"],
    )


def public_tables(scores: list[PublicScore]) -> list[Table]:
    """Return a table of attributions and one of speakers, a row for each set.

    `P` and `R` are those of `attribution`; the columns after them are F1.
    """
    head = ("", "articles", "gold", "P", "R", *(measure.value for measure in _MEASURES))
    rows = [
        (
            score.name,
            str(score.documents),
            str(score.counts[Measure.ATTRIBUTION].gold),
            f"{score.counts[Measure.ATTRIBUTION].precision:.3f}",
            f"{score.counts[Measure.ATTRIBUTION].recall:.3f}",
            *(f"{score.counts[measure].f1:.3f}" for measure in _MEASURES),
        )
        for score in scores
    ]
    speakers = [
        (
            score.name,
            str(score.speakers.all),
            f"{score.speakers.right_of_all:.3f}",
            f"{score.speakers.right_of_found:.3f}",
            f"{score.speakers.misnamed_of_found:.3f}",
        )
        for score in scores
    ]
    return [
        Table(head, tuple(rows)),
        Table(("speakers", "lines", "right/all", "right/found", "wrong name"), tuple(speakers)),
    ]


def public_json(scores: list[PublicScore]) -> dict[str, object]:
    """Return the figures of each set as an object, by the set's name."""
    return {
        score.name: {
            "documents": score.documents,
            **{
                measure.value: {"p": count.precision, "r": count.recall, "f1": count.f1}
                for measure, count in score.counts.items()
            },
            "speakers": {
                "lines": score.speakers.all,
                "right_of_all": score.speakers.right_of_all,
                "right_of_found": score.speakers.right_of_found,
                "wrong_name": score.speakers.misnamed_of_found,
            },
        }
        for score in scores
    }
