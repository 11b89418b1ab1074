"""The network: an uncased encoder with heads for tags and names, and a linker for each cue."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from service.extraction.model.cue_distances import DISTANCES, PARAGRAPH_STEPS
from service.extraction.model.labels import ENTITY_LABELS, LINK_LABELS, TAG_LABELS
from service.extraction.model.sequence import MarkPlace
from service.extraction.model.tokeniser import Shape

DROPOUT = 0.1
POOL = 1 << 24
_UNKNOWN, _FIRST, _SEPARATOR = 100, 101, 102
"""Where BERT's vocabulary has [UNK], [CLS] and [SEP]."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The widths of the network; those of the encoder are fixed by its pre-trained weights."""

    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    heads: int = 12
    inner: int = 1536
    layers: int = 6
    relative: int = 0
    """Into how many ranges attention sorts the distance of two pieces (MPNet); 0 for not at all."""
    tag_width: int = 256
    link_width: int = 128
    link_heads: int = 4
    link_inner: int = 256


STUDENT = Sizes()
"""The sizes of all-MiniLM-L6-v2."""
TEACHER = Sizes(width=768, inner=3072, layers=12, relative=32)
"""The sizes of all-mpnet-base-v2."""


class PooledDropout(nn.Module):
    """Dropout with coins tossed in advance: tossing them each time takes a tenth of training."""

    pool: Tensor | None = None

    def forward(self, states: Tensor) -> Tensor:
        """States -> the same states; while training, some of them are zero."""
        if not self.training:
            return states
        if PooledDropout.pool is None:
            kept = (torch.rand(POOL) >= DROPOUT) / (1.0 - DROPOUT)
            PooledDropout.pool = kept.to(states.dtype)
        first = int(torch.randint(POOL - states.numel(), ()))
        kept = PooledDropout.pool[first : first + states.numel()].view(states.shape)
        return states * kept.to(states.dtype)


class Block(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.projections = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.first = nn.LayerNorm(width, eps=1e-12)
        self.rise = nn.Linear(width, inner)
        self.fall = nn.Linear(inner, width)
        self.second = nn.LayerNorm(width, eps=1e-12)
        self.dropout = PooledDropout()

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """States and an additive mask -> states."""
        rows, length, width = states.shape
        split = self.projections(states).view(rows, length, 3, self.heads, width // self.heads)
        queries, keys, values = split.permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: going back through torch's own attention takes twice as long on a CPU.
        scale = (width // self.heads) ** -0.5
        scores = (queries * scale) @ keys.transpose(-1, -2)
        if mask is not None:
            scores = scores + mask
        with torch.autocast("cpu", enabled=False):
            shares = torch.softmax(scores, dim=-1)
        mixed = shares @ values
        mixed = mixed.transpose(1, 2).reshape(rows, length, width)
        states = self.first(states + self.dropout(self.output(mixed)))
        risen = self.fall(functional.gelu(self.rise(states)))
        normalised: Tensor = self.second(states + self.dropout(risen))
        return normalised


class Encoder(nn.Module):
    """The encoder: it computes states, tag scores and entity scores of pieces."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.words = nn.Embedding(sizes.vocabulary, sizes.width)
        self.positions = nn.Embedding(sizes.positions, sizes.width)
        self.shapes = nn.Embedding(len(Shape), sizes.width)
        self.places = nn.Embedding(len(MarkPlace), sizes.width)
        self.normalise = nn.LayerNorm(sizes.width, eps=1e-12)
        self.dropout = PooledDropout()
        self.relative = nn.Embedding(sizes.relative, sizes.heads) if sizes.relative else None
        self.blocks = nn.ModuleList(
            Block(sizes.width, sizes.heads, sizes.inner) for _ in range(sizes.layers)
        )
        self.tag_inner = nn.Linear(sizes.width, sizes.tag_width)
        self.tags = nn.Linear(sizes.tag_width, len(TAG_LABELS))
        self.entity_inner = nn.Linear(sizes.width, sizes.tag_width)
        self.entities = nn.Linear(sizes.tag_width, len(ENTITY_LABELS))
        for feature in (self.shapes, self.places):
            nn.init.normal_(feature.weight, std=0.01)

    def forward(
        self, numbers: Tensor, shapes: Tensor, places: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return the states, tag scores and entity scores of windows.

        Args:
            numbers: The pieces' numbers, of shape (windows, length).
            shapes: The pieces' shapes, alike.
            places: The pieces' places between quotation marks, alike.
            mask: What is added to the scores of attention. None hides no piece.
        """
        order = torch.arange(numbers.shape[-1], device=numbers.device)
        states = self.words(numbers) + self.positions(order) + self.shapes(shapes)
        states = self.dropout(self.normalise(states + self.places(places)))
        if self.relative is not None:
            ranges = sort_distances(numbers.shape[-1], self.relative.num_embeddings)
            biases = self.relative(ranges).permute(2, 0, 1)[None]
            mask = biases if mask is None else mask + biases
        if torch.is_autocast_enabled("cpu"):
            states = states.to(torch.bfloat16)
            mask = None if mask is None else mask.to(torch.bfloat16)
        for block in self.blocks:
            states = block(states, mask)
        tags = self.tags(functional.gelu(self.tag_inner(self.dropout(states))))
        entities = self.entities(functional.gelu(self.entity_inner(self.dropout(states))))
        return states, tags, entities


class LinkerNetwork(nn.Module):
    """The linker: it computes the label of each piece around a cue, for that cue."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        width = sizes.link_width
        self.piece = nn.Linear(sizes.width, 2 * width)
        self.cue = nn.Linear(2 * sizes.width, 2 * width)
        self.distances = nn.Embedding(DISTANCES, width)
        self.steps = nn.Embedding(PARAGRAPH_STEPS, width)
        self.normalise = nn.LayerNorm(width, eps=1e-12)
        self.block = Block(width, sizes.link_heads, sizes.link_inner)
        self.labels = nn.Linear(width, len(LINK_LABELS))

    def forward(
        self,
        states: Tensor,
        first: Tensor,
        last: Tensor,
        around: Tensor,
        distances: Tensor,
        steps: Tensor,
    ) -> Tensor:
        """Flat states and, a row for each cue, its first and last piece and the pieces around it.

        Args:
            states: What the encoder made of the pieces, windows one after another.
            first: The index of each cue's first piece.
            last: The index of each cue's last piece.
            around: The indices of the pieces around each cue.
            distances: How far each of these is from its cue (see `cue_distances`); 0 is padding.
            steps: How many paragraphs on.

        Returns:
            Scores over `LINK_LABELS` for each piece around each cue.
        """
        own, own_gate = self.piece(states).chunk(2, dim=-1)
        cue, cue_gate = self.cue(torch.cat([states[first], states[last]], dim=-1)).chunk(2, dim=-1)
        joined = own[around] + cue[:, None] + own_gate[around] * cue_gate[:, None]
        joined = joined + self.distances(distances) + self.steps(steps)
        joined = self.normalise(joined).to(states.dtype)
        mask = torch.where(distances == 0, -1e4, 0.0)[:, None, None, :].to(joined.dtype)
        scores: Tensor = self.labels(self.block(joined, mask))
        return scores


class Network(nn.Module):
    """The encoder and the linker, trained together."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.encoder = Encoder(sizes)
        self.linker = LinkerNetwork(sizes)


def load_network(weights: Path, sizes: Sizes) -> Network:
    """Return the network with the weights of a file, in evaluation mode."""
    network = Network(sizes)
    network.load_state_dict(torch.load(weights, weights_only=True))
    return network.eval()


def sort_distances(length: int, ranges: int, *, farthest: int = 128) -> Tensor:
    """Return the range that the distance of each two pieces lies in, of shape (length, length).

    Near distances have a range each, farther ones share ranges that grow by their logarithm, as in
    T5 (Raffel et al. 2020) and MPNet (Song et al. 2020).
    """
    order = torch.arange(length)
    distances = order[:, None] - order[None, :]
    half = ranges // 2
    near = half // 2
    size = distances.abs()
    grown = torch.log(size.clamp(min=1) / near) / math.log(farthest / near) * (half - near)
    far = (near + grown.long()).clamp(max=half - 1)
    return torch.where(size < near, size, far) + half * (distances < 0)


def load_pretrained(encoder: Encoder, weights: Path) -> None:
    """Load BERT's or MPNet's weights from a safetensors file into the encoder, in place.

    An encoder with fewer layers than the file gets the file's layers at even steps.
    """
    source = load_file(weights)
    state = encoder.state_dict()
    if encoder.relative is None:
        state |= _bert_embeddings(source)
    else:
        state |= _mpnet_embeddings(source)
    whole = 1 + max(int(name.split(".")[2]) for name in source if name.startswith("encoder.layer."))
    step = whole // len(encoder.blocks)
    for index in range(len(encoder.blocks)):
        prefix = f"encoder.layer.{index * step + step - 1}"
        layer = {name: value for name, value in source.items() if name.startswith(prefix + ".")}
        names = _BERT_LAYER if encoder.relative is None else _MPNET_LAYER
        for kind in ("weight", "bias"):
            state[f"normalise.{kind}"] = source[f"embeddings.LayerNorm.{kind}"]
            state[f"blocks.{index}.projections.{kind}"] = torch.cat(
                [layer[f"{prefix}.{names[part]}.{kind}"] for part in ("query", "key", "value")]
            )
            for ours in ("output", "first", "rise", "fall", "second"):
                state[f"blocks.{index}.{ours}.{kind}"] = layer[f"{prefix}.{names[ours]}.{kind}"]
    encoder.load_state_dict(state)


_LAYER = {"rise": "intermediate.dense", "fall": "output.dense", "second": "output.LayerNorm"}
_BERT_LAYER = _LAYER | {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "output": "attention.output.dense",
    "first": "attention.output.LayerNorm",
}
_MPNET_LAYER = _LAYER | {
    "query": "attention.attn.q",
    "key": "attention.attn.k",
    "value": "attention.attn.v",
    "output": "attention.attn.o",
    "first": "attention.LayerNorm",
}


def _bert_embeddings(source: dict[str, Tensor]) -> dict[str, Tensor]:
    first_type = source["embeddings.token_type_embeddings.weight"][0]
    return {
        "words.weight": source["embeddings.word_embeddings.weight"],
        "positions.weight": source["embeddings.position_embeddings.weight"] + first_type,
    }


def _mpnet_embeddings(source: dict[str, Tensor]) -> dict[str, Tensor]:
    """MPNet's vocabulary is BERT's after four marks of its own, and it counts places from two."""
    words = source["embeddings.word_embeddings.weight"]
    start, end, unknown = words[0], words[2], words[3]
    bert = words[4:-1].clone()
    bert[_UNKNOWN], bert[_FIRST], bert[_SEPARATOR] = unknown, start, end
    return {
        "words.weight": bert,
        "positions.weight": source["embeddings.position_embeddings.weight"][2:],
        "relative.weight": source["encoder.relative_attention_bias.weight"],
    }
