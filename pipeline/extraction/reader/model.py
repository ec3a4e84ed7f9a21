"""The model files of the reader: loaded, checked against the manifest, and run in ONNX sessions."""

import hashlib
import json
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

import onnxruntime

from pipeline.extraction.reader.pieces import WordPieces

FORMAT = 1  # version of the inputs and outputs of the graphs; files of another version are refused
FILES = ("encoder.onnx", "tagger.onnx", "linker.onnx", "vocabulary.txt")


class DamagedModelError(RuntimeError):
    """Files of the reader are missing, damaged or of another version."""

    def __str__(self) -> str:
        return f"{super().__str__()}; install the package again"


class Model(NamedTuple):
    """The checked graphs of one folder, and `cut`, which cuts words into the pieces of its vocabulary. A session uses
    one thread: the tables must not depend on the number of cores, which several processes share."""

    encoder: onnxruntime.InferenceSession
    tagger: onnxruntime.InferenceSession
    linker: onnxruntime.InferenceSession
    cut: WordPieces


def load(folder: Traversable) -> Model:
    """The model of a folder. `DamagedModelError` if a file is missing, or not that of the manifest in this format."""
    manifest_file = folder.joinpath("manifest.json")
    try:
        manifest = dict(json.loads(_read(manifest_file)))
    except (ValueError, TypeError) as error:
        raise DamagedModelError(f"{manifest_file}: {error}") from error
    if (found := manifest.get("format")) != FORMAT:
        raise DamagedModelError(f"{folder}: has format {found}, this version reads {FORMAT} (`make train` builds one)")
    contents = [_read(folder.joinpath(name)) for name in FILES]
    for name, content in zip(FILES, contents, strict=True):
        sha256, expected = hashlib.sha256(content).hexdigest(), manifest.get("sha256", {}).get(name)
        if sha256 != expected:
            raise DamagedModelError(f"{folder.joinpath(name)}: SHA-256 {sha256}, expected {expected}")
    encoder, tagger, linker = map(_session, contents[:3])
    return Model(encoder, tagger, linker, WordPieces(contents[3].decode("utf-8").split()))


def _read(file: Traversable) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise DamagedModelError(f"{file}: cannot be read ({error.strerror})") from error


def multiplies_exactly(processor: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether this machine sums 8-bit products without clipping, which takes VNNI instructions; False if unknown."""
    try:
        return not {"avx512_vnni", "avx_vnni"}.isdisjoint(processor.read_text("utf-8").split())
    except (OSError, UnicodeDecodeError):  # not Linux, or a sandbox
        return False


def _session(data: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if not multiplies_exactly():  # takes a third more time; without it, clipping would change what is found
        options.add_session_config_entry("session.x64quantprecision", "1")
    slow = ["SkipLayerNormFusion"]  # divides once per number, a tenth of the encoder's time
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"], disabled_optimizers=slow)
