"""Links that blocking keys miss are counted."""

import json
from pathlib import Path

from service.evaluation.dedup.key_recall import measure_key_recall


def test_keys_are_counted_for_what_they_miss(train: Path) -> None:
    dated = [{**json.loads(line), "date": "2022-03-01"} for line in train.read_text().splitlines()]
    train.write_text("\n".join(map(json.dumps, dated)), "utf-8")
    *_, few, some, more, most = measure_key_recall([train])
    assert few.split()[:3] == ["0", "to", "80:"]
    linked = [int(line.replace(";", "").split()[6]) for line in (few, some, more, most)]
    missed = [int(line.replace(";", "").split()[7]) for line in (few, some, more, most)]
    assert sum(linked) > 0
    assert sum(missed) == 0
