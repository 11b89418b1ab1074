"""What articles print beside a speaker's name, in extraction, articles, quotes and speakers."""

from __future__ import annotations

TEXT = "🚢 “Not us, for sure,” Ada Quill of Ems said. “Nor we,” Bo Ek said."


def _words(text, described):
    utf16 = text.encode("utf-16-le")
    return [
        utf16[2 * span["start"] : 2 * span["end"]].decode("utf-16-le")
        for span in described["spans"]
    ]


def test_extraction_answers_what_stands_beside_the_name(client):
    answer = client.post("/v1/extract", json={"text": TEXT}).json()

    ada, bo = (one["speaker"] for one in answer["quotations"])
    start = TEXT.index("of Ems")
    assert ada["description"] == {
        "text": "of Ems",
        "spans": [{"start": start, "end": start + len("of Ems")}],
        "title": None,
        "role": None,
        "affiliation": {
            "text": "Ems",
            "spans": [{"start": start + 3, "end": start + len("of Ems")}],
        },
    }
    assert bo["description"] is None


def test_offsets_of_descriptions_count_utf16_if_asked(client, post):
    asked = {"offset_unit": "utf16"}
    extracted = client.post("/v1/extract", params=asked, json={"text": TEXT}).json()
    stored = client.get(f"/v1/articles/{post(TEXT)['id']}", params=asked).json()

    for answer in (extracted, stored):
        described = answer["quotations"][0]["speaker"]["description"]
        assert _words(TEXT, described) == ["of Ems"]
        assert _words(TEXT, described["affiliation"]) == ["Ems"]


def test_a_quote_shows_each_articles_own_description(client, post):
    first = post("“Not us, for sure,” Ada Quill of Ems said.", domain="a.example")
    post("“Not us, for sure,” Ada Quill of Rye said.", domain="b.example")
    post("“Not us, for sure,” Ada Quill said.", domain="c.example")

    quote = client.get(f"/v1/quotes/{first['quotations'][0]['quote_id']}").json()

    described = [one["speaker"]["description"] for one in quote["occurrences"]]
    assert [each and each["text"] for each in described] == ["of Ems", "of Rye", None]
    assert "description" not in quote["speaker"]


def test_denied_words_keep_the_description(post):
    stored = post("“Not us, for sure,” Ada Quill of Ems denies.")

    assert stored["quotations"][0]["speaker"]["description"]["text"] == "of Ems"


def test_a_speaker_has_dated_descriptions(client, post):
    days = ["2019-03-01T08:00:00Z", "2021-05-02T08:00:00Z", "2024-01-03T08:00:00Z"]
    articles = [
        post(
            f"“Words {day},” Ada Quill of {place} said.",
            published_at=day,
            url=f"https://a.example/{n}",
        )
        for n, (day, place) in enumerate(zip(days, ["Ems", "Rye", "Ems"], strict=True))
    ]
    speaker_id = articles[0]["quotations"][0]["speaker"]["id"]

    speaker = client.get(f"/v1/speakers/{speaker_id}").json()

    assert speaker["descriptions"] == [
        {
            "text": "of Ems",
            "first_printed": days[0],
            "last_printed": days[2],
            "article_count": 2,
            "article_ids": [articles[2]["id"], articles[0]["id"]],
        },
        {
            "text": "of Rye",
            "first_printed": days[1],
            "last_printed": days[1],
            "article_count": 1,
            "article_ids": [articles[1]["id"]],
        },
    ]
