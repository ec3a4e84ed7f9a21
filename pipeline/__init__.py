"""Communiqué: repairs press releases, extracts who said what, for whom and when, and writes tables.

The public API is loaded on first use, so that neither `import pipeline` nor the repair stage loads spaCy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.version import __version__

_HOMES = {
    "extract": "extraction.extraction",
    "country_code": "extraction.countries",
    "run": "runs.run",
    "load_tables": "tables",
}
"""Modules of the public names; all others are in `repair`."""
__all__ = ["__version__", "country_code", "extract", "load_tables", "repair_bytes", "repair_file", "repair_text", "run"]

if TYPE_CHECKING:
    from pipeline.extraction.countries import country_code
    from pipeline.extraction.extraction import extract
    from pipeline.repair import repair_bytes, repair_file, repair_text
    from pipeline.runs.run import run
    from pipeline.tables import load_tables


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(import_module(f"pipeline.{_HOMES.get(name, 'repair')}"), name)
