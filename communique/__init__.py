"""What `spacy.load("communique")` imports: spaCy looks for a package with the name of the distribution.

The project itself is the package `pipeline`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import spacy
from spacy.language import Language
from spacy.vocab import Vocab

import pipeline.extraction.component  # noqa: F401  (registers the factory where no entry point does)

NAME = "communique"


def load(
    *,
    vocab: Vocab | bool = True,
    disable: Collection[str] = (),
    enable: Collection[str] = (),
    exclude: Collection[str] = (),
    config: dict[str, Any] | None = None,
) -> Language:
    """An English pipeline with one component, `communique`; the arguments are those of `spacy.load`."""
    nlp = spacy.blank("en", vocab=vocab, config=config or {})
    if NAME not in exclude:
        nlp.add_pipe(NAME)
        if NAME in disable or (enable and NAME not in enable):
            nlp.disable_pipe(NAME)
    return nlp
