"""The page that reads a text, without a browser."""

from __future__ import annotations

import html
import re

import pytest

from service.api.auth.scopes import Scope
from service.web.reading.reasons import _REASONS
from tests.support.keys import add_key
from tests.web.conftest import MAX_CHARACTERS

TEXT = (
    "Before.\n\n“We will rebuild it,” Ines Calder said.\n\n“Perhaps,” said.\n\n“Never,” she said."
)


def texts_of(page: str) -> str:
    """Return the text of the article as the page shows it."""
    [sheet] = re.findall(
        r'<div class="sheet" id="sheet">(.*?)</div>\s*</div>\s*<div id="cards">', page, re.S
    )
    without_chips = re.sub(r'<div class="chips">.*?</div>', "", sheet, flags=re.S)
    paragraphs = re.findall(r'<p dir="auto">(.*?)</p>', without_chips, re.S)
    return "\n\n".join(html.unescape(re.sub(r"<[^>]*>", "", one)) for one in paragraphs)


def read(client, text, **fields):
    return client.post("/", data={"text": text, **fields})


def test_every_quotation_is_marked_with_its_content_cue_and_source(client):
    page = read(client, TEXT).text

    assert texts_of(page) == TEXT
    assert '<span data-q="1" class="content words hue-0">We will rebuild it,</span>' in page
    assert '<span class="source hue-0">Ines Calder</span>' in page
    assert '<span class="cue hue-0">said</span>' in page
    assert len(re.findall(r'class="chip ', page)) == 3
    assert "3 quotations by 1 speaker" in page


def test_a_card_says_kind_confidence_and_why(client):
    page = read(client, TEXT).text

    [card] = re.findall(r'<div class="cardlet hue-0" id="card-1".*?\n</div>', page, re.S)
    assert "Ines Calder" in card
    assert "direct: all words verbatim" in card
    assert "90% sure" in card
    assert "Found by the step “scripted”." in card


def test_what_is_unsure_looks_unsure(client):
    page = read(client, TEXT).text

    assert '<button type="button" class="chip hue-none unsure" id="chip-3"' in page
    assert '<span class="name">Speaker unknown</span>' in page


def test_what_is_denied_looks_denied(client):
    page = read(client, "“We will rebuild it,” Ines Calder denies.").text

    assert 'class="content words hue-0 denied">We will rebuild it,</span>' in page
    assert "denied: the text says this was not said" in page
    assert 'action="/matches"' not in page


def test_one_colour_for_all_quotations_of_a_speaker_and_another_for_the_next(client):
    text = "“A b,” Ann Roe said. “C d,” Bo Lee said. “E f,” Ann Roe said."
    page = read(client, text).text

    looks = re.findall(r'class="chip (hue-\d+)" id="chip-(\d)"', page)
    assert looks == [("hue-0", "1"), ("hue-1", "2"), ("hue-0", "3")]


@pytest.mark.parametrize(
    "text",
    [
        "😀 “Yes, 😀 we can,” Ann Roe said.",
        "\u00a0“No\u00a0break,” Ann Roe said.",
        "Cafe\u0301 “Cafe\u0301 e\u0301,” Ann Roe said.",
        "שלום “שלום עולם,” Ann Roe said.",
        "A  b\tc “two  spaces,” Ann Roe said.",
        "<b>&amp; “<script>alert(1)</script>,” Ann Roe said.",
        "{{ 7 * 7 }} “{% raw %}{braces},” Ann Roe said.",
    ],
)
def test_any_text_is_shown_as_it_is(client, text):
    page = read(client, text).text

    assert texts_of(page) == text
    words = text[text.index("“") + 1 : text.index("”")]
    [shown] = re.findall(r'<span data-q="1" class="content words hue-0">(.*?)</span>', page, re.S)
    assert html.unescape(shown) == words


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def test_nothing_that_is_sent_becomes_html(client):
    fields = {"outlet": HOSTILE, "title": HOSTILE, "url": HOSTILE, "date": HOSTILE}
    page = read(client, f"{HOSTILE} “{HOSTILE}” {HOSTILE}", **fields)
    form = client.post("/", data={"text": "", **fields})
    name = client.post("/", files={"file": (f"{HOSTILE}.exe", b"x")})
    good = {**fields, "url": "", "date": ""}
    stored = client.post("/articles", data={"text": "“A,” Ann Roe said.", **good})
    shown = client.get(stored.headers["location"])
    matched = client.post("/matches", data={"text": HOSTILE})

    for answer in (page, form, name, shown, matched):
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
    assert page.text.count("&lt;script&gt;alert(1)") > 5


def test_the_lines_of_a_field_come_back_as_they_are_stored(client):
    text = "One.\r\n\r\n“Two,” Ann Roe said."
    page = read(client, text).text

    kept = re.findall(r'<textarea name="text" hidden>\n(.*?)</textarea>', page, re.S)[0]
    stored = client.post("/articles", data={"text": html.unescape(kept), "outlet": "a.example"})
    article = client.get(stored.headers["location"].replace("/articles", "/v1/articles")).json()
    assert article["text"] == text.replace("\r\n", "\n")


def test_a_file_is_read_in_place_of_a_text(client):
    file = ("a.txt", "“No,” Ann Roe said.".encode())
    page = client.post("/", data={"text": ""}, files={"file": file})

    assert page.status_code == 200
    assert texts_of(page.text) == "“No,” Ann Roe said."


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"data": {"text": " \n"}}, 422, "There is no text yet."),
        ({"files": {"file": ("a.pdf", b"x")}}, 422, "Only files of these kinds are read"),
        ({"data": {"text": "x" * (MAX_CHARACTERS + 1)}}, 413, "Send a shorter text."),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_form(client, sent, status, says):
    page = client.post("/", **sent)

    assert page.status_code == status
    assert says in page.text
    assert 'role="alert"' in page.text
    assert 'aria-describedby="read-error"' in page.text
    assert page.text.count("x") < 5_000 or status == 413


def test_a_text_that_cannot_be_stored_is_a_page_that_says_so(client):
    page = read(client, "nul \0 “A,” Ann Roe said.")

    assert page.status_code == 422
    assert "/text" in page.text


def test_a_form_that_is_cut_off_is_refused(client):
    page = client.post(
        "/", content=b"--x\r\nbroken", headers={"Content-Type": "multipart/form-data; boundary=x"}
    )

    assert page.status_code == 422


def test_each_demo_article_is_read(client):
    start = client.get("/").text

    links = re.findall(r'href="(/\?demo=[^"]+)"', start)
    assert len(links) == 8
    assert all(client.get(link).status_code == 200 for link in links)
    assert client.get("/?demo=nothing").status_code == 404


def test_a_full_queue_says_when_to_try_again(client, app, monkeypatch):
    from service.errors import Overloaded

    def full() -> None:
        raise Overloaded("Too many texts are waiting to be read. Try again.", retry_after=3)

    queue = app.state.services.reader
    monkeypatch.setattr(type(queue), "require_room", lambda self: full())
    page = read(client, TEXT)

    assert page.status_code == 503
    assert page.headers["retry-after"] == "3"
    assert "Try again in 3 seconds." in page.text


def test_a_key_that_may_only_read_sees_no_form_that_stores(client, app):
    _, headers = add_key(app.state.services.store, scopes=[Scope.READ])
    client.headers.update(headers)

    assert 'action="/articles"' not in read(client, TEXT).text
    assert client.post("/articles", data={"text": TEXT, "outlet": "a.example"}).status_code == 403


def test_every_step_of_the_contract_has_its_reason():
    from service.api.schemas.resolution import Resolution

    described = Resolution.model_fields["step"].description or ""
    steps = set(re.findall(r"`(\w+)`", described))
    assert steps == set(_REASONS)
