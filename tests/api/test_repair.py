"""An article that does not know who spoke, where other outlets do."""

from __future__ import annotations

SAID = "“The county knew about the crumbling seawall since the storm of March”"


def test_three_outlets_show_who_spoke_and_the_answer_says_so(client, post):
    for number in range(3):
        post(f"Report {number}. {SAID} Ada Lindqvist said.", domain=f"o{number}.example")
        article = post(f"Elsewhere. {SAID} she said.", domain="post.example")
        (quotation,) = article["quotations"]
        if number < 2:
            assert (quotation["speaker"], quotation["speaker_from"]) == (None, "article")

    (quotation,) = client.get(f"/v1/articles/{article['id']}").json()["quotations"]
    assert quotation["speaker"]["name"] == "Ada Lindqvist"
    assert quotation["speaker_from"] == "other_outlets"
    assert quotation["resolution"]["step"] == "unknown"
    quote = client.get(f"/v1/quotes/{quotation['quote_id']}").json()
    assert quotation["speaker"] == {**quote["speaker"], "description": None}
    assert quote["disputed"] == []
    (match,) = client.post("/v1/quotes/match", json={"text": SAID}).json()["items"]
    assert [each["speaker_from"] for each in match["occurrences"]].count("other_outlets") == 1
