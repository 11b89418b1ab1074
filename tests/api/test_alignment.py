"""What each outlet left out, added and changed, and who else is credited: in every answer."""

from __future__ import annotations

import pytest

FULL = "😀 For some time, China has actively promoted talks, and 𝒱ienna is ready to host them"
CUT = "For some time, China has actively promoted talks"
CHANGED = "😀 For some time, China has quietly promoted talks, and 𝒱ienna is ready to host them"


@pytest.fixture
def quote(client, post):
    """The quote of which three outlets print as many wordings."""
    for number, words in enumerate((FULL, CUT, CHANGED)):
        post(
            f"“{words}” Liu Pengyu said.",
            domain=f"{'abc'[number]}.example",
            published_at=f"2022-02-2{number}T00:00:00Z",
        )
    [found] = client.get("/v1/quotes").json()["items"]
    return found


def printings(client, quote, **query):
    answer = client.get(f"/v1/quotes/{quote['id']}", params=query).json()
    return answer["text"], {one["text"]: one for one in answer["occurrences"]}


def test_an_occurrence_shows_what_its_outlet_changed(client, quote):
    full, found = printings(client, quote)

    assert found[full]["alignment"] == []
    other = CHANGED if full == FULL else FULL
    [changed] = found[other]["alignment"]
    assert changed["kind"] == "changed"
    assert {changed["printed"]["text"], changed["full"]["text"]} == {"actively", "quietly"}
    left_out = found[CUT]["alignment"][-1]
    assert (left_out["kind"], left_out["printed"]) == ("left_out", None)
    assert left_out["full"]["text"] == "and 𝒱ienna is ready to host them"


def test_spans_count_into_the_two_wordings(client, quote):
    for unit, width in (("codepoint", 4), ("utf16", 2)):
        full, found = printings(client, quote, offset_unit=unit)
        encoding = "utf-32-le" if unit == "codepoint" else "utf-16-le"
        excerpts = [
            (wording, difference[side])
            for one in found.values()
            for difference in one["alignment"]
            for side, wording in (("printed", one["text"]), ("full", full))
            if difference[side]
        ]
        assert excerpts
        for wording, excerpt in excerpts:
            there = wording.encode(encoding)[excerpt["start"] * width : excerpt["end"] * width]
            assert there.decode(encoding) == excerpt["text"]


def test_an_article_shows_the_same(client, quote):
    _, found = printings(client, quote, offset_unit="utf16")
    for one in found.values():
        path = f"/v1/articles/{one['article']['id']}?offset_unit=utf16"
        [quotation] = client.get(path).json()["quotations"]
        assert quotation["alignment"] == one["alignment"]


def test_what_is_not_stored_is_not_aligned(client):
    answer = client.post("/v1/extract", json={"text": "“Yes,” Ada Ek said."}).json()

    assert answer["quotations"][0]["alignment"] is None


def test_rivals_are_listed_where_outlets_disagree(client, post):
    words = (
        "“Nobody in this weary town was ever asked about the harbour wall or its ruinous price,”"
    )
    for domain, speaker in (("a", "Ada Ek"), ("b", "Ada Ek"), ("c", "Bo Lind")):
        post(f"{words} {speaker} said.", domain=f"{domain}.example")
    post("“Not us, for sure,” Ada Ek said.")

    disputed, agreed = sorted(
        client.get("/v1/quotes").json()["items"], key=lambda quote: -quote["outlet_count"]
    )

    assert disputed["speaker"]["name"] == "Ada Ek"
    assert [rival["name"] for rival in disputed["disputed"]] == ["Bo Lind"]
    assert agreed["disputed"] == []
    whole = client.get(f"/v1/quotes/{disputed['id']}").json()
    assert whole["disputed"] == disputed["disputed"]
