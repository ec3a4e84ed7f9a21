"""Export the trained network to what ships: three ONNX graphs, the vocabulary and a manifest.

encoder.onnx   windows of pieces → their vectors; weights quantised to 8-bit integers
tagger.onnx    the encoder's vectors of a document's words → word vectors, probabilities of the tags; 8 bits too
linker.onnx    word vectors and spans → probabilities of the links, and of each quotation being speech
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from pipeline.extraction.reader.model import FILES, FORMAT
from pipeline.extraction.reader.pairs import PAIR_FEATURES as PAIRS
from pipeline.extraction.text.lexicon import FEATURES as LEXICON
from training.reader.base import PACKAGE, SHA256
from training.reader.network import RELATIONS, VECTOR, WIDTH, Reader, head_vectors, name_vectors

_OPSET = 17


class _Tagger(nn.Module):
    """The tagger with probabilities in place of logits."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.tagger = reader.tagger

    def forward(self, words: Tensor, alike: Tensor, forms: Tensor, lexicon: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """As `network.Tagger.forward`."""
        vectors, names, titles = self.tagger(words, alike, forms, lexicon)
        return vectors, names.softmax(-1), titles.softmax(-1)


class _Linker(nn.Module):
    """All relations of a document in one graph."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.linker = reader.linker

    def forward(
        self, vectors: Tensor, titles: Tensor, quotations: Tensor, names: Tensor, labels: Tensor,
        of_titles: Tensor, of_quotations: Tensor,
    ) -> tuple[Tensor, ...]:  # fmt: skip
        """For each of `RELATIONS` the probabilities of its links, heads × (1 + names); last, those of speech.

        Names whose label a relation cannot lead to get probability 0.
        """
        title, quotation, name = (
            head_vectors(vectors, titles), head_vectors(vectors, quotations), name_vectors(vectors, names),
        )  # fmt: skip
        found = []
        for number, relation in enumerate(RELATIONS):
            is_speaker = relation == "speaker"
            heads, pairs = (quotation, of_quotations) if is_speaker else (title, of_titles[number])
            scores = self.linker.relations[relation](heads, name, labels, pairs)
            wrong = labels == 2 if is_speaker else labels != number
            scores = scores.masked_fill(torch.cat([torch.zeros(1, dtype=torch.bool), wrong])[None, :], -1e9)
            found.append(scores.softmax(-1))
        return (*found, torch.sigmoid(self.linker.speech(quotation)).squeeze(1))


def export(reader: Reader, vocabulary: Sequence[str], folder: Path, *, small: bool = True) -> None:
    """Write the graphs, the vocabulary and the manifest to a folder; `small`: quantise encoder and tagger to 8 bits."""
    folder.mkdir(parents=True, exist_ok=True)
    reader = reader.eval()
    with tempfile.TemporaryDirectory() as scratch:
        _encoder(reader, Path(scratch, "encoder.onnx"))
        _tagger(reader, Path(scratch, "tagger.onnx"))
        for name in ("encoder.onnx", "tagger.onnx"):
            if small:
                _rounded(Path(scratch, name), folder / name)
            else:
                (folder / name).write_bytes(Path(scratch, name).read_bytes())
    _linker(reader, folder / "linker.onnx")
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", "utf-8")
    manifest = {
        "format": FORMAT,
        "base": {"package": PACKAGE, "sha256": SHA256},
        "sha256": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def _encoder(reader: Reader, path: Path) -> None:
    pieces = torch.ones(2, 9, dtype=torch.int64)
    inputs = (pieces, torch.zeros(2, 9, 3, dtype=torch.int64), torch.zeros(2, 9, len(LEXICON)))
    axes = {name: {0: "windows", 1: "length"} for name in ("pieces", "forms", "lexicon", "vectors")}
    _write(reader.encoder, inputs, path, ["pieces", "forms", "lexicon"], ["vectors"], axes)


def _rounded(full: Path, small: Path) -> None:
    """Quantise weights to 8 bits with one scale per channel; activations are quantised dynamically, at run time."""
    quantize_dynamic(
        full, small, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip


def _tagger(reader: Reader, path: Path) -> None:
    size = 5
    vectors = torch.zeros(size, WIDTH)
    inputs: tuple[Tensor, ...] = (
        vectors, vectors, torch.zeros(size, 3, dtype=torch.int64), torch.zeros(size, len(LEXICON)),
    )  # fmt: skip
    given, told = ["words", "alike", "forms", "lexicon"], ["vectors", "names", "titles"]
    _write(_Tagger(reader), inputs, path, given, told, {n: {0: "count"} for n in (*given, *told)})


def _linker(reader: Reader, path: Path) -> None:
    spans = torch.tensor([[0, 1], [1, 3]])
    names = torch.tensor([[0, 1], [1, 2], [3, 4]])
    inputs = (
        torch.zeros(5, VECTOR), spans, spans[:1], names, torch.tensor([0, 1, 2]),
        torch.zeros(3, 2, 3, len(PAIRS), dtype=torch.int64), torch.zeros(1, 3, len(PAIRS), dtype=torch.int64),
    )  # fmt: skip
    given = ["vectors", "titles", "quotations", "spans", "labels", "of_titles", "of_quotations"]
    axes = {
        "vectors": {0: "count"}, "titles": {0: "titles"}, "quotations": {0: "quotations"}, "spans": {0: "names"},
        "labels": {0: "names"}, "of_titles": {1: "titles", 2: "names"}, "of_quotations": {0: "quotations", 1: "names"},
        **{r: {0: "quotations" if r == "speaker" else "titles", 1: "links"} for r in RELATIONS},
        "speech": {0: "quotations"},
    }  # fmt: skip
    _write(_Linker(reader), inputs, path, given, [*RELATIONS, "speech"], axes)


def _write(
    module: nn.Module, inputs: tuple[Tensor, ...], path: Path, given: list[str], told: list[str],
    axes: dict[str, dict[int, str]],
) -> None:  # fmt: skip
    torch.onnx.export(
        module, inputs, str(path), input_names=given, output_names=told, dynamic_axes=axes, opset_version=_OPSET,
        custom_opsets={"com.microsoft": 1}, dynamo=False,
    )  # fmt: skip
