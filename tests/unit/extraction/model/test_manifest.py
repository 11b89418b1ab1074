import json
import shutil
from pathlib import Path

import pytest

from service.errors import NotReady
from service.extraction.model.confidence import load_confidence_model
from service.extraction.model.manifest import MANIFEST, check_files, write_manifest
from service.extraction.model.model_reader import WEIGHTS

MOST_BYTES = 30 * 1024 * 1024


def test_the_weights_are_those_of_the_manifest() -> None:
    check_files(WEIGHTS)


def test_the_weights_are_small_and_hold_no_pickle() -> None:
    files = [path for path in WEIGHTS.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    assert {path.suffix for path in files} <= {".onnx", ".txt", ".json", ".md", ".csv", ".svg"}


def test_the_calibration_says_how_good_it_is() -> None:
    stored = json.loads((WEIGHTS / "calibration.json").read_text(encoding="utf-8"))
    assert stored["expected_calibration_error"] <= 0.05
    assert 0.0 < load_confidence_model(WEIGHTS / "calibration.json").least < 0.5


def test_a_file_that_changed_is_refused(tmp_path: Path) -> None:
    shutil.copyfile(WEIGHTS / "calibration.json", tmp_path / "calibration.json")
    write_manifest(tmp_path, ["calibration.json"], about={})
    check_files(tmp_path)
    (tmp_path / "calibration.json").write_text("{}", encoding="utf-8")
    with pytest.raises(NotReady, match=r"calibration\.json"):
        check_files(tmp_path)
    (tmp_path / "calibration.json").unlink()
    with pytest.raises(NotReady, match="lack"):
        check_files(tmp_path)
    (tmp_path / MANIFEST).unlink()
    with pytest.raises(NotReady, match=MANIFEST):
        check_files(tmp_path)
