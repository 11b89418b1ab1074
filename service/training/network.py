"""The network: an uncased encoder with heads for tags and names, and a linker for each cue."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Sizes:
    """The widths of the network; those of the encoder are fixed by its pre-trained weights."""

    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    heads: int = 12
    inner: int = 1536
    layers: int = 6
    tag_width: int = 256
    link_width: int = 128
    link_heads: int = 4
    link_inner: int = 256


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


def load_pretrained(encoder: Encoder, weights: Path) -> None:
    """Load BERT weights from a safetensors file into the encoder, in place."""
    source = load_file(weights)
    state = encoder.state_dict()
    state["words.weight"] = source["embeddings.word_embeddings.weight"]
    state["positions.weight"] = (
        source["embeddings.position_embeddings.weight"]
        + source["embeddings.token_type_embeddings.weight"][0]
    )
    for kind in ("weight", "bias"):
        state[f"normalise.{kind}"] = source[f"embeddings.LayerNorm.{kind}"]
        for index in range(len(encoder.blocks)):
            ours, theirs = f"blocks.{index}", f"encoder.layer.{index}"
            state[f"{ours}.projections.{kind}"] = torch.cat(
                [
                    source[f"{theirs}.attention.self.{part}.{kind}"]
                    for part in ("query", "key", "value")
                ]
            )
            for name, theirs_name in (
                ("output", "attention.output.dense"),
                ("first", "attention.output.LayerNorm"),
                ("rise", "intermediate.dense"),
                ("fall", "output.dense"),
                ("second", "output.LayerNorm"),
            ):
                state[f"{ours}.{name}.{kind}"] = source[f"{theirs}.{theirs_name}.{kind}"]
    encoder.load_state_dict(state)
