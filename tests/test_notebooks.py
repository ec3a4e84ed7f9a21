"""The notebooks run from top to bottom over the tables of a fresh run, and none makes a decision of its own."""

import json
import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_runs_and_decides_nothing(path, processed, monkeypatch, tmp_path):
    out = tmp_path / "processed"
    shutil.copytree(processed, out, ignore=shutil.ignore_patterns("report"))
    monkeypatch.setenv("COMMUNIQUE_OUT", str(out))
    monkeypatch.setenv("COMMUNIQUE_RAW", str(ROOT / "raw"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(path.parent))
    assert any(cell.get("outputs") for cell in notebook.cells)
    assert not (tmp_path / "corrections.csv").exists(), "“Run all” is no decision of anyone"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_bears_the_outputs_of_the_sample_and_names_no_machine(path):
    stored = path.read_text("utf-8")
    assert len(stored) < 600_000
    for machine in ("/home/", "/work", "/tmp", "site-packages", "127.0.0.1"):
        assert machine not in stored
    cells = [c for c in json.loads(stored)["cells"] if c["cell_type"] == "code"]
    shown = [c for c in cells if "local" not in c["metadata"].get("tags", [])]
    assert any(c["outputs"] for c in shown), "run `make notebook-outputs`"
    assert not [o for c in cells for o in c["outputs"] if o["output_type"] == "error"]
