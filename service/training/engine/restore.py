"""Read exported ONNX weights back into a network that can be trained further."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from service.training.engine.export import ENCODER, LINKER
from service.training.engine.network import Network, Sizes

_QUANTISED = "_quantized"
_TRANSPOSED = "_Transposed"
_ROWS = "words.rows"
_POSITIONS = "encoder.positions.weight"
_LINKER_PRODUCTS = ("block.projections", "block.output", "block.rise", "block.fall", "labels")
"""The linker's layers whose matrices lose their names in the export, in the order of their use."""


def restore_network(folder: Path, sizes: Sizes) -> Network:
    """Return the network of a folder of exported weights, in evaluation mode.

    Eight-bit weights come back in 32 bits, each at most half a step from what was trained.

    Args:
        folder: Holds `encoder.onnx` and `linker.onnx`.
        sizes: The sizes that the network was exported with.
    """
    network = Network(sizes)
    state = _read_encoder(folder / ENCODER) | _read_linker(folder / LINKER)
    positions = state[_POSITIONS]
    # The export keeps the positions that a window can have: later ones are never looked up.
    missing = positions[-1:].expand(sizes.positions - len(positions), -1)
    state[_POSITIONS] = torch.cat([positions, missing])
    network.load_state_dict(state)
    return network.eval()


def _read_encoder(path: Path) -> dict[str, Tensor]:
    stored = _read_tensors(path)
    state: dict[str, Tensor] = {}
    for name, value in stored.items():
        plain = name.replace(".block.", ".")
        if name.endswith(_QUANTISED):
            whole = name.removesuffix(_QUANTISED)
            weight = value.float() * stored[f"{whole}_scale"]
            state[plain.removesuffix(_QUANTISED).removesuffix(_TRANSPOSED)] = weight.T.contiguous()
        elif name.endswith(_ROWS):
            scales = stored[name.replace("rows", "scales")]
            state[plain.replace("rows", "weight")] = value.float() * scales
        elif not name.endswith(("_scale", "_zero_point", ".scales")):
            state[plain] = value
    return state


def _read_linker(path: Path) -> dict[str, Tensor]:
    stored = _read_tensors(path)
    products = [name for name in stored if name.startswith("onnx::")]
    names = {
        product: f"{layer}.weight"
        for product, layer in zip(products, _LINKER_PRODUCTS, strict=True)
    }
    return {
        f"linker.{names.get(name, name)}": value.T.contiguous() if name in names else value
        for name, value in stored.items()
    }


def _read_tensors(path: Path) -> dict[str, Tensor]:
    initialisers = onnx.load(str(path)).graph.initializer
    return {
        each.name: torch.from_numpy(numpy_helper.to_array(each).copy()) for each in initialisers
    }
