"""The encoder's vectors, by spans of the text."""

from __future__ import annotations

import numpy as np

from service.extraction.model.model_reader import load_reader
from service.speakers.article_reader import ArticleReader
from service.text.document import read_document
from service.text.spans import Span

TEXT = "Ada Rehn left the harbour.\n\nShe said it was over."


def test_a_span_has_the_mean_vector_of_its_pieces() -> None:
    vectors = load_reader().read(read_document(TEXT), ()).vectors
    assert vectors is not None
    first, last = vectors.vector(Span(0, 3)), vectors.vector(Span(4, 8))
    both = vectors.vector(Span(0, 8))
    assert first is not None
    assert last is not None
    assert both is not None
    assert both.dtype == np.float32
    assert np.abs(first - last).max() > 0.1
    # "Rehn" may have several pieces, so the mean of both words lies between their vectors.
    assert (np.minimum(first, last) - 0.01 <= both).all()
    assert (both <= np.maximum(first, last) + 0.01).all()


def test_what_was_not_read_has_no_vector() -> None:
    vectors = load_reader().read(read_document(TEXT), ()).vectors
    assert vectors is not None
    assert vectors.vector(Span(len(TEXT) + 1, len(TEXT) + 5)) is None


def test_an_article_that_is_read_keeps_no_vectors(article_reader: ArticleReader) -> None:
    assert article_reader.read(TEXT).extraction.vectors is None
