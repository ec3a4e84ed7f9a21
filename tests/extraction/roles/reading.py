"""Roles of a text whose names and job titles are given, so that no network runs."""

from __future__ import annotations

from collections.abc import Sequence

import pipeline.extraction.countries.component
import pipeline.extraction.organisations.component  # noqa: F401
from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import JobTitle, Links, Name, Reading
from pipeline.extraction.people.component import add_people
from pipeline.extraction.roles.component import add_roles
from pipeline.records import Role
from pipeline.structure import structure
from tests.extraction.blank import blank

NONE = Links(1.0)
Link = tuple[str, float]


def place(text: str, words: str) -> tuple[int, int]:
    at = text.index(words)
    return at, at + len(words)


def linked(text: str, names: Sequence[Name], chances: Sequence[Link]) -> Links:
    """Links to these names, each with its probability."""
    numbers = {text[n.start : n.end]: i for i, n in enumerate(names)}
    return Links(1 - sum(c for _, c in chances), tuple((numbers[n], c) for n, c in chances))


def roles(text: str, people: Sequence[str], titles: Sequence[tuple[str, Sequence[Link]]]) -> list[Role]:
    """The roles of a text with these people and with job titles whose holders have these probabilities."""
    names = tuple(Name(*place(text, p), "PERSON", 0.9) for p in people)
    found = tuple(JobTitle(*place(text, words), 0.8, linked(text, names, c), NONE, NONE) for words, c in titles)
    doc = blank().make_doc(text)
    doc._.communique = analysis = Analysis(release=structure(text), reading=Reading(names, found))
    add_roles(add_people(doc))
    return analysis.roles


def read(
    text: str,
    names: Sequence[tuple[str, str]],
    title: str,
    person: Sequence[Link],
    organisation: Sequence[Link],
    publisher: str | None = None,
) -> Analysis:
    """The analysis of a text with these names and one job title, with probabilities of its holder and organisation."""
    nlp = blank("people", "countries", "organisations", "roles")
    found = tuple(sorted((Name(*place(text, w), label, 0.95) for w, label in names), key=lambda n: n.start))
    doc = nlp.make_doc(text)
    holder, employer = (linked(text, found, chances) for chances in (person, organisation))
    titles = (JobTitle(*place(text, title), 0.9, holder, employer, NONE),)
    doc._.communique = analysis = Analysis(release=structure(text), reading=Reading(found, titles), publisher=publisher)
    for _, component in nlp.pipeline:
        component(doc)
    return analysis
