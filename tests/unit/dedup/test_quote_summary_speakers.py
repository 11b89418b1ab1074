"""The majority of articles decides who said a quote."""

from service.dedup.quote_summary import Credit, Credited, Witness, count_credits, majority_speakers

TOM, LUCY, BO = ("tom",), ("lucy",), ("bo",)


def credit(speakers: tuple[str, ...], times: int, *, sure: bool = True) -> Credit:
    return Credit(speakers, times if sure else 0, times * (0.9 if sure else 0.3))


def said(who: tuple[str, ...], confidence: float, outlet: str, story: object = None) -> Witness:
    return Witness(who, confidence, outlet, story or outlet)


def test_the_majority_wins_and_the_others_are_disputed() -> None:
    assert majority_speakers([credit(TOM, 2), credit(BO, 1)]) == Credited(TOM, disputed=BO)


def test_an_unsure_name_is_a_rival_of_a_sure_one_however_often_it_comes() -> None:
    unsure = credit(BO, 5, sure=False)
    assert majority_speakers([credit(TOM, 1), unsure]) == Credited(TOM, disputed=BO)
    assert majority_speakers([unsure]) == Credited(BO)


def test_two_names_that_may_be_one_person_count_together_and_are_no_rivals() -> None:
    short, full, other = ("tim holm",), ("timothy holm",), ("ada quill",)
    found = majority_speakers([credit(short, 2), credit(full, 3), credit(other, 4)])
    assert found == Credited(full, disputed=other)
    alone = ("holm\x1ewire.example\x1e2031-W18",)
    assert majority_speakers([credit(short, 2), credit(alone, 1)]) == Credited(short)


def test_confidence_breaks_ties_in_any_order() -> None:
    surer = Credit(BO, 1, 0.97)
    assert majority_speakers([credit(TOM, 1), surer]) == majority_speakers([surer, credit(TOM, 1)])
    assert majority_speakers([credit(TOM, 1), surer]).speakers == BO


def test_one_of_two_signers_is_not_disputed() -> None:
    joint = credit((*LUCY, *TOM), 2)
    assert majority_speakers([joint, credit(TOM, 3), credit(LUCY, 1)]) == Credited(TOM)
    assert majority_speakers([joint, credit(BO, 1)]) == Credited((*LUCY, *TOM), disputed=BO)


def test_without_a_named_speaker_there_is_none() -> None:
    assert majority_speakers([credit((), 3)]) == majority_speakers([]) == Credited()


def test_occurrences_with_the_same_speakers_are_one_credit() -> None:
    counted = count_credits([said(TOM, 0.9, "a"), said(BO, 0.5, "b"), said(TOM, 0.25, "c")])
    assert counted == [Credit(TOM, 1, 1.15), Credit(BO, 1, 0.5)]


def test_an_outlet_that_prints_the_words_often_counts_once() -> None:
    often = [said(TOM, 0.6, "wire", story=nth) for nth in range(3)]
    others = [said(BO, 0.6, "gazette"), said(BO, 0.6, "post")]
    assert majority_speakers(count_credits([*often, *others])) == Credited(BO, disputed=TOM)


def test_a_story_at_many_outlets_counts_once() -> None:
    echoes = [said(TOM, 0.6, f"outlet{n}", story="agency") for n in range(40)]
    others = [said(BO, 0.6, "gazette"), said(BO, 0.6, "post")]
    assert majority_speakers(count_credits([*echoes, *others])) == Credited(BO, disputed=TOM)
    unsure = [said(TOM, 0.4, f"outlet{n}", story="agency") for n in range(40)]
    assert majority_speakers(count_credits([*unsure, said(BO, 0.45, "gazette")])).speakers == BO
