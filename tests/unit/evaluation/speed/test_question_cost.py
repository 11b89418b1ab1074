"""The cost of questions is shown on one line."""

from service.evaluation.speed.question_cost import QuestionCost
from service.evaluation.timing import Elapsed


def test_a_cost_is_shown_on_one_line() -> None:
    answers = [Elapsed(0.001, 0.0005)] * 19 + [Elapsed(0.2, 0.1)]
    line = str(QuestionCost("match: the whole", answers, found=20))
    assert "1.0 ms" in line
    assert "200.0 ms" in line
    assert "0.5 ms of processor time" in line
    assert line.endswith("found 20/20")
