"""The words at which the name of a body is cut, and names that no rule cuts because they have none of them.

Of the spans that the recogniser and the lists bring 98 in 100 are left as they are, and most of these are plain words.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.extraction.organisation_words import headline_verbs
from pipeline.extraction.roles_nouns import role_heads

NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
LEADS = (
    "The", "the", "THE", "A", "An", "our", "Its", "its", "and", "of", "by", "SOURCE", "Source", "About",
    "ABOUT", "Feature", "Subsidiary", "Affiliate", *NUMBERS,
)  # fmt: skip
"""What the recogniser takes into a name and is none: articles, credits, numbers, kin; “Our” too, but not “Our Lady”."""

SMALL = frozenset(["and", "of", "the", "for", "in", "at", "on", "to", "de", "des", "du"])
"""Small words that end no name."""

PARTICIPLES = ("based", "backed", "certified", "designated", "funded", "led", "listed", "owned", "sponsored")
TITLES = (
    "Whip", "Chairman", "Chairwoman", "Chairperson", "Chair", "Director", "President", "Secretary", "Minister",
    "Commissioner", "Spokesman", "Spokeswoman", "Spokesperson", "Ambassador", "Coordinator", "Leader", "CEO", "CFO",
    "Chief", "Administrator", "Attorney", "Judge", "Governor", "Mayor", "Senator", "Sheriff", "Professor", "Founder",
    "Representative", "Detective", "Sergeant", "Sgt", "Adviser", "Advisor", "Veteran", "Speaker",
)  # fmt: skip
"""Titles of people behind a body's name: “Zed Council [Chairman] Ann Lee”."""

BOARDS = ("Board", "Boards", "Council", "Executive", "Advisory", "Steering", "Supervisory")
OWNERS = ("University", "Department", "Ministry", "Company", "Agency", "Commission", "Group")
"""Bodies that begin no name where they own the rest: “[Department’s] Canal Office”; the apostrophe may be lost."""

_PLAIN = re.compile(r"[A-Z][A-Za-z0-9]*(?:[ -][A-Za-z0-9]+)*")


@cache
def _first() -> frozenset[str]:
    return frozenset(word.lower() for word in (*LEADS, *BOARDS, *(f"{owner}s" for owner in OWNERS)))


@cache
def _anywhere() -> frozenset[str]:
    words = (*PARTICIPLES, *TITLES, "Justice", "Justices")
    offices = (part for form in role_heads() for part in form.split("-"))
    return headline_verbs().union((word.lower() for word in words), offices)


def is_left_alone(name: str) -> bool:
    """Whether a name is of plain words in which `NameEdges.cut` finds nothing to cut.

    What stands around it may still say that it ends earlier: a listed body or a place that it begins with.
    """
    if not _PLAIN.fullmatch(name) or name.startswith("Details"):
        return False
    words = name.lower().replace("-", " ").split(" ")
    return words[0] not in _first() and words[-1] not in SMALL and _anywhere().isdisjoint(words)
