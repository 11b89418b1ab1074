"""What tests of several rooms share."""

import pytest

from service.extraction.pipeline import QuotationPipeline
from service.extraction.reader import load_reader


@pytest.fixture(scope="session")
def quotation_pipeline() -> QuotationPipeline:
    return QuotationPipeline(reader=load_reader())
