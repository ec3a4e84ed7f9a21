"""The public API: what can be imported, in any order, and how light it is."""

import subprocess
import sys

import pytest

import pipeline
from tests.conftest import ROOT

NAMES = ["country_code", "extract", "load_tables", "repair_bytes", "repair_file", "repair_text", "run"]


def run_python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_can_be_imported_and_called(name):
    assert name in pipeline.__all__
    assert callable(getattr(pipeline, name))


@pytest.mark.parametrize(
    "first",
    [
        "import pipeline.extraction.pipeline",
        "from pipeline import country_code",
        "import pipeline.runs.run",
        "import pipeline.repair",
    ],
)
def test_a_stage_imported_before_does_not_hide_the_function_of_its_name(first):
    code = f"{first}\nfrom pipeline import extract, run\nassert callable(extract) and callable(run)"
    assert run_python(code).stderr == ""


def test_repair_and_countries_do_not_load_spacy():
    code = "import sys; from pipeline import repair_text, country_code; repair_text('¡°Hello¡±'); country_code('Mali')"
    assert run_python(code + "; sys.exit('spacy' in sys.modules)").returncode == 0


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = pipeline.nothing
