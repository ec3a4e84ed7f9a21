"""Write a trained component into the package, with the hashes that are checked when it is loaded."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from spacy.language import Language
from spacy.pipeline import EntityRecognizer

from pipeline.extract.tagging import Network

FOLDER = Path(__file__).resolve().parents[1] / "pipeline" / "data" / "model"


def ship(nlp: Language, second: Network, roles: Network, folder: Path = FOLDER) -> None:
    """Write the `ner` of `nlp`, the second reading and the role spans below `folder`, and their `manifest.json`."""
    ner = nlp.get_pipe("ner")
    assert isinstance(ner, EntityRecognizer)
    target = folder / "ner"
    shutil.rmtree(target, ignore_errors=True)
    ner.to_disk(target, exclude=["vocab"])
    for name, network in (("second", second), ("roles", roles)):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "model").write_bytes(network.to_bytes())
    manifest = {
        "base": {"lang": nlp.meta["lang"], "name": nlp.meta["name"], "version": nlp.meta["version"]},
        "labels": sorted(ner.labels),
        "sha256": {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.glob("*/*"))
        },
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
