"""Stage 4: people, roles, organisations, countries, dates and quotes, found by spaCy components.

The stage and its function share a name: `pipeline.extract(text)` and `from pipeline.extract import …` both work.
What needs spaCy is loaded on first use, so that `pipeline.extract.countries` is light.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pipeline.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from pipeline.extract.extraction import Extraction, analyse, assemble, extract, injected
    from pipeline.extract.nlp import load_nlp

__all__ = ["DEFAULT_MODEL", "Extraction", "analyse", "assemble", "extract", "injected", "load_nlp"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'pipeline.extract' has no attribute {name!r}")
    home = "pipeline.extract.nlp" if name == "load_nlp" else "pipeline.extract.extraction"
    return getattr(import_module(home), name)


class _CallableStage(ModuleType):
    """Lets the package be called as the function.

    The import system sets `pipeline.extract` to this package with the first import of anything below it, and from
    then on `from pipeline import extract` gives the package.
    """

    def __call__(
        self, text: str, published: str | None = None, *, document_id: str = "document", model: str = DEFAULT_MODEL
    ) -> Extraction:
        from pipeline.extract.extraction import extract

        return extract(text, published, document_id=document_id, model=model)


sys.modules[__name__].__class__ = _CallableStage
