"""The spaCy pipeline of the extraction stage: a base model and our components, in order."""

from __future__ import annotations

import gc
from functools import cache

from spacy.language import Language
from spacy.pipeline import Lemmatizer

import pipeline.extraction.country_mentions
import pipeline.extraction.dates.component
import pipeline.extraction.organisations
import pipeline.extraction.people
import pipeline.extraction.quotes
import pipeline.extraction.roles
import pipeline.extraction.sentences  # noqa: F401
from pipeline.extraction.attributes import use_fast_attributes
from pipeline.extraction.lemmas import use_asked_lemmas
from pipeline.extraction.model import DEFAULT_MODEL, load_model
from pipeline.extraction.parse import use_scoped_parse

COMPONENTS: tuple[str, ...] = (
    "communique_countries",
    "communique_organisations",
    "communique_people",
    "communique_roles",
    "communique_dates",
    "communique_quotes",
)
"""Our components after the model's own, in the order they run: each reads what the ones before it wrote.

communique_sentences stands before the parser; communique_entities of the shipped model in the place of `ner`; then
communique_countries, communique_organisations, communique_people, communique_roles, communique_dates and
communique_quotes.
"""

_MOST_LEMMAS = 50_000
_GARBAGE = (20_000, 20, 20)
"""When Python looks for garbage in cycles: a text makes thousands of tuples that are none, and go without that."""


def load_nlp(model: str = DEFAULT_MODEL) -> Language:
    """The whole extraction pipeline over `model`, loaded once a process."""
    return _loaded(model)  # a cache of its own: `load_nlp()` and `load_nlp(DEFAULT_MODEL)` are one model in memory


@cache
def _loaded(model: str) -> Language:
    nlp = load_model(model)
    use_fast_attributes(nlp)
    use_asked_lemmas(nlp)
    nlp.add_pipe("communique_sentences", before="parser" if "parser" in nlp.pipe_names else None)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    use_scoped_parse(nlp, before="communique_quotes")
    gc.collect()
    gc.set_threshold(*_GARBAGE)
    gc.freeze()  # the model stays: to look through its objects for garbage again and again takes 2 % of the time
    return nlp


def forget_words(nlp: Language) -> None:
    """Empty the lemmatizer's cache once it is large: `Language.memory_zone` leaves it, and it grows with every word."""
    for _, component in nlp.pipeline:
        if isinstance(component, Lemmatizer) and len(component.cache) > _MOST_LEMMAS:
            component.cache.clear()


__all__ = ["COMPONENTS", "DEFAULT_MODEL", "forget_words", "load_nlp"]
