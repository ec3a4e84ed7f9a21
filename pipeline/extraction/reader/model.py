"""The files of the reader: where they are, whether they are whole, and the ONNX sessions that run them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from pipeline.extraction.reader.pieces import WordPieces

FORMAT = 1
"""Number of the format: what goes into the graphs and comes out of them. Files of another are refused."""
FILES = ("encoder.onnx", "tagger.onnx", "linker.onnx", "vocabulary.txt")


class DamagedModelError(RuntimeError):
    """Files of the reader are missing, damaged or of another version."""


@dataclass(frozen=True)
class Model:
    """The graphs and the vocabulary of one folder, checked.

    A session uses one thread: the tables must not depend on the number of cores, and several processes share them.
    """

    encoder: onnxruntime.InferenceSession
    tagger: onnxruntime.InferenceSession
    linker: onnxruntime.InferenceSession
    vocabulary: tuple[str, ...]

    @cached_property
    def cut(self) -> WordPieces:
        """What cuts words into the pieces of this model."""
        return WordPieces(self.vocabulary)


def load(folder: Traversable) -> Model:
    """The model of a folder.

    Raises `DamagedModelError` where a file is missing, is not the one of the manifest, or is of another format.
    """
    try:
        manifest = json.loads(_read(folder, "manifest.json"))
    except ValueError as error:
        raise DamagedModelError(f"{folder.joinpath('manifest.json')}: {error}; install the package again") from error
    if manifest.get("format") != FORMAT:
        raise DamagedModelError(
            f"{folder}: the model has format {manifest.get('format')}, this version reads {FORMAT}; "
            "install the package again, or build the model with `make train`"
        )
    data = {name: _read(folder, name) for name in FILES}
    for name, content in data.items():
        found, expected = hashlib.sha256(content).hexdigest(), manifest["sha256"].get(name)
        if found != expected:
            raise DamagedModelError(
                f"{folder.joinpath(name)}: SHA-256 {found}, expected {expected}; install the package again"
            )
    encoder, tagger, linker = (_session(data[name]) for name in FILES[:3])
    return Model(encoder, tagger, linker, tuple(data["vocabulary.txt"].decode("utf-8").split()))


def run(session: onnxruntime.InferenceSession, **inputs: NDArray[Any]) -> list[NDArray[np.float32]]:
    """What a graph makes of its inputs."""
    found: list[NDArray[np.float32]] = session.run(None, inputs)
    return found


def _read(folder: Traversable, name: str) -> bytes:
    file = folder.joinpath(name)
    try:
        return file.read_bytes()
    except OSError as error:
        raise DamagedModelError(f"{file}: cannot be read ({error.strerror}); install the package again") from error


def _session(data: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # processors without VNNI instructions clip sums of 8-bit products otherwise: other names on other machines
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
