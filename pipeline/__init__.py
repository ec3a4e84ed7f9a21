"""Communiqué: repairs press releases, extracts who said what, for whom and when, and writes tables.

The public API is loaded on first use, so that neither `import pipeline` nor the repair stage loads spaCy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.version import __version__

_HOMES = {
    "repair_text": "pipeline.repair",
    "repair_bytes": "pipeline.repair",
    "repair_file": "pipeline.repair",
    "extract": "pipeline.extraction",
    "country_code": "pipeline.extraction.countries",
    "run": "pipeline.runs.run",
    "load_tables": "pipeline.tables",
}
__all__ = ["__version__", "country_code", "extract", "load_tables", "repair_bytes", "repair_file", "repair_text", "run"]

if TYPE_CHECKING:
    from pipeline.extraction import extract
    from pipeline.extraction.countries import country_code
    from pipeline.repair import repair_bytes, repair_file, repair_text
    from pipeline.runs.run import run
    from pipeline.tables import load_tables


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
