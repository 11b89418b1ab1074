"""/v1/articles."""

from __future__ import annotations

from uuid import uuid4

TEXT = "😀 “Who pays for the pier?” Ada Lindqvist said."
ARTICLE = {
    "outlet": {"domain": "HarbourPost.example", "name": "Harbour Post"},
    "url": "https://harbourpost.example/pier",
    "title": "Who pays?",
    "published_at": "2026-03-14T10:30:00+01:00",
    "text": TEXT,
}


def test_stores_an_article_and_answers_what_it_says(client):
    response = client.post("/v1/articles", json=ARTICLE)

    assert response.status_code == 201
    article = response.json()
    assert response.headers["location"] == f"/v1/articles/{article['id']}"
    assert article["outlet"]["domain"] == "harbourpost.example"
    assert article["outlet"]["name"] == "Harbour Post"
    assert article["url"] == ARTICLE["url"]
    assert article["title"] == ARTICLE["title"]
    assert article["published_at"] == "2026-03-14T09:30:00Z"
    assert article["text"] == TEXT
    (quotation,) = article["quotations"]
    assert quotation["text"] == "Who pays for the pier?"
    assert quotation["spans"] == [{"start": 3, "end": 25}]
    assert quotation["attribution"]["cue"]["text"] == "said"
    assert quotation["speaker"]["name"] == "Ada Lindqvist"
    assert quotation["speaker"]["id"] is not None
    assert quotation["match"] == "new"
    assert (quotation["similarity"], quotation["outlet_count"], quotation["occurrence_count"]) == (
        1,
        1,
        1,
    )
    assert client.get(response.headers["location"]).json() == article


def test_answers_denied_words_in_their_place_without_a_quote(client):
    text = (
        "“Who pays?” Ada Lindqvist said. “Nobody pays,” Bo Ek denies. “I do,” Ada Lindqvist said."
    )
    created = client.post("/v1/articles", json={**ARTICLE, "text": text}).json()

    article = client.get(f"/v1/articles/{created['id']}").json()
    assert article["quotations"] == created["quotations"]
    first, denied, last = article["quotations"]
    assert [each["text"] for each in (first, denied, last)] == [
        "Who pays?",
        "Nobody pays,",
        "I do,",
    ]
    assert denied["attribution"]["polarity"] == "denied"
    assert (denied["id"], denied["quote_id"], denied["match"]) == (None, None, None)
    assert denied["speaker"] == {"id": None, "name": "Bo Ek", "kind": "person", "description": None}
    quotes = client.get("/v1/quotes").json()["items"]
    assert {quote["text"] for quote in quotes} == {"Who pays?", "I do,"}


def test_the_same_article_again_changes_nothing(client):
    first = client.post("/v1/articles", json=ARTICLE)
    again = client.post("/v1/articles", json=ARTICLE)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"]


def test_a_changed_text_under_a_known_url_takes_the_place_of_the_old_one(client):
    first = client.post("/v1/articles", json=ARTICLE).json()
    changed = client.post("/v1/articles", json={**ARTICLE, "text": "“Nobody,” Bo Ek said."})

    assert changed.status_code == 200
    assert changed.json()["id"] == first["id"]
    assert [found["text"] for found in changed.json()["quotations"]] == ["Nobody,"]
    assert [quote["text"] for quote in client.get("/v1/quotes").json()["items"]] == ["Nobody,"]


def test_needs_an_outlet_and_a_text_alone(client):
    response = client.post(
        "/v1/articles", json={"outlet": {"name": "Dagbladet"}, "text": "Nothing."}
    )

    assert response.status_code == 201
    article = response.json()
    assert (article["url"], article["title"], article["published_at"]) == (None, None, None)
    assert article["quotations"] == []


def test_counts_utf16_units_when_asked(client):
    created = client.post("/v1/articles?offset_unit=utf16", json=ARTICLE).json()
    fetched = client.get(f"/v1/articles/{created['id']}?offset_unit=utf16").json()

    assert created == fetched
    (quotation,) = fetched["quotations"]
    (span,) = quotation["spans"]
    units = TEXT.encode("utf-16-le")
    assert units[2 * span["start"] : 2 * span["end"]].decode("utf-16-le") == quotation["text"]
    assert quotation["attribution"]["source"]["spans"] == [{"start": 28, "end": 41}]


def test_a_deleted_article_is_gone_with_its_quotes(client, post):
    article = post(TEXT)

    deleted = client.delete(f"/v1/articles/{article['id']}")

    assert deleted.status_code == 204
    assert client.get(f"/v1/articles/{article['id']}").status_code == 404
    assert client.delete(f"/v1/articles/{article['id']}").status_code == 404
    assert client.get("/v1/quotes").json()["items"] == []


def test_an_unknown_id_is_not_found(client):
    assert client.get(f"/v1/articles/{uuid4()}").status_code == 404


def test_lists_the_articles_that_meet_every_filter(client, post):
    post("One.", domain="a.example", published_at="2026-01-01T00:00:00Z")
    post("Two.", domain="a.example", published_at="2026-02-01T00:00:00Z")
    post("Three.", domain="b.example", published_at="2026-03-01T00:00:00Z")

    def dates(**query: str) -> list[str]:
        page = client.get("/v1/articles", params=query).json()
        return [article["published_at"][:7] for article in page["items"]]

    assert dates() == ["2026-03", "2026-02", "2026-01"]
    assert dates(outlet="a.example") == ["2026-02", "2026-01"]
    assert dates(published_from="2026-02-01T01:00:00+01:00") == ["2026-03", "2026-02"]
    assert dates(published_to="2026-02-01T00:00:00Z") == ["2026-01"]
    assert dates(outlet="b.example", published_to="2026-02-01T00:00:00Z") == []
