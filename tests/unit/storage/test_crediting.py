"""Whom a quote is credited to, where outlets disagree."""

from service.storage.tables.crediting import Credit, Credited, weigh

TOM, LUCY, BO = ("tom",), ("lucy",), ("bo",)


def credit(speakers: tuple[str, ...], times: int, *, sure: bool = True) -> Credit:
    return Credit(speakers, times if sure else 0, times * (0.9 if sure else 0.3))


def test_most_outlets_are_believed_and_the_others_named() -> None:
    assert weigh([credit(TOM, 2), credit(BO, 1)]) == Credited(TOM, rivals=BO)


def test_who_is_unsure_is_not_counted_beside_the_sure() -> None:
    assert weigh([credit(TOM, 1), credit(BO, 5, sure=False)]) == Credited(TOM)
    assert weigh([credit(BO, 5, sure=False)]) == Credited(BO)


def test_how_sure_they_are_breaks_ties_whoever_comes_first() -> None:
    surer = Credit(BO, 1, 0.97)
    assert weigh([credit(TOM, 1), surer]) == weigh([surer, credit(TOM, 1)])
    assert weigh([credit(TOM, 1), surer]).speakers == BO


def test_one_of_two_signers_is_no_rival() -> None:
    joint = credit((*LUCY, *TOM), 2)
    assert weigh([joint, credit(TOM, 3), credit(LUCY, 1)]) == Credited(TOM)
    assert weigh([joint, credit(BO, 1)]) == Credited((*LUCY, *TOM), rivals=BO)


def test_nobody_named_is_nobody() -> None:
    assert weigh([credit((), 3)]) == weigh([]) == Credited()
