"""Whom the paragraph of a pronoun is about."""

from __future__ import annotations

SAID = "<s1>{P:John Cole}</s1> said <q1>no</q1>. <s2>{P:Peter Dunn}</s2> said <q2>yes</q2>.\n\n"


def test_the_one_person_of_the_paragraph_goes_on(names):
    assert names(SAID + "{P:Cole} was calm. “<q3>It is late,</q3>” <s3>he</s3> said.")[-1] == [
        "John Cole"
    ]


def test_a_person_without_a_name_may_be_meant(names):
    assert (
        names(SAID + "A diplomat was blunter. “<q3>It is late,</q3>” <s3>he</s3> said.")[-1] == []
    )


def test_a_surname_that_the_engine_missed_counts(names):
    marked = SAID + "Later Cole has met the press. “<q3>It is late,</q3>” <s3>he</s3> said."
    assert names(marked)[-1] == ["John Cole"]
