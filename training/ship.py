"""Write a trained component into the package, with the hashes that are checked when it is loaded."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from thinc.api import Model

FOLDER = Path(__file__).resolve().parents[1] / "pipeline" / "data" / "model"


def ship(nlp: Language, roles: Model[Any, Any], folder: Path = FOLDER) -> None:
    """Write the `ner` of `nlp` and the network of the role spans below `folder`, and their `manifest.json`."""
    ner = nlp.get_pipe("ner")
    assert isinstance(ner, EntityRecognizer)
    target = folder / "ner"
    shutil.rmtree(target, ignore_errors=True)
    ner.to_disk(target, exclude=["vocab"])
    (folder / "roles").mkdir(exist_ok=True)
    (folder / "roles" / "model").write_bytes(roles.to_bytes())
    manifest = {
        "base": {"lang": nlp.meta["lang"], "name": nlp.meta["name"], "version": nlp.meta["version"]},
        "labels": sorted(ner.labels),
        "sha256": {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted([*target.rglob("*"), *(folder / "roles").rglob("*")])
            if path.is_file()
        },
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
