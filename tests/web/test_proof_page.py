"""The proof of a draft as a page."""

from __future__ import annotations

import re
from html import unescape

import pytest

from service.proofs.findings import ProofVerdict
from service.proofs.notes import NoteKind
from service.web.proof_report import LABELS, NOTES
from tests.web.stored import FULL, store_ferry
from tests.web.test_quote_page import HOSTILE, text_of

DRAFT = """The mayor spoke.
“We will never sell the old ferry to the borough council” Ada Quill said.
“Rowing keeps me calm and young” Ida Roe said.
“The moon is made of green cheese” Ada Quill said.
“Trust us on this one, please” said.
"""
SOURCE = f"“{FULL}” Ada Quill said.\n“Rowing keeps me calm and young” Ida Roe said."


def proof(client, **fields):
    return client.post("/proof", data={"draft": DRAFT, "source-1": SOURCE, **fields})


def test_each_quotation_has_a_verdict_with_its_passage(client):
    page = proof(client, **{"name-1": "Monday’s notes"})

    assert page.status_code == 200
    said = text_of(page.text)
    assert "4 quotations" in said
    assert re.search(r"1 verbatim ?1 trimmed ?2 not found", said)
    assert "Monday’s notes · Ada Quill" in said
    assert '<del><span class="unseen"> left out: </span>ever<span' in page.text
    assert "Words in quotation marks without a speaker." in said


def test_a_jump_leads_to_a_place_of_the_page(client):
    page = proof(client, use_store="yes").text

    jumps = set(re.findall(r'href="#([^"]+)"', page))
    places = re.findall(r'id="([^"]+)"', page)
    assert jumps <= set(places)
    assert len(places) == len(set(places))
    assert {"v1", "d1", "s1-1", "n1"} <= jumps


def test_the_draft_and_the_sources_are_shown_whole(client):
    page = proof(client).text

    panes = re.findall(r'<div class="text">(.*?)</div>', page, re.DOTALL)
    assert [unescape(re.sub(r"<[^>]*>", "", pane)) for pane in panes] == [DRAFT, SOURCE]


def test_the_store_and_stored_articles_are_sources(client):
    quote = store_ferry(client)
    article = client.get(f"/v1/quotes/{quote['quote_id']}", headers={"Accept": "*/*"}).json()
    article_id = article["occurrences"][0]["article"]["id"]

    found = proof(client, **{"source-1": "", "use_store": "yes"})
    chosen = proof(client, **{"source-1": "", "articles": f"http://x/articles/{article_id}"})

    assert "an article, b.example, 10 March 2026 · Ada Quill" in text_of(found.text)
    assert '<a href="/articles/' in found.text
    assert "The sources" not in found.text
    assert "“Ferry stays”, Harbour Post, 2 March 2026" in text_of(chosen.text)
    assert FULL in text_of(chosen.text).partition("The sources")[2]


def test_a_file_takes_the_place_of_a_field(client):
    page = client.post(
        "/proof",
        data={"draft": "not this"},
        files={
            "draft-file": ("draft.txt", DRAFT.encode(), "text/plain"),
            "file-2": ("notes.txt", SOURCE.encode(), "text/plain"),
        },
    )

    said = text_of(page.text)
    assert "4 quotations" in said
    assert "notes.txt · Ada Quill" in said


@pytest.mark.parametrize(
    ("fields", "status", "detail"),
    [
        ({"draft": " "}, 422, "There is no draft yet."),
        ({"source-1": ""}, 422, "There is no source yet."),
        ({"draft": "x" * 20_001}, 413, "20000"),
        ({"articles": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"}, 404, "No article is stored"),
    ],
)
def test_what_cannot_be_proofed_is_said_above_the_form_that_was_sent(
    client, fields, status, detail
):
    page = proof(client, **fields)

    assert page.status_code == status
    assert f'role="alert" id="proof-error">{detail}' in page.text or detail in text_of(page.text)
    assert ("never, ever" in page.text) == (fields.get("source-1") != "")


def test_a_draft_without_quotations_says_so(client):
    page = proof(client, draft="Nothing was said.")

    assert "No quotation in this draft" in page.text


def test_what_was_submitted_is_shown_as_text(client):
    hostile = f"“{HOSTILE} and more words” Ada Quill said."

    page = proof(client, **{"draft": hostile, "source-1": hostile, "name-1": HOSTILE}).text

    assert "<img" not in page
    assert page.count("<script") == 1


def test_every_verdict_and_every_note_has_words_for_readers():
    assert LABELS.keys() == set(ProofVerdict)
    assert NOTES.keys() == set(NoteKind)
