"""A name that an engine found together with a post or a dateline in capitals is parted from it."""

import pytest

POSTS = [
    ("<s1>{P:Welsh Green AM Nerys Vaughan}</s1> said “<q1>it is a drop</q1>”.", "Nerys Vaughan"),
    ("<s1>{P:Labour TD Cathal Rafter}</s1> said “<q1>it is cold comfort</q1>”.", "Cathal Rafter"),
    ("<s1>{P:PCSO Alan Deakin}</s1> said “<q1>she was brave</q1>”.", "Alan Deakin"),
    ("<s1>{P:DSWDO Lorna Pascual}</s1> said “<q1>the rice is here</q1>”.", "Lorna Pascual"),
    ("<s1>{O:Northern Party MSP Alan Roe}</s1> said “<q1>it is late</q1>”.", "Alan Roe"),
    ("<s1>{P:AM David Roe}</s1> said “<q1>it is late</q1>”.", "David Roe"),
]
NAMES = [
    ("<s1>{P:MK Silverton}</s1> said “<q1>it is a good pitch</q1>”.", "MK Silverton"),
    ("<s1>{P:KP Tarkari Oli}</s1> said “<q1>the border is ours</q1>”.", "KP Tarkari Oli"),
    ("<s1>{O:Mercy NHS Jordan Office}</s1> said “<q1>it is late</q1>”.", "Mercy NHS Jordan Office"),
    ("<s1>{P:Aoife Ní Bhroin}</s1> said “<q1>we waited</q1>”.", "Aoife Ní Bhroin"),
]


@pytest.mark.parametrize(("marked", "name"), POSTS)
def test_a_post_in_capitals_is_no_part_of_a_name(names, marked, name):
    assert names(marked) == [[name]]


@pytest.mark.parametrize(("marked", "name"), NAMES)
def test_initials_and_single_surnames_stay(names, marked, name):
    assert names(marked) == [[name]]


DATELINES = [
    "{P:BAY CITY}—A pier fell on Monday. <s1>He</s1> said “<q1>go home</q1>”.",
    "{O:PALMA CITY} — A pier fell on Monday. <s1>It</s1> said “<q1>go home</q1>”.",
    "{P:LUNDA}, Ostrava, May 3 – A pier fell. <s1>He</s1> said “<q1>go home</q1>”.",
]


@pytest.mark.parametrize("marked", DATELINES)
def test_a_dateline_in_capitals_is_no_speaker(names, marked):
    assert names(marked) == [[]]


def test_a_reporter_in_capitals_under_the_headline_is_no_speaker(names):
    story = (
        "{P:ANA ROE}\n\nThe {O:Health Office} sent a team. <s1>She</s1> said “<q1>go home</q1>”."
    )
    assert names(f"Fever spreads\n\n{story}") == [[]]
    assert names(f"Fever spreads\n\n{story} Ms {{P:Roe}} came.") == [["ANA ROE"]]


def test_a_name_in_capitals_before_a_dash_in_a_sentence_stays(names):
    marked = "{P:ANA ROE} — she is the mayor — came. <s1>She</s1> said “<q1>go home</q1>”."
    assert names(marked) == [["ANA ROE"]]
