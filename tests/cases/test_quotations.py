from pathlib import Path

import pytest

from service.speakers.article_reader import ArticleReader
from tests.support.cases import Case, load_cases

HERE = Path(__file__).parent
PAIRS = "same_quote.jsonl"
PATHS = [path for path in sorted(HERE.glob("*.jsonl")) if path.name != PAIRS]
CASES = [case for path in PATHS for case in load_cases(path)]
SHARED = HERE.parents[2] / "shared" / "cases" / "quotations.jsonl"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case, article_reader: ArticleReader) -> None:
    assert case.differences(article_reader.read(case.text)) == []


def test_every_shared_case(article_reader: ArticleReader) -> None:
    if not SHARED.exists():
        pytest.skip("the shared cases are not beside this checkout")
    wrong = {
        case.id: differences
        for case in load_cases(SHARED)
        if (differences := case.differences(article_reader.read(case.text)))
    }
    assert wrong == {}
