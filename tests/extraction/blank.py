"""spaCy pipelines with only some of our components, made once; they keep no state of a document."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language

import pipeline.extraction.pipeline  # noqa: F401 (it registers the components)


@cache
def blank(*components: str) -> Language:
    """English without a model, with these components (“people”, “dates”)."""
    nlp = spacy.blank("en")
    for name in components:
        nlp.add_pipe(f"communique_{name}")
    return nlp
