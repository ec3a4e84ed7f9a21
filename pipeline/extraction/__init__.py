"""Stage 4: people, roles, organisations, countries, dates and quotes, found by spaCy components.

The entry point is `pipeline.extract`, defined in `pipeline.extraction.extraction`. Modules that need spaCy are imported
on first use, so that `pipeline.extraction.countries` can be imported without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from pipeline.extraction.extraction import Extraction, analyse, assemble, extract
    from pipeline.extraction.pipeline import load_nlp

__all__ = ["DEFAULT_MODEL", "Extraction", "analyse", "assemble", "extract", "load_nlp"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'pipeline.extraction' has no attribute {name!r}")
    home = "pipeline.extraction.pipeline" if name == "load_nlp" else "pipeline.extraction.extraction"
    return getattr(import_module(home), name)
