"""Run the notebooks over the sample corpus and save them with their outputs, so that they can be read on the web.

    python -m benchmarks.notebooks

Cells tagged `local` (a page served by this machine) are run, but their outputs are not saved.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from pipeline import run

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Run every notebook and save it with its outputs."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "processed"
        run(ROOT / "raw", out)
        os.environ |= {"COMMUNIQUE_OUT": str(out), "COMMUNIQUE_RAW": str(ROOT / "raw"), "PYTHONPATH": str(ROOT)}
        for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            NotebookClient(notebook, timeout=300, kernel_name="python3").execute(cwd=str(path.parent))
            for cell in notebook.cells:
                cell.get("metadata", {}).pop("execution", None)  # times, so that equal input gives equal bytes
                if "local" in cell.get("metadata", {}).get("tags", []):
                    cell["outputs"] = []
            nbformat.write(notebook, path)
            print(f"{path.name}: {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
