"""What asking for stored quotes costs, told on one line."""

from service.evaluation.speed.question_cost import Cost


def test_a_cost_is_told_on_one_line() -> None:
    told = str(Cost("match: the whole", [0.001] * 19 + [0.2], found=20))
    assert "1.0 ms" in told
    assert "200.0 ms" in told
    assert told.endswith("found 20/20")
