"""The files of the reader: where they are, whether they are whole, and the ONNX sessions that run them."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

import onnxruntime

from pipeline.extraction.reader.pieces import WordPieces

FORMAT = 1
"""Number of the format: what goes into the graphs and comes out of them. Files of another are refused."""
FILES = ("encoder.onnx", "tagger.onnx", "linker.onnx", "vocabulary.txt")


class DamagedModelError(RuntimeError):
    """Files of the reader are missing, damaged or of another version."""

    def __str__(self) -> str:
        return f"{super().__str__()}; install the package again"


@dataclass(frozen=True, slots=True)
class Model:
    """The graphs of one folder, checked, and what cuts words into the pieces of its vocabulary.

    A session uses one thread: the tables must not depend on the number of cores, and several processes share them.
    """

    encoder: onnxruntime.InferenceSession
    tagger: onnxruntime.InferenceSession
    linker: onnxruntime.InferenceSession
    cut: WordPieces


def load(folder: Traversable) -> Model:
    """The model of a folder.

    Raises `DamagedModelError` where a file is missing, is not the one of the manifest, or is of another format.
    """
    manifest_file = folder.joinpath("manifest.json")
    try:
        manifest = json.loads(_read(manifest_file))
    except ValueError as error:
        raise DamagedModelError(f"{manifest_file}: {error}") from error
    if (found := manifest.get("format")) != FORMAT:
        raise DamagedModelError(
            f"{folder}: the model has format {found}, this version reads {FORMAT} (`make train` builds one)"
        )
    contents = [_read(folder.joinpath(name)) for name in FILES]
    for name, content in zip(FILES, contents, strict=True):
        sha256, expected = hashlib.sha256(content).hexdigest(), manifest["sha256"].get(name)
        if sha256 != expected:
            raise DamagedModelError(f"{folder.joinpath(name)}: SHA-256 {sha256}, expected {expected}")
    encoder, tagger, linker = map(_session, contents[:3])
    return Model(encoder, tagger, linker, WordPieces(contents[3].decode("utf-8").split()))


def _read(file: Traversable) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise DamagedModelError(f"{file}: cannot be read ({error.strerror})") from error


@cache
def multiplies_exactly(processor: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether sums of 8-bit products are not clipped on this machine: with VNNI instructions; where unknown, no."""
    try:
        return not {"avx512_vnni", "avx_vnni"}.isdisjoint(processor.read_text("utf-8").split())
    except (OSError, UnicodeDecodeError):  # no Linux, or a sandbox
        return False


def _session(data: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if not multiplies_exactly():  # costs a third more time; without it this processor would find other names
        options.add_session_config_entry("session.x64quantprecision", "1")
    slow = ["SkipLayerNormFusion"]  # divides once for each number: a tenth of the encoder's time
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"], disabled_optimizers=slow)
