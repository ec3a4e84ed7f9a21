"""The plain-text format in which a release is annotated, and its parser.

Each line is one statement (training/ANNOTATION.md defines what is marked):

    PERSON: full name | short form | …        ORG: full name | other form | acronym
      role: title @ organisation [ISO]          below its person; `-` for no organisation, ISO: code of the country
    COUNTRY: a | b      PLACE: a | b      DATE: a | b      NOT: words that are no name
    AT: LABEL before ~string~ after           only where these words surround the string, if it is ambiguous
    q1: direct -> speaker; speaker            also partial, scare, skip; quotations are numbered as `show` prints them
    about: 30-33                              parts, by line numbers
    // a comment

A question mark after the label (`PERSON?:`) makes an entry optional. Names are marked wherever they occur as whole
words, longer ones first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.extraction.text.quotation_marks import quoted_spans
from pipeline.structure import structure

PARTS = ("header", "headline", "about", "contact", "disclaimer", "notes", "signature", "footer", "end_mark")
KINDS = {"direct": "direct", "partial": "partial", "scare": "title_or_scare", "skip": "direct"}
_NAMES = re.compile(r"(PERSON|ORG|COUNTRY|PLACE|DATE|NOT)(\??):\s*(.+)")
_AT = re.compile(r"AT:\s*(PERSON|ORG|COUNTRY|PLACE|DATE|NOT)(\??)\s+([^~]*)~([^~]+)~([^~]*)")
_ROLE = re.compile(r"role:\s*(.+?)\s+@\s+(.+?)(?:\s+\[([A-Z]{3})\])?")
_QUOTE = re.compile(rf"q(\d+):\s*({'|'.join(KINDS)})(?:\s*->\s*(.+))?")
_PART = re.compile(rf"({'|'.join(PARTS)}):\s*(\d+)(?:-(\d+))?")
_ADDRESS = re.compile(r"://|^(?:www\.|@)|\w@\w+\.\w")
Marked = tuple[int, int, str, bool]


@dataclass(slots=True)
class Annotated:
    """The content of a specification of one text; `problems` is empty if the specification is valid."""

    text: str
    people: list[dict[str, Any]] = field(default_factory=list)
    organisations: list[dict[str, Any]] = field(default_factory=list)
    marks: list[tuple[str, str, bool]] = field(default_factory=list)  # words, label, optional
    placed: list[Marked] = field(default_factory=list)
    quotes: dict[int, tuple[str, list[str]]] = field(default_factory=dict)
    segments: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def annotation(self) -> dict[str, Any]:
        """The annotation in the format of ../shared/train, as far as training needs it."""
        mentions = [
            {"start": s, "end": e, "text": self.text[s:e], "label": label, "optional": optional}
            for s, e, label, optional in self._located()
            if label != "NOT" and not _in_address(self.text, s, e)
        ]
        named = {"people": self.people, "organisations": self.organisations}
        return {"mentions": mentions, **named, "quotes": self._quotes(), "segments": self.segments}

    def _located(self) -> list[Marked]:
        taken = list(self.placed)
        for words, label, optional in sorted(self.marks, key=lambda mark: -len(mark[0])):
            found = [m.span() for m in whole(words).finditer(self.text)]
            if not found and label != "ORG":
                self.problems.append(f"not in the text: {label} {words}")
            free = [(s, e) for s, e in found if not any(s < stop and start < e for start, stop, *_ in taken)]
            taken += [(s, e, label, optional) for s, e in free]
        return sorted(taken)

    def _quotes(self) -> list[dict[str, Any]]:
        rows = []
        for number, span in enumerate(quotations(self.text), 1):
            if number not in self.quotes:
                self.problems.append(f"q{number} is missing")
                continue
            kind, speaker = self.quotes[number]
            row = {"start": span[0], "end": span[1], "kind": KINDS[kind], "speaker": speaker or None}
            rows.append(row | {"optional": kind == "skip"})
        return rows


def read(text: str, specification: str) -> tuple[dict[str, Any], list[str]]:
    """The annotation that a specification describes, and the problems found in it, as messages."""
    found = Annotated(text)
    for line in map(str.strip, specification.splitlines()):
        if line and not line.startswith("//"):
            _read_line(found, line)
    annotation = found.annotation()
    _check_links(found)
    return annotation, found.problems


def quotations(text: str) -> list[tuple[int, int]]:
    """The places of the quoted spans, without their marks, in the order of their numbers `q1`, `q2`, …"""
    return [(q.start, q.end) for q in quoted_spans(text, structure(text).paragraphs)]


def lines(text: str) -> list[tuple[int, int]]:
    """The places of the text's lines, in the order of their numbers 1, 2, …; a place includes the line end."""
    return [m.span() for m in re.finditer(r"[^\n]*(?:\n|$)", text)]


def whole(words: str) -> re.Pattern[str]:
    """A pattern that matches these words, whole and with any white space between them."""
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)")


def _read_line(found: Annotated, line: str) -> None:
    for pattern, take in _LINES:
        if match := pattern.fullmatch(line):
            take(found, match)
            return
    found.problems.append(f"not understood: {line}")


def _take_names(found: Annotated, match: re.Match[str]) -> None:
    label, optional = match[1], bool(match[2])
    names = [name for part in match[3].split("|") if (name := part.strip())]
    entry = {"name": names[0], "aliases": names[1:], "optional": optional}
    if label == "PERSON":
        found.people.append(entry | {"roles": []})
    elif label == "ORG":
        found.organisations.append(entry)
    found.marks += [(name, label, optional) for name in names]


def _take_place(found: Annotated, match: re.Match[str]) -> None:
    label, optional, before, words, after = match[1], bool(match[2]), match[3], match[4], match[5]
    around = r"\s*".join((_spaced(before), f"({_spaced(words)})", _spaced(after)))
    places = [m.span(1) for m in re.finditer(around, found.text)]
    if not places:
        found.problems.append(f"AT not found: {match[0]}")
    found.placed += [(s, e, label, optional) for s, e in places]


def _take_role(found: Annotated, match: re.Match[str]) -> None:
    if not found.people:
        found.problems.append(f"a role without a person: {match[0]}")
        return
    role = {"role": match[1], "organisation": None if match[2] == "-" else match[2], "country": match[3]}
    found.people[-1]["roles"].append(role)


def _take_quote(found: Annotated, match: re.Match[str]) -> None:
    found.quotes[int(match[1])] = (match[2], [s.strip() for s in (match[3] or "").split(";") if s.strip()])


def _take_part(found: Annotated, match: re.Match[str]) -> None:
    places = lines(found.text)
    first, last = int(match[2]), int(match[3] or match[2])
    if not 1 <= first <= last <= len(places):
        found.problems.append(f"no such lines: {match[0]}")
        return
    start, end = places[first - 1][0], places[last - 1][1]
    words = found.text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    if start < end:
        found.segments.append({"type": match[1], "start": start, "end": end})


_LINES: Sequence[tuple[re.Pattern[str], Callable[[Annotated, re.Match[str]], None]]] = (
    (_NAMES, _take_names), (_AT, _take_place), (_ROLE, _take_role), (_QUOTE, _take_quote), (_PART, _take_part),
)  # fmt: skip


def _spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def _check_links(found: Annotated) -> None:
    organisations = {n for o in found.organisations for n in (o["name"], *o["aliases"])}
    people = {n for p in found.people for n in (p["name"], *p["aliases"])}
    for entry in found.organisations:
        if not any(whole(n).search(found.text) for n in (entry["name"], *entry["aliases"])):
            found.problems.append(f"organisation not in the text: {entry['name']}")
    for person in found.people:
        for role in person["roles"]:
            if not re.search(whole(role["role"]).pattern, found.text, re.IGNORECASE):
                found.problems.append(f"role not in the text: {person['name']}: {role['role']}")
            if role["organisation"] and role["organisation"] not in organisations:
                found.problems.append(f"a role's organisation has no ORG line: {role['organisation']}")
    for number, (_, speakers) in found.quotes.items():
        unknown = [s for s in speakers if s not in people | organisations]
        found.problems += [f"q{number}: the speaker has no PERSON or ORG line: {s}" for s in unknown]


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether a name is only part of an e-mail address, a handle or a URL."""
    first = max(text.rfind(sign, 0, start) for sign in ' \n\t(“"') + 1
    behind = re.compile(r"[^\s)”\"]*").match(text, end)
    token = text[first : behind.end() if behind else end]
    return token != text[start:end] and _ADDRESS.search(token) is not None
