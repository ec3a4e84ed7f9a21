"""Load the weights of a shipped reader back from its ONNX graphs, so that a later stage of training can start there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from training.reader.network import Reader

_GRAPHS = {"encoder": ("encoder.", "encoder."), "tagger": ("", ""), "linker": ("", "linker.relations.")}
"""For each graph the prefixes that its names of weights and of nodes need to become those of the whole network."""


def load_shipped(reader: Reader, folder: Path) -> None:
    """Load the weights of the reader in a folder; weights quantised to 8 bits keep their rounding errors.

    Raises RuntimeError if the graphs lack a weight of the network.
    """
    found: dict[str, Tensor] = {}
    for graph, before in _GRAPHS.items():
        found |= _weights(folder / f"{graph}.onnx", *before)
    reader.load_state_dict(found)


def _weights(path: Path, before_weights: str, before_nodes: str) -> dict[str, Tensor]:
    graph = onnx.load(path).graph
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    found = {name: _full(name, stored) for name in stored if name.endswith(".weight_quantized")}
    weights = {before_weights + name.removesuffix("_quantized"): a for name, a in found.items()}
    weights |= {before_weights + name: a for name, a in stored.items() if name.endswith((".weight", ".bias"))}
    for node in graph.node:  # matrices of layers without a bias lose their names in the export, but nodes keep theirs
        if node.op_type in ("MatMul", "MatMulInteger") and node.input[1] in stored:
            parts = node.name.strip("/").split("/")[:-1]
            weights[before_nodes + ".".join(parts) + ".weight"] = _full(node.input[1], stored).T
    return {name: torch.tensor(np.ascontiguousarray(a, np.float32)) for name, a in weights.items()}


def _full(name: str, stored: dict[str, NDArray[np.generic]]) -> NDArray[np.float32]:
    """A stored array as floats; 8-bit integers have a scale and a zero point, one in all or one per column."""
    if not name.endswith("_quantized"):
        return stored[name].astype(np.float32)
    scale, zero = (stored[name.removesuffix("quantized") + part] for part in ("scale", "zero_point"))
    return (stored[name].astype(np.float32) - zero.astype(np.float32)) * scale
