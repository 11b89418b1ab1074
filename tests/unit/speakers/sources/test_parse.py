"""Sources and the forms of their parts."""

from __future__ import annotations

import pytest

from service.speakers.sources.forms import SourceForm
from service.speakers.sources.parse import parse_source
from service.text.spans import Span


@pytest.mark.parametrize(
    ("text", "form", "head"),
    [
        ("she", SourceForm.PRONOUN, "she"),
        ("he himself", SourceForm.PRONOUN, "he"),
        ("who", SourceForm.RELATIVE, "who"),
        ("the spokesman for the group", SourceForm.ROLE, "spokesman"),
        ("a spokesman", SourceForm.UNNAMED, "spokesman"),
        ("somebody", SourceForm.UNNAMED, "somebody"),
        ("the company", SourceForm.ORGANIZATION, "company"),
        ("the tech giant", SourceForm.ORGANIZATION, "giant"),
        ("critics", SourceForm.GROUP, "critics"),
        ("the lawsuit", SourceForm.DOCUMENT, "lawsuit"),
        ("the 22-year-old", SourceForm.ROLE, "22-year-old"),
        ("I", SourceForm.OTHER, "i"),
    ],
)
def test_a_source_has_a_form_and_a_head(text: str, form: SourceForm, head: str) -> None:
    (part,) = parse_source(text, (Span(0, len(text)),), ())
    assert (part.form, part.head) == (form, head)


def test_no_source_has_no_part() -> None:
    assert parse_source("", (), ()) == ()
