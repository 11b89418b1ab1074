"""Given names that show a gender are chosen from counts of many countries."""

import json
from pathlib import Path

from service.training.given_names import choose_given_names, write_given_names

COUNTS = {
    "siobhan": [24, 24058, 0.985, 3],
    "kwame": [19, 4466, 0.001, 3],
    "robin": [32, 462286, 0.255, 3],
    "rare": [2, 900, 1.0, 3],
    "seldom": [5, 9, 1.0, 3],
    "o'neil": [5, 900, 0.0, 3],
}


def test_names_of_one_gender_in_several_lists_are_chosen(tmp_path: Path) -> None:
    table = tmp_path / "name_data.json"
    table.write_text(json.dumps(COUNTS))

    chosen = choose_given_names(table)

    assert chosen == {"f": ["siobhan"], "m": ["kwame"]}


def test_the_list_has_a_gender_before_each_line(tmp_path: Path) -> None:
    lexicon = tmp_path / "usual_genders.txt"
    write_given_names({"f": ["siobhan"] * 20, "m": ["kwame"]}, lexicon)

    lines = [line for line in lexicon.read_text().splitlines() if not line.startswith("#")]

    assert [line[:2] for line in lines] == ["f ", "f ", "m "]
    assert all(len(line) <= 118 for line in lines)
