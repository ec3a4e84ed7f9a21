"""The public API: all names can be imported, whatever was imported before."""

import pkgutil

import pytest

import pipeline

NAMES = ["country_code", "extract", "load_tables", "repair_bytes", "repair_file", "repair_text", "run"]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_can_be_imported_and_called(name):
    assert name in pipeline.__all__
    assert callable(getattr(pipeline, name))


def test_no_module_hides_a_function_of_its_name():
    assert {module.name for module in pkgutil.iter_modules(pipeline.__path__)}.isdisjoint(pipeline.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = pipeline.nothing
