"""The parts of descriptions: title, role and affiliation, where the words give them."""

from __future__ import annotations

import pytest

from service.speakers.descriptions.parts import description_parts
from service.text.spans import Span


@pytest.mark.parametrize(
    ("described", "title", "role", "affiliation"),
    [
        (
            "spokeswoman for China's Foreign Ministry",
            None,
            "spokeswoman",
            "China's Foreign Ministry",
        ),
        ("Foreign Ministry spokeswoman", None, "spokeswoman", "Foreign Ministry"),
        ("director of the Ems Trust", None, "director", "Ems Trust"),
        ("professor of law at Yale", None, "professor of law", "Yale"),
        ("former mayor of Ems", None, "former mayor", "Ems"),
        ("former Obama adviser", None, "former Obama adviser", "Obama"),
        ("chief of staff", None, "chief of staff", None),
        ("harbour master", None, "harbour master", None),
        ("Harbour master", None, "Harbour master", None),
        ("Clinton spokesman", None, "spokesman", "Clinton"),
        ("lawyer who runs the Ems Trust", None, "lawyer", None),
        ("who runs the bakery", None, None, None),
        ("Sen.", "Sen.", None, None),
        ("South Korean President", "South Korean President", None, None),
        ("Secretary of State", "Secretary of State", None, None),
        ("Republican nominee Gov.", "Gov.", "Republican nominee", None),
        ("Rep.|D-Ohio|head of the caucus", "Rep.", "head of the caucus", "D-Ohio"),
        ("Senator|Republican of Iowa", "Senator", None, "Republican of Iowa"),
        ("Prime\nMinister", "Prime\nMinister", None, None),
        ("Foreign\r\n  Ministry spokeswoman", None, "spokeswoman", "Foreign\r\n  Ministry"),
        ("spokeswoman for \nthe Foreign Ministry", None, "spokeswoman", "Foreign Ministry"),
        ("former mayor\nof Ems", None, "former mayor", "Ems"),
        ("Rep.|head\nof the\ncaucus|D-\nOhio", "Rep.", "head\nof the\ncaucus", "D-\nOhio"),
        ("Representative|of New York", "Representative", None, "New York"),
        ("Del.", "Del.", None, None),
        ("Del.|D-Md.", "Del.", None, "D-Md."),
        ("Ald.|director of the Ems Trust", "Ald.", "director", "Ems Trust"),
        ("Maryland Del.", "Maryland Del.", None, None),
        ("Cllr.", "Cllr.", None, None),
        ("Sen.|Vt.", "Sen.", None, "Vt."),
        ("Gov.|N.Y.", "Gov.", None, "N.Y."),
        ("Rep.|Ohio", "Rep.", None, "Ohio"),
        ("Sen.|New Hampshire", "Sen.", None, "New Hampshire"),
        ("Mayor|Wash.", "Mayor", None, "Wash."),
        ("New York lawyer", None, "lawyer", "New York"),
    ],
)
def test_a_description_is_taken_apart(
    described: str, title: str | None, role: str | None, affiliation: str | None
) -> None:
    text = f"😀 {described}"
    pieces, at = [], 2
    for words in described.split("|"):
        pieces.append((Span(at, at + len(words)), words))
        at += len(words) + 1
    found = description_parts(pieces)
    parts = (found.title, found.role, found.affiliation)
    assert [part and part.of(text) for part in parts] == [title, role, affiliation]
