"""The spaCy pipeline of the extraction stage: the reader, then the components that make rows of what it found."""

from functools import cache

import spacy
from spacy.language import Language

import pipeline.extraction.contacts.component
import pipeline.extraction.countries.component
import pipeline.extraction.dates.component
import pipeline.extraction.organisations.component
import pipeline.extraction.own_names
import pipeline.extraction.people.component
import pipeline.extraction.quotes.component
import pipeline.extraction.reader.component
import pipeline.extraction.roles.component  # noqa: F401
from pipeline.settings import DEFAULT_MODEL

COMPONENTS: tuple[str, ...] = (
    "communique_reader", "communique_own_names", "communique_people", "communique_countries",
    "communique_organisations", "communique_roles", "communique_contacts", "communique_dates", "communique_quotes",
)  # fmt: skip
"""The components in the order in which they run; each uses what those before it wrote."""


@cache
def load_nlp(model: str) -> Language:
    """The whole extraction pipeline, loaded once per process. The model “communique” is the reader of this package; any
    other name is a spaCy package or path, whose entities replace the reader's names. Raises `OSError` (as spaCy does)
    if there is no such model and `DamagedModelError` if the reader's files are damaged."""
    shipped = model == DEFAULT_MODEL
    nlp = spacy.blank("en") if shipped else spacy.load(model)
    for name in COMPONENTS:
        nlp.add_pipe(name, config={"other_names": not shipped} if name == "communique_reader" else {})
    return nlp
