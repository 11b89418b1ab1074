"""Nouns whose speaker is unknown mean the one such body or person that the whole article names."""

import pytest

ONE_OF_ITS_KIND = [
    (
        "Pay offer is an insult, <s1>union</s1> says <q1>no</q1>\n\n{O:Lund Pilots' Guild} met.\n\n"
        "Its members voted.",
        ["Lund Pilots' Guild"],
    ),
    (
        "<s1>A rowing club</s1> said <q1>the river is foul</q1>.\n\nThe {O:Lund Rowing Club} has "
        "been here for a century.",
        ["Lund Rowing Club"],
    ),
    (
        "<s1>Police</s1> said <q1>a man was held</q1>.\n\nThe {O:Port Lund Police Department} has "
        "ninety officers.",
        ["Port Lund Police Department"],
    ),
    (
        "The {O:Lund Police} closed the road.\n\nIt rained.\n\nIt snowed.\n\nIt froze.\n\n"
        "<s1>Police</s1> said <q1>a man was held</q1>.",
        ["Lund Police"],
    ),
    (
        "{O:Lund School District} has no bus.\n\nIt rained.\n\nIt snowed.\n\nIt froze.\n\n"
        "<s1>The district</s1> said <q1>it will meet</q1>.",
        ["Lund School District"],
    ),
    (
        "Rents double, <s1>a tenants' group</s1> said <q1>so</q1>.\n\nThe {O:Society for Lund "
        "Homes} wrote it.",
        ["Society for Lund Homes"],
    ),
    (
        "Bus fares stay, <s1>minister</s1> says <q1>so</q1>\n\nMany ride.\n\n"
        "Transport Minister {P:Ada Roe} met drivers.",
        ["Ada Roe"],
    ),
]


@pytest.mark.parametrize(("marked", "expected"), ONE_OF_ITS_KIND)
def test_a_noun_means_the_one_of_its_kind(names, marked, expected):
    assert names(marked) == [expected]


UNKNOWN = [
    # Two guilds are named.
    "Offer is an insult, <s1>union</s1> says <q1>no</q1>\n\n{O:Lund Pilots' Guild} met, and so did "
    "the {O:Ystad Drivers' Guild}.",
    # Another club than the one of the story.
    "<s1>A rival club</s1> said <q1>the river is foul</q1>.\n\nThe {O:Lund Rowing Club} is old.",
    # A court that hears is a room, not a speaker.
    "Boy ran away, <s1>court</s1> hears <q1>so</q1>\n\nThe {O:Lund District Court} sat.",
    # A ministry without a name was there first.
    "The defence ministry denied it.\n\nIt rained.\n\nIt snowed.\n\nIt froze.\n\n<s1>The "
    "ministry</s1> said <q1>no</q1>.\n\nThe {O:French Foreign Ministry} was silent.",
    # Two ministers.
    "Fares stay, <s1>minister</s1> says <q1>so</q1>\n\nTransport Minister {P:Ada Roe} met Health "
    "Minister {P:Dan Moss}.",
]


@pytest.mark.parametrize("marked", UNKNOWN)
def test_a_noun_that_may_mean_another_names_none(names, marked):
    found = names(marked)
    assert not any(name and name[0].isupper() for one in found for name in one)


@pytest.mark.parametrize("printed", ["Police", "The police", "the police"])
def test_police_of_no_named_force_are_kept_as_printed(resolve, printed):
    (resolution,) = resolve(f"On Monday <s1>{printed}</s1> said <q1>a man was held</q1>.")
    (speaker,) = resolution.speakers
    assert (speaker.name, speaker.kind) == (printed, "anonymous")


NO_FORCES = ["Police Federation", "Kent Police Federation", "Lund Police Museum"]


@pytest.mark.parametrize("body", NO_FORCES)
def test_another_body_of_police_is_no_force(names, body):
    said = "<s1>Police</s1> said <q1>a man was held</q1>."
    assert names(f"The {{O:{body}}} has moved. {said}") == [["Police"]]
    assert names(f"{{O:Avon Police}} met the {{O:{body}}}. {said}") == [["Avon Police"]]


@pytest.mark.parametrize(
    "force", ["Police Scotland", "Dover Police Department", "Edo Police Command"]
)
def test_a_force_has_police_or_its_department_in_its_name(names, force):
    said = "<s1>Police</s1> said <q1>a man was held</q1>."
    assert names(f"{{O:{force}}} closed the road. {said}") == [[force]]
