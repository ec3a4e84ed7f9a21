"""Names behind job titles that the reader took for places and are organisations: “Ada Lund, Director, [Mercer]”."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extraction.document.reading import JobTitle, Name, Reading

NO_OTHER = 0.1
"""Chance that a job title has no organisation, below which the name right behind it is one."""
SURE = 0.9
"""Probability that the name has then."""
_BEFORE_EMPLOYER = re.compile(r"(?:,|\sat|\swith)?\s(?:[Tt]he\s)?")
_INSIDE = re.compile(r"(?:,|\sat|\swith)\s(?:[Tt]he\s)?$")


def with_employers(text: str, reading: Reading) -> Reading:
    """The reading with those places as organisations whose job titles must have one."""
    sure = [t for t in reading.job_titles if t.organisation.none < NO_OTHER]
    names = list(reading.names)
    for i, name in enumerate(names):
        # “Managing Partner, [Asia], Zed Bank” has another
        last = (
            i + 1 == len(names)
            or names[i + 1].label != "ORG"
            or not _BEFORE_EMPLOYER.fullmatch(text, name.end, names[i + 1].start)
        )
        if name.label == "PLACE" and last and any(_is_of(text, t, name) for t in sure):
            names[i] = replace(name, label="ORG", probability=SURE)
    return replace(reading, names=tuple(names))


def _is_of(text: str, title: JobTitle, name: Name) -> bool:
    """Whether a name stands right behind a job title, or as the last of its words behind a comma."""
    if name.start >= title.end:
        return name.start - title.end < 10 and _BEFORE_EMPLOYER.fullmatch(text, title.end, name.start) is not None
    return name.end == title.end and _INSIDE.search(text[title.start : name.start]) is not None
