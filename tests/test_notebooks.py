"""The notebooks run from top to bottom over the tables of a fresh run, and none makes a decision of its own."""

import json
import shutil
import zipfile

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

from pipeline.runs.run import run
from tests.conftest import ROOT
from tests.stubs import analyse

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def corrections(processed, tmp_path_factory):
    """The file where decisions about the notebooks' tables would be."""
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(processed, folder / "processed", ignore=shutil.ignore_patterns("report"))
    return folder / "corrections.csv"


@pytest.fixture(scope="module")
def kernel(corrections):
    """One kernel for all notebooks, because loading the libraries takes most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMMUNIQUE_OUT", str(corrections.with_name("processed")))
        patch.setenv("COMMUNIQUE_RAW", str(ROOT / "raw"))
        patch.setenv("PYTHONPATH", str(ROOT))
        manager, client = start_new_kernel(kernel_name="python3", cwd=str(ROOT / "notebooks"))
    client.stop_channels()
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_runs_and_decides_nothing(path, kernel, corrections):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))  # remove the variables of the notebook before
    NotebookClient(notebook, km=kernel, timeout=120).execute()
    assert any(cell.get("outputs") for cell in notebook.cells)
    assert not corrections.exists(), "“Run all” must not decide anything"


@pytest.mark.parametrize("name", ["inspect", "repairs"])
def test_notebook_shows_no_bytes_of_an_archive_and_needs_no_quotes(name, tmp_path, monkeypatch):
    (tmp_path / "raw").mkdir()
    with zipfile.ZipFile(tmp_path / "raw" / "a.zip", "w") as archive:
        archive.writestr("mine.txt", "Zed opens a mine â€” it isnâ€™t the first.".encode())
    run(tmp_path / "raw", tmp_path / "out", analyse=analyse)
    monkeypatch.setenv("COMMUNIQUE_OUT", str(tmp_path / "out"))
    monkeypatch.setenv("COMMUNIQUE_RAW", str(tmp_path / "raw"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT / "notebooks")}}).execute()
    (cell,) = [c for c in notebook.cells if ".hex(" in c.source]
    assert "Empty DataFrame" in cell.outputs[0].data["text/plain"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_has_the_outputs_of_the_sample_and_names_no_machine(path):
    stored = path.read_text("utf-8")
    assert len(stored) < 600_000
    for machine in ("/home/", "/work", "/tmp", "site-packages", "127.0.0.1"):
        assert machine not in stored
    cells = [c for c in json.loads(stored)["cells"] if c["cell_type"] == "code"]
    shown = [c for c in cells if "local" not in c["metadata"].get("tags", [])]
    assert any(c["outputs"] for c in shown), "run `make notebook-outputs`"
    assert not [o for c in cells for o in c["outputs"] if o["output_type"] == "error"]
