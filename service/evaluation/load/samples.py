"""What came of each request, and the statistics of many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_REFUSALS = frozenset({429, 503})
_ERRORS = 400


@dataclass(frozen=True, slots=True)
class Sample:
    """One request and its answer."""

    operation: str
    seconds: float
    status: int
    """0 where the connection was lost."""
    told_when: bool
    """Whether the answer carried `Retry-After`."""
    in_time: bool
    """Whether the answer came before the end of the run."""


@dataclass(frozen=True, slots=True)
class OperationStatistics:
    """The requests of one operation in one run. Times are milliseconds of good answers."""

    operation: str
    answered: int
    """Good answers."""
    per_second: float
    """Good answers before the end of the run, by its seconds."""
    p50: float | None
    p95: float | None
    p99: float | None
    refused: int
    """Answers with 429 or 503."""
    refused_untold: int
    """Those without `Retry-After`."""
    refused_p95: float | None
    failed: int
    """Other answers from 400 on, and lost connections."""


def summarise_samples(
    operation: str, samples: Iterable[Sample], *, seconds: float
) -> OperationStatistics:
    """Return the statistics of requests that lasted `seconds` in all, under the given name."""
    all_samples = list(samples)
    good = [each for each in all_samples if 0 < each.status < _ERRORS]
    refused = [each for each in all_samples if each.status in _REFUSALS]
    times = sorted(each.seconds * 1000 for each in good)
    return OperationStatistics(
        operation=operation,
        answered=len(good),
        per_second=sum(each.in_time for each in good) / seconds,
        p50=nearest_rank(times, 50),
        p95=nearest_rank(times, 95),
        p99=nearest_rank(times, 99),
        refused=len(refused),
        refused_untold=sum(not each.told_when for each in refused),
        refused_p95=nearest_rank(sorted(each.seconds * 1000 for each in refused), 95),
        failed=len(all_samples) - len(good) - len(refused),
    )


def summarise_operations(
    samples: Iterable[Sample], *, groups: Mapping[str, Iterable[str]], seconds: float
) -> list[OperationStatistics]:
    """Return statistics of each operation, and of groups of them.

    Args:
        samples: The requests of one run.
        groups: The names of groups, each with its operations. A group comes before its members.
        seconds: How long the run took.
    """
    by_operation: defaultdict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_operation[sample.operation].append(sample)
    found = []
    for group, members in groups.items():
        present = [name for name in members if by_operation[name]]
        if present:
            together = [sample for name in present for sample in by_operation[name]]
            found.append(summarise_samples(group, together, seconds=seconds))
        found += [summarise_samples(name, by_operation[name], seconds=seconds) for name in present]
    return found


def nearest_rank(ordered: Sequence[float], share: int) -> float | None:
    """Return the smallest value that `share` percent do not exceed (nearest rank); None of none."""
    if not ordered:
        return None
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]
