"""The page of a speaker, and the decisions that editors take there."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.web.stored import store_article, store_ferry
from tests.web.test_quote_page import text_of


@pytest.fixture
def ada(client):
    return store_ferry(client)["speaker"]["id"]


@pytest.fixture
def ida(client):
    stored = store_article(
        client, "“We will never, ever sell the old ferry to the borough council” Ida Roe said."
    )
    return stored["quotations"][0]["speaker"]["id"]


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page))


def speaker(client, speaker_id):
    return client.get(f"/v1/speakers/{speaker_id}", headers={"Accept": "*/*"})


def test_a_speaker_has_quotes_weeks_and_outlets(client, ada):
    page = client.get(f"/speakers/{ada}").text

    said = text_of(page)
    assert "Ada Quill person 1 quote" in said
    assert "Week of 2 March 2026: 1 quote" in said
    assert "Week of 9 March 2026: 1 quote" in said
    assert page.count("<rect x=") == 2
    assert "Harbour Post 1" in said
    assert "“We will never, ever sell" in said


def test_what_editors_wrote_is_shown(client, ada):
    body = {"notes": "Mayor.", "add_aliases": ["A. Quill"], "wikidata_id": "Q42", "reason": "asked"}
    client.patch(f"/v1/speakers/{ada}", json=body, headers={"Accept": "*/*"})

    page = client.get(f"/speakers/{ada}").text

    assert "Also known as A. Quill" in text_of(page)
    assert 'href="https://www.wikidata.org/wiki/Q42" rel="noreferrer noopener"' in page
    assert "describe by local" in text_of(page)


def test_quotes_are_paged(client, ada):
    for number in range(20):
        store_article(client, f"“Words of the day {number} by the mayor” Ada Quill said.")

    first = client.get(f"/speakers/{ada}").text
    following = re.search(r'href="(/speakers/[^"]*cursor=[^"]*)"', first)

    assert following
    assert first.count('<p class="said">') == 20
    assert client.get(unescape(following[1])).text.count('<p class="said">') == 1
    assert client.get(f"/speakers/{ada}?cursor=x").status_code == 422


def test_a_merge_shows_what_it_would_do_and_then_does_it(client, ada, ida):
    found = client.get(f"/speakers/{ada}/merge?q=ida").text
    assert f'value="{ida}"' in found
    chosen = {"step": "preview", "other_id": ida}

    preview = client.post(f"/speakers/{ada}/merge", data=chosen)

    assert preview.status_code == 200
    said = text_of(preview.text)
    assert "Ada Quill 1 quote" in said
    assert "1 quote of both has the same words" in said
    assert speaker(client, ida).status_code == 200
    fields = {**hidden(preview.text), "reason": "One person."}
    decided = client.post(f"/speakers/{ada}/merge", data=fields)
    assert (decided.status_code, decided.headers["location"]) == (
        303,
        f"/speakers/{ada}#decisions",
    )
    assert speaker(client, ida).status_code == 308
    page = client.get(f"/speakers/{ada}").text
    assert "merge by local" in text_of(page)
    assert ": One person." in text_of(page)

    undone = client.post(f"/speakers/{ada}/undo", data=hidden(page))

    assert undone.status_code == 303
    assert speaker(client, ida).status_code == 200
    assert "undone by local" in client.get(f"/speakers/{ada}").text


def test_a_decision_counts_only_for_what_its_preview_showed(client, ada, ida):
    chosen = {"step": "preview", "other_id": ida}
    fields = hidden(client.post(f"/speakers/{ada}/merge", data=chosen).text)
    store_article(client, "“Other words came in between” Ada Quill said.")

    refused = client.post(f"/speakers/{ada}/merge", data=fields)

    assert refused.status_code == 412
    assert speaker(client, ida).status_code == 200


def test_a_split_shows_what_it_would_do_and_then_does_it(client, ada):
    store_article(client, "“Rowing is my only hobby” Ada Quill said.")
    page = client.get(f"/speakers/{ada}/split").text
    names = re.findall(r'name="(occurrence-[^"]*)"', page)
    assert len(names) == 3

    preview = client.post(
        f"/speakers/{ada}/split",
        data={"step": "preview", names[0]: "on", "name": "Ada Quill (rower)"},
    )

    assert "1 occurrence would have another speaker" in text_of(preview.text)
    assert speaker(client, ada).json()["quote_count"] == 2
    decided = client.post(f"/speakers/{ada}/split", data=hidden(preview.text))
    assert decided.status_code == 303
    assert speaker(client, ada).json()["quote_count"] == 1
    assert "Ada Quill (rower)" in client.get("/search?find=speakers&q=ada").text


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("merge", {"step": "preview"}, 422),
        ("merge", {"step": "preview", "other_id": "x"}, 422),
        ("merge", {"other_id": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"}, 404),
        ("split", {"step": "preview", "name": "Ida Roe"}, 422),
        ("split", {"step": "preview", "occurrence-x": "on", "name": "Ida Roe"}, 422),
        ("undo", {"judgement": "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"}, 404),
    ],
)
def test_a_form_that_cannot_be_carried_out_is_refused(client, ada, path, fields, status):
    refused = client.post(f"/speakers/{ada}/{path}", data=fields)

    assert refused.status_code == status
    assert "<h1>" in refused.text


def test_what_articles_print_beside_the_name_is_shown_with_its_days(client):
    for day in ("02", "09"):
        stored = store_article(
            client,
            f"“These are words of day {day}” Ada Quill of Harbour said.",
            published_at=f"2026-03-{day}T09:00:00Z",
        )
    speaker_id = stored["quotations"][0]["speaker"]["id"]

    said = text_of(client.get(f"/speakers/{speaker_id}").text)

    assert "of Harbour 2 March 2026 to 9 March 2026, 2 articles" in said
