"""Export trained weights to the two ONNX files that the engine runs, quantised to 8 bits."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from service.extraction.model.cue_distances import AFTER, BEFORE
from service.extraction.model.windows import Cut
from service.training.engine.network import STUDENT, Block, Encoder, Network, Sizes, load_network

ENCODER = "encoder.onnx"
LINKER = "linker.onnx"
_OPSET = 17


class _Table(nn.Module):
    """Word vectors in eight bits, each row with a scale of its own."""

    rows: Tensor
    scales: Tensor

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scales = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", torch.round(weight / scales).to(torch.int8))
        self.register_buffer("scales", scales)

    def forward(self, numbers: Tensor) -> Tensor:
        rows: Tensor = self.rows[numbers].float()
        return rows * self.scales[numbers]


class _FlatBlock(nn.Module):
    """A transformer layer over the pieces of one window, with fewer steps than over a batch."""

    def __init__(self, block: Block) -> None:
        super().__init__()
        self.block = block

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        block = self.block
        length, width = states.shape
        size = width // block.heads
        split = block.projections(states).view(length, 3 * block.heads, size).transpose(0, 1)
        queries, keys, values = split.split(block.heads)
        scores = (queries * size**-0.5) @ keys.transpose(1, 2)
        if mask is not None:
            scores = scores + mask[0]
        scores = torch.softmax(scores, dim=-1)
        mixed = (scores @ values).transpose(0, 1).reshape(length, width)
        states = block.first(states + block.output(mixed))
        normalised: Tensor = block.second(states + block.fall(functional.gelu(block.rise(states))))
        return normalised


class _Window(nn.Module):
    """An encoder for one window at a time: rows of a batch cannot change each other."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        for index, block in enumerate(encoder.blocks):
            if isinstance(block, Block):
                encoder.blocks[index] = _FlatBlock(block)

    def forward(
        self, numbers: Tensor, shapes: Tensor, places: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        states, tags, entities = self.encoder(numbers, shapes, places)
        return states, tags, entities


def export(weights: Path, folder: Path, *, sizes: Sizes = STUDENT, eight_bits: bool = True) -> None:
    """Write the ONNX files of a file of weights to the folder.

    Args:
        weights: The averaged weights of a run.
        folder: Where to write.
        sizes: The sizes of the network.
        eight_bits: Whether to quantise the encoder; in 32 bits it is four times as large.
    """
    network = load_network(weights, sizes)
    folder.mkdir(parents=True, exist_ok=True)
    encoder = network.encoder
    longest = 1 + Cut().longest
    encoder.positions.weight = nn.Parameter(encoder.positions.weight[:longest].clone())
    if eight_bits:
        encoder.add_module("words", _Table(encoder.words.weight.detach()))
    _export_encoder(encoder, folder / ENCODER)
    _export_linker(network, folder / LINKER)
    if eight_bits:
        # The linker stays in 32 bits: quantised together, its rows would change each other.
        quantize_dynamic(
            folder / ENCODER,
            folder / ENCODER,
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            weight_type=QuantType.QInt8,
        )
    for name in (ENCODER, LINKER):
        onnx.checker.check_model(str(folder / name))


def _export_encoder(encoder: Encoder, path: Path) -> None:
    sample = torch.ones(40, dtype=torch.int64)
    names = ("numbers", "shapes", "places")
    torch.onnx.export(
        _Window(encoder).eval(),
        (sample, sample, sample),
        str(path),
        input_names=list(names),
        output_names=["states", "tags", "entities"],
        dynamic_axes={name: {0: "pieces"} for name in (*names, "states", "tags", "entities")},
        opset_version=_OPSET,
        dynamo=False,
    )


def _export_linker(network: Network, path: Path) -> None:
    pieces, cues = 50, 3
    width = network.encoder.positions.embedding_dim
    index = torch.ones(cues, dtype=torch.int64)
    grid = torch.ones(cues, BEFORE + AFTER, dtype=torch.int64)
    names = ("states", "first", "last", "around", "distances", "steps")
    torch.onnx.export(
        network.linker.eval(),
        (torch.zeros(pieces, width), index, index, grid, grid, grid),
        str(path),
        input_names=list(names),
        output_names=["links"],
        dynamic_axes={"states": {0: "pieces"}, "first": {0: "cues"}, "last": {0: "cues"}}
        | {name: {0: "cues", 1: "around"} for name in (*names[3:], "links")},
        opset_version=_OPSET,
        dynamo=False,
    )
