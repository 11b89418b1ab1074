"""Files: their readable text, and what is refused."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import pytest

from service.errors import InvalidRequest
from service.web.forms import SentFile
from service.web.reading.uploads import MOST_UNPACKED, read_file

ARTICLE = """<!doctype html><html lang="en"><head><title>Pier stays shut - Harbour Post</title>
<meta property="og:title" content="Pier stays shut"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Pier stays shut</h1>
<p>The pier stays shut until spring, the harbour master announced on Friday evening.</p>
<p>“We will rebuild it,” Ines Calder said. “It will be wider, and safer for everybody.”</p>
<script>alert("no")</script>
<p>Nobody knows yet who pays for the repairs, which the council puts at two million.</p></article>
<footer>All rights reserved</footer></body></html>"""


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "In a cell"
    document.core_properties.title = "Pier stays shut"
    held = BytesIO()
    document.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "“Ja,” said Ö.\nNext".encode(),
        b"\xef\xbb\xbf" + "“Ja,” said Ö.\r\nNext".encode(),
        "“Ja,” said Ö.\rNext".encode("utf-16"),
        "“Ja,” said Ö.\nNext".encode("cp1252"),
    ],
    ids=["utf-8", "with a byte order mark", "utf-16", "windows"],
)
def test_plain_text_in_the_encodings_that_programs_write(content):
    assert read_file(SentFile("a.TXT", content)).text == "“Ja,” said Ö.\nNext"


def test_an_article_in_html_without_menus_and_scripts():
    read = read_file(SentFile("a.html", ARTICLE.encode()))

    assert "“We will rebuild it,” Ines Calder said." in read.text
    assert not any(word in read.text for word in ("Sport", "alert", "All rights"))
    assert "\n\n" in read.text
    assert "Pier stays shut" in (read.title or "")


def test_the_paragraphs_of_a_word_document():
    read = read_file(SentFile("a.docx", word_file("“No,” she said.", "", "It\u00a0rained.")))

    assert read.text == "“No,” she said.\n\nIt\u00a0rained.\n\nIn a cell"
    assert read.title == "Pier stays shut"


def zip_of(**parts: bytes) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.4"),
        ("a", b"text"),
        ("a.txt", b" \n "),
        ("a.txt", b"\xff\xfe\x00"),
        ("a.html", b"<html></html>"),
        ("a.html", b"<" * 5_000),
        ("a.docx", b"no zip"),
        ("a.docx", zip_of(other=b"x")),
        ("a.docx", word_file("x" * 9)[:-40]),
    ],
)
def test_what_is_no_readable_file_is_refused_in_words(name, content):
    with pytest.raises(InvalidRequest) as refused:
        read_file(SentFile(name, content))

    assert "Paste" in refused.value.detail or "paste" in refused.value.detail or name[-4:] != ".txt"
    assert "Traceback" not in refused.value.detail


def test_a_zip_bomb_is_not_unpacked():
    bomb = zip_of(**{"word/document.xml": b"\0" * (MOST_UNPACKED + 1)})
    assert len(bomb) < 100_000

    with pytest.raises(InvalidRequest, match="too large"):
        read_file(SentFile("a.docx", bomb))


def test_entities_of_a_word_document_are_not_expanded():
    whole = BytesIO(word_file("“No,” she said."))
    held = BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "word/document.xml":
                bomb = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
                head, _, rest = content.partition(b"?>")
                content = head + b"?>" + bomb + rest.replace("“No,”".encode(), b"&a;&f;")
            new.writestr(part, content)

    try:
        text = read_file(SentFile("a.docx", held.getvalue())).text
    except InvalidRequest:
        return
    assert "aaaaaaaaaa" not in text
    assert "root:" not in text
