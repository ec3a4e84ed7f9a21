"""Where the annotated offices stand in the training texts, and how many of them are found."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from pipeline.extraction.entities import ROLES
from training.corpus import Release
from training.evaluate import Counts, scorer

NEAR = 300
"""Characters between a person and a role beyond which they are not taken for each other's."""
ADJACENT = 5
Place = tuple[int, int]


def role_places(release: Release) -> tuple[list[Place], list[Place]]:
    """Where the annotated roles stand: places that must be found, and places that may be.

    An annotation has the words of a role and its holder, not the place. The place is the occurrence nearest to a
    mention of the holder, at most `NEAR` characters away, and every other that is at most `ADJACENT` away; all other
    occurrences may be found. So may a title next to its holder that is a part of the role (“President” beside
    “Amina Okoye”, whose role is “President of the Republic”). Of places that overlap the longest counts.
    """
    text = release.text
    must: set[Place] = set()
    may: set[Place] = set()
    for person in release.annotation["people"]:
        names = [p for name in (person["name"], *person.get("aliases", [])) for p in _occurrences(name, text)]
        for role in person["roles"]:
            places = _occurrences(role["role"], text)
            gaps = {p: min((max(s - p[1], p[0] - e, 0) for s, e in names), default=NEAR + 1) for p in places}
            if gaps and min(gaps.values()) <= NEAR and not person.get("optional"):
                must.add(min(gaps, key=lambda p: (gaps[p], p)))
                must.update(p for p, gap in gaps.items() if gap <= ADJACENT)
            may.update(places)
            may.update(_title_before(text, start, role["role"]) for start, _ in names)
    kept: list[Place] = []
    for place in sorted(must, key=lambda p: (p[0] - p[1], p)):
        if not any(_touch(place, k) for k in kept):
            kept.append(place)
    return sorted(kept), sorted(p for p in may if p[0] < p[1] and p not in kept)


def _occurrences(words: str, text: str) -> list[Place]:
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"
    return [m.span() for m in re.finditer(pattern, text)] or [m.span() for m in re.finditer(pattern, text, re.I)]


def _title_before(text: str, start: int, role: str) -> Place:
    """The words right before a name that are all words of the role; an empty place where there are none."""
    known = {w.casefold() for w in re.findall(r"\w+", role)}
    first = end = len(text[:start].rstrip())
    for m in reversed(list(re.finditer(r"\S+", text[max(0, end - 80) : end]))):
        words = re.findall(r"\w+", m[0].casefold())
        if not words or not known.issuperset(words):
            break
        first = max(0, end - 80) + m.start()
    return first, end


def _touch(a: Place, b: Place) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def role_counts(release: Release, doc: Doc) -> Counts:
    """True positives, false positives, false negatives of `doc.spans["roles"]`, exact and overlapping."""
    must, may = role_places(release)
    annotated = [{"start": s, "end": e, "label": "ROLE"} for s, e in must]
    annotated += [{"start": s, "end": e, "label": "ROLE", "optional": True} for s, e in may]
    found = [{"start": s.start_char, "end": s.end_char, "label": "ROLE"} for s in doc.spans[ROLES]]
    result = {}
    for measure in ("exact", "overlap"):
        tp, fp, fn = scorer().spans(annotated, found, release.text, "ROLE", measure == "exact")
        result[f"ROLE {measure}"] = (tp, len(fp), len(fn))
    return result
