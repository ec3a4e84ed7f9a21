"""The layers of `pipeline.extraction.layers` with their gradients: each gives its output and the way back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from thinc.api import Adam

from pipeline.extraction.layers import Floats, Groups

Back = Callable[[Floats], Floats]
Layer = tuple[Floats, Back]
_EPSILON = np.float32(1e-8)


class Parameters:
    """Weights by name, and the gradients that the layers have summed up for them.

    `shares`: by beginning of a name, the share of the learning rate that its weights get.
    """

    def __init__(self, weights: dict[str, Floats], shares: dict[str, float]) -> None:
        self.weights = weights
        self.gradients: dict[str, Floats] = {}
        self._share = {n: next((s for start, s in shares.items() if n.startswith(start)), 1.0) for n in weights}

    def __getitem__(self, name: str) -> Floats:
        return self.weights[name]

    def add(self, name: str, gradient: Floats) -> None:
        """Add to the gradient of a weight."""
        if name in self.gradients:
            self.gradients[name] += gradient
        else:
            self.gradients[name] = np.array(gradient, dtype="float32")

    def step(self, optimizer: Adam) -> None:
        """Change the weights by their gradients, which are forgotten."""
        for name, gradient in self.gradients.items():
            new, _ = optimizer((0, name), self.weights[name], gradient, lr_scale=self._share[name])
            self.weights[name] = new
        self.gradients = {}


def linear(parameters: Parameters, name: str, rows: Floats, *, bias: bool = True) -> Layer:
    """Rows times a matrix, and a bias."""
    matrix = parameters[f"{name}.W"]
    out = rows @ matrix
    if bias:
        out += parameters[f"{name}.b"]

    def back(gradient: Floats) -> Floats:
        parameters.add(f"{name}.W", rows.T @ gradient)
        if bias:
            parameters.add(f"{name}.b", gradient.sum(axis=0))
        result: Floats = gradient @ matrix.T
        return result

    return out, back


def maxout(affine: Floats, pieces: int) -> Layer:
    """The greatest of the pieces, which stand side by side."""
    width = affine.shape[1] // pieces
    parts = [affine[:, at : at + width] for at in range(0, affine.shape[1], width)]
    out = parts[0].copy()
    for part in parts[1:]:
        np.maximum(out, part, out=out)

    def back(gradient: Floats) -> Floats:
        result = np.empty_like(affine)
        left = gradient
        for number in range(pieces - 1, 0, -1):
            share = np.multiply(left, parts[number] == out, out=result[:, number * width : (number + 1) * width])
            left = left - share
        result[:, :width] = left
        return result

    return out, back


def norm(parameters: Parameters, name: str, rows: Floats) -> Layer:
    """Rows of mean 0 and variance 1, scaled and moved."""
    width = np.float32(rows.shape[1])
    centred = rows - rows.mean(axis=1, keepdims=True)
    scale = 1 / np.sqrt(np.einsum("ij,ij->i", centred, centred)[:, None] / width + _EPSILON)
    centred *= scale
    gain = parameters[f"{name}.norm.G"]

    def back(gradient: Floats) -> Floats:
        parameters.add(f"{name}.norm.G", np.einsum("ij,ij->j", gradient, centred))
        parameters.add(f"{name}.norm.b", gradient.sum(axis=0))
        result = gradient * gain
        along = np.einsum("ij,ij->i", result, centred)[:, None] / width
        result -= result.mean(axis=1, keepdims=True)
        result -= centred * along
        result *= scale
        return result

    return centred * gain + parameters[f"{name}.norm.b"], back


def dropout(random: np.random.Generator, rows: Floats, rate: float) -> Layer:
    """A share of the values set to 0, the others greater by as much."""
    if rate <= 0:
        return rows, lambda gradient: gradient
    mask = (random.random(rows.shape, dtype="float32") >= rate) * np.float32(1 / (1 - rate))
    return rows * mask, lambda gradient: gradient * mask


def maxout_norm(
    parameters: Parameters, name: str, affine: Floats, pieces: int, random: np.random.Generator, rate: float
) -> Layer:
    """`maxout`, `norm` and `dropout`."""
    greatest, back_maxout = maxout(affine, pieces)
    normed, back_norm = norm(parameters, name, greatest)
    out, back_dropout = dropout(random, normed, rate)
    return out, lambda gradient: back_maxout(back_norm(back_dropout(gradient)))


def convolution(
    parameters: Parameters,
    name: str,
    rows: Floats,
    pieces: int,
    random: np.random.Generator,
    rate: float,
    inside: Floats | None = None,
) -> Layer:
    """A residual convolution over three rows; where `inside` (a column) is 0, the row stays as it is."""
    width = rows.shape[1]
    window = np.zeros((len(rows), 3 * width), dtype="float32")
    window[1:, :width] = rows[:-1]
    window[:, width : 2 * width] = rows
    window[:-1, 2 * width :] = rows[1:]
    affine, back_linear = linear(parameters, name, window)
    out, back_rest = maxout_norm(parameters, name, affine, pieces, random, rate)

    def back(gradient: Floats) -> Floats:
        of_window = back_linear(back_rest(gradient if inside is None else gradient * inside))
        result = gradient + of_window[:, width : 2 * width]
        result[:-1] += of_window[1:, :width]
        result[1:] += of_window[:-1, 2 * width :]
        return result

    return rows + (out if inside is None else out * inside), back


def means(groups: Groups, rows: Floats) -> Layer:
    """The mean of the rows of each group."""
    return groups.means(rows), lambda gradient: (gradient / groups.counts[:, None])[groups.of]


def softmax_error(scores: Floats, wanted: NDArray[np.int64]) -> tuple[Floats, Floats, float]:
    """Probabilities, the gradient of the cross entropy of `scores`, and its sum. Rows that want -1 teach nothing."""
    probabilities = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    known = np.flatnonzero(wanted >= 0)
    gradient = np.zeros_like(probabilities)
    gradient[known] = probabilities[known]
    gradient[known, wanted[known]] -= 1
    loss = -np.log(np.maximum(probabilities[known, wanted[known]], 1e-9)).sum()
    return probabilities, gradient, float(loss)
