"""Labels before the words and signatures after them, in each style."""

from __future__ import annotations

import pytest

from service.extraction.quoted_text.bylines import (
    LabelStyle,
    SignatureStyle,
    find_label,
    find_signature,
)
from service.text.spans import Span


def label_in(text: str, style: LabelStyle) -> tuple[str, str | None] | None:
    label = find_label(text, Span(0, len(text)), style=style)
    if label is None:
        return None
    assert label.colon.of(text) == ":"
    return label.name.of(text), label.role.of(text) if label.role else None


def signature_in(text: str, style: SignatureStyle) -> str | None:
    signature = find_signature(text, Span(0, len(text)), style=style)
    return signature.name.of(text) if signature else None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("QUILL: The pier is safe.", ("QUILL", None)),
        ("ADA QUILL: The pier is safe.", ("ADA QUILL", None)),
        ("“O’NEILL: The pier is safe.”", ("O’NEILL", None)),
        ("Q: Is it safe?", ("Q", None)),
        ("A:It is.", ("A", None)),
        ("QUILL, Mayor of Holm: It is.", ("QUILL", ", Mayor of Holm")),
        ("QUILL (by phone): It is.", ("QUILL", " (by phone)")),
        ("Quill: It is.", None),
        ("QUILL said: It is.", None),
        ("QUILL:", None),
    ],
)
def test_a_label_in_capitals(text: str, label: tuple[str, str | None] | None) -> None:
    assert label_in(text, LabelStyle.CAPITALS) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Quill: It is.", ("Quill", None)),
        ("Ada B. Quill: It is.", ("Ada B. Quill", None)),
        ("“Ada Quill: It is.”", ("Ada Quill", None)),
        ("Ada Quill (by phone): It is.", ("Ada Quill ", "(by phone)")),
        ("QUILL: It is.", ("QUILL", None)),
        ("Ada Quill, mayor: It is.", None),
        ("Quill:It is.", None),
        ("the mayor: It is.", None),
        ("Ada Quill said: It is.", None),
    ],
)
def test_a_label_that_is_a_name(text: str, label: tuple[str, str | None] | None) -> None:
    assert label_in(text, LabelStyle.NAME) == label


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("— Ada Quill", "Ada Quill"),
        ("- Ada Quill", "Ada Quill"),
        ("-- Ada von Quill, mayor of Holm.", "Ada von Quill"),
        ("– Duke of Holm", "Duke of Holm"),
        ("Ada Quill", None),
        ("— the mayor", None),
        ("— Ada Quill said so.", None),
    ],
)
def test_a_line_of_a_name(text: str, name: str | None) -> None:
    assert signature_in(text, SignatureStyle.LINE_OF_NAME) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" — Ada Quill", "Ada Quill"),
        (" - the keeper of the pier, Ada Quill", "the keeper of the pier, Ada Quill"),
        (" --Ada Quill ", "Ada Quill"),
        (" Ada Quill", None),
        (" — " + "x" * 102, None),
    ],
)
def test_the_rest_of_a_line(text: str, name: str | None) -> None:
    assert signature_in(text, SignatureStyle.REST_OF_LINE) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (".” — Ada Quill", "Ada Quill"),
        ("” – Ada Quill, mayor of Holm, on Monday", "Ada Quill"),
        ("” — Ada Quill.", "Ada Quill"),
        ("” - Ada Quill", None),
        ("” — the mayor", None),
        ("” — Ada Quill (left)", None),
    ],
)
def test_a_name_after_the_mark(text: str, name: str | None) -> None:
    assert signature_in(text, SignatureStyle.AFTER_MARK) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("” — Ada Quill\n“Next", "Ada Quill"),
        (" — Ada Quill, mayor of Holm\n", "Ada Quill, mayor of Holm"),
        ("” — Ada Quill", None),
        ("” - Ada Quill\n", None),
        ("” — “Quill”\n", None),
    ],
)
def test_a_line_that_ends_in_a_name(text: str, name: str | None) -> None:
    assert signature_in(text, SignatureStyle.BEFORE_NEW_LINE) == name
