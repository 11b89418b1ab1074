from __future__ import annotations

import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.formats.xhtml import to_plain_text
from tests.support.article_records import storable_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>One\n  two</p>\n <p>Three</p>", "One two\n\nThree"),
        ("<p>One<br/>two<br>three</p>", "One\ntwo\nthree"),
        ("<p>“It <em>works</em>,” she said.</p>", "“It works,” she said."),
        ("<p>A &amp; B&nbsp;C &#8220;d&#8221;</p>", "A & B\u00a0C “d”"),
        ("<h1>Head</h1>Text<ul><li>a</li><li>b</li></ul>", "Head\n\nText\n\na\n\nb"),
        ("<p>a<script>SECRET</script><style>p{}</style>b</p>", "ab"),
        ("<p>open <b>end", "open end"),
        ("<p>a</p><p> </p><p/>", "a"),
        ("<p>a<!-- b <!-- > -->c<![CDATA[ <d> ]]>e<![if mso]>f<![endif]></p>", "acef"),
        ("<p>a</p><!-- never ends <p>b</p>", "a"),
        ("<p>1 < 2</p> 3 < 4", "1 < 2\n\n3 < 4"),
        ("no markup at all", "no markup at all"),
        ("", ""),
    ],
)
def test_a_block_is_a_paragraph(markup, text):
    assert to_plain_text(markup) == text


@given(st.lists(storable_text().map(lambda text: " ".join(text.split())), max_size=5))
def test_paragraphs_come_back_from_their_markup(paragraphs):
    markup = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)

    assert to_plain_text(markup) == "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    "piece",
    [
        *("<!--", "<!-- >", "<![CDATA[", "<![CDATA[ >", "<![a", "<![a[ >", "<!a", "<?", "<p ", "<"),
        *("</p ", "</", "<p x='", '<p x="a" ', "&", "&#", "&#1", "<script>", "<script></", "<p>"),
    ],
)
def test_markup_without_ends_takes_time_by_its_length(piece):
    """Twice the length may cost twice the time, not four times: here it would be minutes."""
    begun = time.process_time()

    to_plain_text(piece * 100_000)
    to_plain_text(piece * 100_000 + ">")

    assert time.process_time() - begun < 5


@given(st.text())
def test_any_string_is_read(markup):
    assert "\x0b" not in to_plain_text(markup)
