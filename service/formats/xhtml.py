"""Markup to text: a paragraph for each block, as a reader of the page sees it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "block", "blockquote", "body", "caption", "dd", "div"),
        *("dl", "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hl1", "hl2", "hr", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "td", "th", "tr", "ul"),
    )
)
"""Elements that begin and end a paragraph: those of HTML, and of NITF."""

_HIDDEN = frozenset({"head", "script", "style", "template", "title"})

_WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
"""What a browser shows as one space. A no-break space stays as it is."""


def to_plain_text(markup: str) -> str:
    """Return the text of markup: its paragraphs, with an empty line between them.

    Broken markup is read as far as it goes. A line break within a paragraph stays one.
    """
    parser = _TextParser()
    parser.feed(_close_open_markup(markup))
    parser.close()
    return "\n\n".join(parser.paragraphs())


def _close_open_markup(markup: str) -> str:
    """Return markup without comments and sections, in which each tag has an end.

    The parser looks for the end of each of them up to the end of the markup. Where there is none, a
    megabyte of `<!--` would take it an hour. What is left of `<![`, as in `<![if ...]>`, is read
    as a comment that ends with the next `>`.
    """
    markup = _without(markup, "<!--", "-->")
    markup = _without(markup, "<![CDATA[", "]]>")
    markup = markup.replace("<![", "<!")
    whole = markup.rfind(">") + 1
    return markup[:whole] + markup[whole:].replace("<", "&lt;")


def _without(markup: str, begin: str, end: str) -> str:
    """Return markup without all that stands between two marks. What never ends is left out."""
    kept, *hidden = markup.split(begin)
    return kept + "".join(part.partition(end)[2] for part in hidden)


class _TextParser(HTMLParser):
    """Collects the text of paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[str] = []
        self._words: list[str] = []
        self._hidden = 0

    def paragraphs(self) -> list[str]:
        """Return the paragraphs that are not blank."""
        self._end_paragraph()
        return self._done

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph at a block, and a line at a line break."""
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self._end_paragraph()
        elif tag == "br":
            self._words.append("\v")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that ends at once for what it is: nothing can be hidden in it."""
        if tag not in _HIDDEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph with its block."""
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self._end_paragraph()

    def handle_data(self, data: str) -> None:
        """Collect text."""
        if not self._hidden:
            # A vertical tab means a line break in here, so it cannot come from the text.
            self._words.append(data.replace("\v", " "))

    def _end_paragraph(self) -> None:
        text = _WHITE_SPACE.sub(" ", "".join(self._words))
        lines = (line.strip(" ") for line in text.split("\v"))
        paragraph = "\n".join(line for line in lines if line)
        if paragraph.strip():
            self._done.append(paragraph)
        self._words = []
