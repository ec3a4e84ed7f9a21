"""The notebooks run from top to bottom over the tables of a fresh run."""

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_runs(path, processed, monkeypatch):
    monkeypatch.setenv("COMMUNIQUE_OUT", str(processed))
    monkeypatch.setenv("COMMUNIQUE_RAW", str(ROOT / "raw"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(path.parent))
    assert any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_is_light_and_names_no_machine(path):
    stored = path.read_text("utf-8")
    assert len(stored) < 200_000
    assert "/home/" not in stored
    assert "site-packages" not in stored
