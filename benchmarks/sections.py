#!/usr/bin/env python3
"""Score the structure stage: sections.py [--shared DIR]

Predicts the parts of every release of `train` and `gold/dev` with `pipeline.structure` and pools both through the
scorer `gold/sections.py` of the shared measures: the rows of the table `sections`, as a run writes them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline.structure import section_rows, structure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    shared: Path = parser.parse_args().shared
    with tempfile.TemporaryDirectory() as scratch:
        pooled = {name: Path(scratch, name) for name in ("gold", "texts", "predicted")}
        for folder in pooled.values():
            folder.mkdir()
        spent, count = 0.0, 0
        for part in (shared / "train", shared / "gold" / "dev"):
            for file in sorted((part / "annotations").glob("*.json")):
                text = (part / "texts" / f"{file.stem}.txt").read_bytes().decode("utf-8")
                begun = time.process_time()
                release = structure(text)
                spent += time.process_time() - begun
                count += 1
                sections = [{"start": s.start, "end": s.end, "kind": s.kind} for s in section_rows(file.stem, release)]
                (pooled["gold"] / file.name).write_bytes(file.read_bytes())
                (pooled["texts"] / f"{file.stem}.txt").write_bytes(text.encode("utf-8"))
                (pooled["predicted"] / file.name).write_text(json.dumps({"sections": sections}), encoding="utf-8")
        print(f"{count} releases", flush=True)
        command = [sys.executable, str(shared / "gold" / "sections.py"), "--gold", str(pooled["gold"])]
        subprocess.run([*command, "--texts", str(pooled["texts"]), "--pred", str(pooled["predicted"])], check=True)
        print(f"{1000 * spent / max(count, 1):.2f} ms a release")


if __name__ == "__main__":
    main()
