"""What tests of several rooms share."""

import pytest

from service.extraction.pipeline import QuotationPipeline
from service.extraction.rules.reader import RuleReader, load_rule_reader
from service.settings import get_settings


@pytest.fixture(scope="session")
def rule_reader() -> RuleReader:
    return load_rule_reader(get_settings().spacy_model)


@pytest.fixture(scope="session")
def quotation_pipeline(rule_reader: RuleReader) -> QuotationPipeline:
    return QuotationPipeline(reader=rule_reader)
