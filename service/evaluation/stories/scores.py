"""Score stories: which texts of a corpus are near copies, and made-up syndication."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from service.dedup.stories.near_copies import are_near_copies, group_copies
from service.dedup.stories.sketch import Sketch, count_shared, sketch_article
from service.evaluation.stories.syndication import RIVAL, PrintedReport, syndicate
from service.evaluation.tables import Table, as_markdown


def score_stories(paths: Sequence[Path], *, reports: int) -> Iterator[str]:
    """Yield the lines of a report: near copies among the texts, and made-up syndication.

    Args:
        paths: JSONL files of texts with ids. The same text again counts once.
        reports: How many texts are printed as agency reports.
    """
    texts = _read(paths)
    sketches = {id_: sketch_article(text) for text, id_ in texts.items()}
    yield from _near_copies(sketches)
    ids = {id_: text for text, id_ in texts.items()}
    apart = [ids[min(story)] for story in group_copies(sketches)]
    yield from _syndication(syndicate(apart, reports=reports))


def _read(paths: Sequence[Path]) -> dict[str, str]:
    lines = (line for path in paths for line in path.read_text("utf-8").splitlines())
    records = (json.loads(line) for line in lines if line.strip())
    return {record["text"]: record["id"] for record in records}


def _near_copies(sketches: Mapping[str, Sketch]) -> Iterator[str]:
    """Yield each pair that is one story, and the pair that is nearest to being one."""
    rows: list[tuple[str, ...]] = []
    nearest, pairs = 0.0, 0
    for (one, a), (other, b) in combinations(sorted(sketches.items()), 2):
        pairs += 1
        if set(a.keys).isdisjoint(b.keys):
            continue
        part = count_shared(a, b) / min(a.shingles, b.shingles)
        if are_near_copies(a, b):
            rows.append((one, other, f"{part:.2f}"))
        else:
            nearest = max(nearest, part)
    yield as_markdown(Table(("article", "near copy", "shared part of the shorter"), tuple(rows)))
    yield (
        f"{len(sketches)} texts, {pairs} pairs: {len(rows)} are near copies; "
        f"the nearest other pair shares {nearest:.2f}"
    )


def _syndication(printed: Sequence[PrintedReport]) -> Iterator[str]:
    """Yield how many printed reports came into the story of their report, by what was changed."""
    sketches = {number: sketch_article(one.text) for number, one in enumerate(printed)}
    story_of = {number: nth for nth, story in enumerate(group_copies(sketches)) for number in story}
    # A report's story is the one of its first, unchanged printing.
    main: dict[int, int] = {}
    for number, one in enumerate(printed):
        main.setdefault(one.report, story_of[number])
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for number, one in enumerate(printed):
        total[one.change] += 1
        found[one.change] += story_of[number] == main[one.report]
    wrong = sum(
        len({printed[number].report for number in story}) - 1 for story in group_copies(sketches)
    )
    rows = tuple(
        (change, str(total[change]), str(found[change]), f"{found[change] / total[change]:.3f}")
        for change in total
        if change != RIVAL
    )
    yield as_markdown(Table(("change", "articles", "in the story of their report", "share"), rows))
    yield f"{len(printed)} articles of {len(main)} reports: {wrong} reports joined to another one"
