"""Layers of the entity network, forward only, in numpy: what thinc does at a fraction of the time.

Rows are tokens. Long documents go through in blocks of `BLOCK` rows, which stay in a core's cache and bound the memory.
How they are trained: `training/layers.py`, which has the same layers with their gradients.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]
BLOCK = 512
_EPSILON = np.float32(1e-8)


def blocks(count: int) -> Iterator[slice]:
    """So many rows, `BLOCK` at a time."""
    for start in range(0, count, BLOCK):
        yield slice(start, min(start + BLOCK, count))


def maxout_norm(weights: Weights, name: str, affine: Floats, out: Floats) -> None:
    """Write into `out` the normalised maximum over the pieces, which stand side by side in `affine`."""
    width = out.shape[1]
    np.maximum(affine[:, :width], affine[:, width : 2 * width], out=out)
    for at in range(2 * width, affine.shape[1], width):
        np.maximum(out, affine[:, at : at + width], out=out)
    out -= out.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", out, out)[:, None] / np.float32(width)
    out *= 1 / np.sqrt(spread + _EPSILON)
    out *= weights[f"{name}.norm.G"]
    out += weights[f"{name}.norm.b"]


def convolution(weights: Weights, name: str, rows: Floats) -> Floats:
    """A residual convolution over three rows. The rows beyond either end are zeros."""
    count, width = rows.shape
    result = np.empty_like(rows)
    window = np.empty((min(count, BLOCK), 3 * width), dtype="float32")
    for block in blocks(count):
        start, end = block.start, block.stop
        part = window[: end - start]
        part[:, width : 2 * width] = rows[start:end]
        if start:
            part[:, :width] = rows[start - 1 : end - 1]
        else:
            part[0, :width] = 0
            part[1:, :width] = rows[: end - 1]
        if end < count:
            part[:, 2 * width :] = rows[start + 1 : end + 1]
        else:
            part[-1, 2 * width :] = 0
            part[:-1, 2 * width :] = rows[start + 1 : end]
        affine = part @ weights[f"{name}.W"]
        affine += weights[f"{name}.b"]
        maxout_norm(weights, name, affine, result[start:end])
        result[start:end] += rows[start:end]
    return result


def softmax(weights: Weights, name: str, rows: Floats) -> Floats:
    """Probabilities, one row a row."""
    scores = rows @ weights[f"{name}.W"]
    scores += weights[f"{name}.b"]
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    return scores


class Groups:
    """Rows with one key, to be averaged: `of` says the group of each row, `counts` how many rows a group has.

    `first` is the number of the first row of each group, `keys` their keys.
    """

    def __init__(self, keys: NDArray[Any]) -> None:
        self._order = np.argsort(keys, kind="stable")
        ordered = keys[self._order]
        new = np.empty(len(keys), dtype=bool)
        new[:1] = True
        np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
        self._starts = np.flatnonzero(new)
        self.of = np.empty(len(keys), dtype="int64")
        self.of[self._order] = np.cumsum(new) - 1
        self.first = self._order[self._starts]
        self.keys = np.ascontiguousarray(keys[self.first])
        self.counts = np.diff(np.append(self._starts, len(keys))).astype("float32")

    def sums(self, rows: Floats) -> Floats:
        """The sum of the rows of each group."""
        result: Floats = np.add.reduceat(rows[self._order], self._starts, axis=0)
        return result

    def means(self, rows: Floats) -> Floats:
        """The mean of the rows of each group."""
        result = self.sums(rows)
        result /= self.counts[:, None]
        return result

    def greatest(self, rows: Floats) -> Floats:
        """The greatest value of each column in each group."""
        result: Floats = np.maximum.reduceat(rows[self._order], self._starts, axis=0)
        return result
