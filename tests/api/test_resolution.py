"""The evidence on which a speaker is named: the same wherever a quotation is answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.api.schemas.resolution import Resolution
from service.speakers import resolve_source
from service.speakers.speaker import UNRESOLVED

ADA = {"text": "Ada Ek", "spans": [{"start": 7, "end": 13}]}
EVIDENCE = [
    ("😀 “A,” Ada Ek said.", {"step": "scripted", "confidence": 0.9, "mention": ADA, "via": None}),
    (
        "😀 “A,” Ada Ek to Bo Ek said.",
        {
            "step": "scripted",
            "confidence": 0.9,
            "mention": ADA,
            "via": {"name": "Bo Ek", "kind": "person"},
        },
    ),
    (
        "😀 “A,” Ada Ek and Bo Ek said.",
        {
            "step": "scripted",
            "confidence": 0.9,
            "mention": {
                "text": "Ada Ek Bo Ek",
                "spans": [{"start": 7, "end": 13}, {"start": 18, "end": 23}],
            },
            "via": None,
        },
    ),
    # Nobody can be made out: the mention is kept.
    (
        "😀 “A,” she said.",
        {
            "step": "unknown",
            "confidence": 0.2,
            "mention": {"text": "she", "spans": [{"start": 7, "end": 10}]},
            "via": None,
        },
    ),
    # Nothing refers to anybody.
    ("“A,” said.", {"step": "scripted", "confidence": 0.9, "mention": None, "via": None}),
]


def everywhere(client, text, query=""):
    """The resolutions of a text's quotations, from every operation that answers them."""
    extracted = client.post(f"/v1/extract{query}", json={"text": text}).json()
    body = {"outlet": {"domain": "harbourpost.example"}, "text": text}
    created = client.post(f"/v1/articles{query}", json=body).json()
    again = client.post(f"/v1/articles{query}", json=body).json()
    fetched = client.get(f"/v1/articles/{created['id']}{query}").json()
    shown = [
        [quotation["resolution"] for quotation in answer["quotations"]]
        for answer in (extracted, created, again, fetched)
    ]
    for quotation in fetched["quotations"]:
        quote = client.get(f"/v1/quotes/{quotation['quote_id']}{query}").json()
        [occurrence] = [one for one in quote["occurrences"] if one["id"] == quotation["id"]]
        assert occurrence["resolution"] == quotation["resolution"]
    return shown


@pytest.mark.parametrize(("text", "evidence"), EVIDENCE)
def test_every_answer_says_by_which_step_and_from_which_mention(client, text, evidence):
    assert everywhere(client, text) == [[evidence]] * 4


def test_an_editors_word_changes_the_speaker_and_not_what_the_article_says(client, post):
    article = post(EVIDENCE[0][0])
    [before] = article["quotations"]

    ada = before["speaker"]["id"]
    client.patch(f"/v1/speakers/{ada}", json={"name": "Ada Maria Ek"})

    [after] = client.get(f"/v1/articles/{article['id']}").json()["quotations"]
    assert after["speaker"]["name"] == "Ada Maria Ek"
    assert after["resolution"] == before["resolution"]


NAMES = st.sampled_from(["Ada Ek", "Ada Ek and Bo Ek", "Ada Ek to Bo Ek", "a guard", "she", ""])
SENTENCES = st.builds("{}“{}” {} said. ".format, st.text("😀 é", max_size=3), st.just("Yes"), NAMES)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SENTENCES, min_size=1, max_size=3).map("".join))
def test_mentions_stand_where_they_say_in_either_unit(client, text):
    units = text.encode("utf-16-le")
    points, wide = everywhere(client, text), everywhere(client, text, "?offset_unit=utf16")

    assert points == [points[0]] * 4
    assert wide == [wide[0]] * 4
    for one, other in zip(points[0], wide[0], strict=True):
        mention, utf16 = one.pop("mention"), other.pop("mention")
        assert one == other
        if mention is None:
            assert utf16 is None
            continue
        words = [text[span["start"] : span["end"]] for span in mention["spans"]]
        counted = [units[2 * span["start"] : 2 * span["end"]] for span in utf16["spans"]]
        assert " ".join(words) == mention["text"] == utf16["text"]
        assert [part.decode("utf-16-le") for part in counted] == words


def test_the_contract_names_every_step_that_may_decide():
    modules = Path(resolve_source.__file__).parent.glob("*.py")
    source = "\n".join(path.read_text("utf-8") for path in modules)
    set_here = re.findall(r'(?:step=|, )"(\w+)"\)| else "(\w+)"|step="(\w+)"', source)
    steps = {*resolve_source.STEP_CONFIDENCE, *resolve_source._RANKED_STEPS}
    steps |= {step for found in set_here for step in found if step} | {UNRESOLVED.step}
    assert {"label", "joint", "continuation"} <= steps
    description = Resolution.model_fields["step"].description
    assert description is not None
    assert {step for step in steps if f"`{step}`" not in description} == set()
