"""Quotes of a made-up text whose reading is given: names are in braces, and the speaker of each quoted span is told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import JobTitle, Links, Name, Quotation, Reading
from pipeline.extraction.quotes.component import add_quotes
from pipeline.extraction.roles.status import status_of
from pipeline.records import Mention, Role, organisation_key, slug
from pipeline.structure import structure
from tests.extraction.blank import blank

_NAMED = re.compile(r"\{([^}|]+)(?:\|(\w+))?\}")
TITLE, NOBODY = "title", "nobody"


def quotes_of(marked: str, *speakers: str) -> Analysis:
    """The analysis of a text such as “{Ann Reyes}, {director|JOB} of {Vale Corp.|ORG} spoke.”, with its quotes.

    A job title is held by the last person named before it. `speakers` says for each quoted span whom the reader
    links it to: the last word of a name; two, joined by `&`; NOBODY; or TITLE if it is no speech. Spans beyond the
    last one given have the last speaker.
    """
    text, names, jobs = "", [], []
    at = 0
    for m in _NAMED.finditer(marked):
        text += marked[at : m.start()]
        if m[2] == "JOB":
            jobs.append(JobTitle(len(text), len(text) + len(m[1]), 1.0, Links(1.0), Links(1.0), Links(1.0)))
        else:
            names.append(Name(len(text), len(text) + len(m[1]), m[2] or "PERSON", 1.0))
        text, at = text + m[1], m.end()
    text += marked[at:]
    analysis = Analysis(release=structure(text))
    quoted = [(r.outer_start, r.outer_end) for r in analysis.quoted_spans]
    told = [*speakers, *[speakers[-1] if speakers else TITLE] * len(quoted)]
    quotations = [
        Quotation(*span, 0.1 if who == TITLE else 0.9, _links(text, names, who))
        for span, who in zip(quoted, told, strict=False)
    ]
    analysis.reading = Reading(tuple(names), tuple(jobs), tuple(quotations))
    analysis.mention_of = {i: _mention(text, name, names) for i, name in enumerate(names)}
    analysis.roles = [role for job in jobs if (role := _role(text, job, names))]
    doc = blank().make_doc(text)
    doc._.communique = analysis
    add_quotes(doc)
    return analysis


def _role(text: str, job: JobTitle, names: Sequence[Name]) -> Role | None:
    holder = next((n for n in reversed(names) if n.label == "PERSON" and n.end <= job.start), None)
    words = text[job.start : job.end]
    return holder and Role(
        role_id=words, document_id="document", person_id=slug(text[holder.start : holder.end]), role=words,
        organisation_id=None, country=None, start=job.start, end=job.end, confidence=1.0,
        status=status_of(text, job.start, job.end), section="body", rule="given",
    )  # fmt: skip


def _links(text: str, names: Sequence[Name], who: str) -> Links:
    words = [w.strip() for w in who.split("&")]
    found = [i for i, n in enumerate(names) if text[n.start : n.end].split()[-1] in words]
    return Links(0.1, tuple((i, 0.9 / len(found)) for i in found)) if found else Links(1.0)


def _mention(text: str, name: Name, names: Sequence[Name]) -> Mention:
    words = text[name.start : name.end]
    same = [text[n.start : n.end] for n in names if text[n.start : n.end].split()[-1] == words.split()[-1]]
    full = max(same, key=len)
    person = name.label == "PERSON"
    return Mention(
        mention_id=f"{name.start}", document_id="document", start=name.start, end=name.end, text=words,
        label="PERSON" if person else "ORGANISATION", entity_id=slug(full) if person else organisation_key(full),
        how="name" if words == full else "short", honorific=None, confidence=1.0, section="body", rule="given",
    )  # fmt: skip
