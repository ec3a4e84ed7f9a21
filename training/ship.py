"""Write trained weights into the package, with the hashes that are checked when they are loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import srsly
from spacy.language import Language

from pipeline.extraction.entities import WEIGHTS, Entities
from pipeline.extraction.layers import Floats

FOLDER = Path(__file__).resolve().parents[1] / "pipeline" / "data" / "model"


def packed(weights: Mapping[str, Floats]) -> bytes:
    """Weights in half precision, in the order of their names: the same bytes from the same weights."""
    return bytes(srsly.msgpack_dumps({name: weights[name].astype("float16") for name in sorted(weights)}))


def ship(nlp: Language, weights: Mapping[str, Floats], folder: Path = FOLDER) -> None:
    """Write the weights of `communique_entities` over the base model `nlp` into `folder`, and its `manifest.json`."""
    data = packed(weights)
    (folder / WEIGHTS).write_bytes(data)
    manifest = {
        "base": {"lang": nlp.meta["lang"], "name": nlp.meta["name"], "version": nlp.meta["version"]},
        "labels": list(Entities.labels),
        "sha256": {WEIGHTS: hashlib.sha256(data).hexdigest()},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
