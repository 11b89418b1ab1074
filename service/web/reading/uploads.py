"""Take the readable text out of a file: plain text, HTML, or a document of Word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from service.errors import InvalidRequest
from service.extras import needs_extra
from service.web.forms import SentFile, with_line_feeds

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

FILE_KINDS = (".txt", ".html", ".htm", ".docx")

MOST_UNPACKED = 40 * 1024 * 1024
"""Bytes that a document may unpack to. An article has some kilobytes; a zip bomb has more."""
MOST_PARTS = 2_000

_UNREADABLE = "The file could not be read. Copy the text from it and paste the text here."
_PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file, and what the file says about it."""

    text: str
    title: str | None = None
    url: str | None = None
    date: str | None = None


def read_file(file: SentFile) -> FileText:
    """Return the text of a file. Nothing is loaded that the file points to.

    Raises:
        InvalidRequest: It is of another kind, too large when unpacked, or damaged.
    """
    name = file.name.lower()
    if name.endswith(".txt"):
        read = FileText(_decode(file.content))
    elif name.endswith((".html", ".htm")):
        read = _read_html(file.content)
    elif name.endswith(".docx"):
        read = _read_docx(file.content)
    else:
        raise InvalidRequest(f"Only files of these kinds are read: {', '.join(FILE_KINDS)}.")
    if not read.text.strip():
        raise InvalidRequest("There is no readable text in the file. Paste the text here.")
    return read


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return with_line_feeds(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise InvalidRequest("The file is not text in UTF-8. Save it as UTF-8, or paste the text here.")


def _read_html(content: bytes) -> FileText:
    with needs_extra("files", purpose="HTML files"):
        from trafilatura import bare_extraction
    try:
        found = bare_extraction(
            content, include_comments=False, include_tables=False, with_metadata=True
        )
    except Exception:  # It parses what anybody may have written.
        raise InvalidRequest(_UNREADABLE) from None
    if found is None or isinstance(found, dict) or not found.text:
        raise InvalidRequest("There is no article in the file. Paste the text here.")
    text = with_line_feeds(found.text).replace("\n", _PARAGRAPH)
    return FileText(text, title=found.title, url=found.url, date=found.date)


def _read_docx(content: bytes) -> FileText:
    with needs_extra("files", purpose="Word documents"):
        import docx
    try:
        _check_size(content)
        document = docx.Document(BytesIO(content))
        text = _PARAGRAPH.join(part for part in _paragraphs(document) if part.strip())
        title = document.core_properties.title or None
    except InvalidRequest:
        raise
    except Exception:  # It is a zip of XML that anybody may have written.
        raise InvalidRequest(_UNREADABLE) from None
    return FileText(with_line_feeds(text), title=title)


def _check_size(content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as parts:
            sizes = [part.file_size for part in parts.infolist()]
    except BadZipFile:
        raise InvalidRequest(_UNREADABLE) from None
    # Python reads no more of a part than the size that it declares.
    if len(sizes) > MOST_PARTS or sum(sizes) > MOST_UNPACKED:
        raise InvalidRequest("The document is too large. Paste the text here.")


def _paragraphs(container: Document | _Cell) -> Iterator[str]:
    from docx.table import Table

    for block in container.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell)
        else:
            yield block.text
