from pathlib import Path

import pytest

from service.extraction.pipeline import QuotationPipeline
from service.text.document import read_document
from tests.support.cases import Case, load_cases

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "cases" / "quotations.jsonl"


@pytest.mark.parametrize("case", load_cases(HERE / "quotations.jsonl"), ids=lambda case: case.id)
def test_case(case: Case, quotation_pipeline: QuotationPipeline) -> None:
    assert case.differences(quotation_pipeline.extract(read_document(case.text))) == []


def test_every_shared_case(quotation_pipeline: QuotationPipeline) -> None:
    if not SHARED.exists():
        pytest.skip("the shared cases are not beside this checkout")
    wrong = {
        case.id: differences
        for case in load_cases(SHARED)
        if (differences := case.differences(quotation_pipeline.extract(read_document(case.text))))
    }
    assert wrong == {}
