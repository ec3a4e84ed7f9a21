"""The rows of one release, and their marks in its text, each leading to its row in the panel."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.records import Contact, DateRow, Document, Finding, Mention, Quote, Repair, Role, Section
from pipeline.report.highlight import Mark
from pipeline.report.html import macros
from pipeline.report.names import Names, word_id

KIND = {
    "mojibake": "mojibake", "html_entity": "HTML entity", "control": "control character", "lossy": "lost bytes",
    "quoted_printable": "quoted-printable", "percent_escape": "percent escape", "backslash_escape": "backslash escape",
    "rtf_escape": "RTF escape", "tex_accent": "TeX accent", "utf_7": "UTF-7", "symbol_font": "Symbol font",
    "byte_order_mark": "byte order mark",
}  # fmt: skip
ROLE_ID = "o-{}"
_CLASS = {
    "PERSON": "person", "ORGANISATION": "organisation", "COUNTRY": "country", "DEMONYM": "country", "PLACE": "place",
}  # fmt: skip
_SECTION, _HEADLINE, _QUOTE, _ROLE, _FINDING, _NAME, _REPAIR = range(7)
_CLOSING = "”’\"'»›"


@dataclass(slots=True)
class Release:
    """All rows of one release."""

    document: Document
    text: str
    sections: list[Section]
    mentions: list[Mention]
    roles: list[Role]
    dates: list[DateRow]
    quotes: list[Quote]
    repairs: list[Repair]
    findings: list[Finding]
    contacts: list[Contact]
    lines: list[int] = field(default_factory=list)  # where each line begins

    def line(self, offset: int) -> int:
        """The line that an offset stands in; 1 is the first."""
        if not self.lines:
            self.lines = [0, *(i + 1 for i, c in enumerate(self.text) if c == "\n")]
        return bisect_right(self.lines, offset)


def marks_of(r: Release, names: Names) -> list[Mark]:
    """All marks of a release. The first mark that begins at an offset bears its anchor."""
    taken: set[str] = set()
    unique = []
    for mark in (*_parts(r), *_rows(r, names), *_entities(r, names), *_repairs(r)):
        unique.append(replace(mark, identity="") if mark.identity in taken else mark)
        taken.add(mark.identity)
    return unique


def _parts(r: Release) -> Iterator[Mark]:
    """Parts of the release, its headline, its quotes."""
    seen: Counter[str] = Counter()
    for s in r.sections:
        name = s.kind.replace("_", " ")
        seen[name] += 1
        told = name if seen[name] == 1 else f"{name}, {seen[name]}"  # a landmark is told by its name
        about = {"class": f"part {s.kind}", "data-part": name, "aria-label": told}
        yield Mark(s.start, s.end, _SECTION, "section", about, f"s-{s.start}")
    headline = r.document.headline or ""
    places = [i for i in range(len(r.text)) if r.text.startswith(headline, i)] if headline else []
    # the headline stands in no part of its own; the same words in the title of a saved page do
    own = [i for i in places if not any(s.start <= i < s.end for s in r.sections if s.kind != "body")]
    for start in (own or places)[:1]:
        yield Mark(start, start + len(headline), _HEADLINE, "strong", {"class": "headline"}, "headline")
    for q in r.quotes:
        speaker = "" if q.speaker_start is None else word_id(q.speaker_start)
        about = {"class": f"quote {q.kind}", "data-speaker": speaker}
        yield Mark(q.start, q.end, _QUOTE, "span", about, word_id(q.start, "q"))


def _rows(r: Release, names: Names) -> Iterator[Mark]:
    """Job titles, findings, dates."""
    for role in r.roles:
        title = f"job title of {names.name(role.person_id)}"
        yield _span(role.start, role.end, _ROLE, "role", title, ROLE_ID.format(role.role_id))
    for f in r.findings:
        if f.end - f.start < len(r.text) // 2:  # one about the whole text marks nothing
            yield _span(f.start, f.end, _FINDING, "finding", f.kind.replace("_", " "), f"f-{f.start}-{f.kind}")
    for d in r.dates:
        yield _span(d.start, d.end, _NAME, "name date", f"date: {d.value or 'not decided'}", f"d-{d.start}")


def _entities(r: Release, names: Names) -> Iterator[Mark]:
    """Names, and words for speakers that are none (“she”, “the agency”)."""
    named = [m for m in r.mentions if m.label in _CLASS]
    for m in named:
        kind = _CLASS[m.label]
        title = f"{kind}: {names.name(m.entity_id)}" if m.entity_id else kind
        row = f"e-{m.entity_id}" if m.entity_id else f"p-{m.start}"
        yield _span(m.start, m.end, _NAME, f"name {kind}", title, row)
    at = {m.start for m in named}
    for start, q in {q.speaker_start: q for q in r.quotes}.items():
        if start is not None and q.speaker_end is not None and start not in at:
            yield _span(start, q.speaker_end, _NAME, "speaker", names.name(q.speaker_id), f"q-{q.start}")


def _span(start: int, end: int, rank: int, kind: str, title: str, row: str) -> Mark:
    return Mark(start, end, rank, "span", {"class": kind, "title": title}, word_id(start), f"#{row}")


def _repairs(r: Release) -> Iterator[Mark]:
    for x in r.repairs:
        if x.start < x.end:
            about = {"class": "repair", "tabindex": "0", "role": "note", "aria-describedby": tip_id(x)}
            yield Mark(x.start, x.end, _REPAIR, "span", about, word_id(x.start), tail=_macro("tip", x))


def tip_id(x: Repair) -> str:
    """The anchor of what tells a repair over the text."""
    return f"t-{x.start}-{x.source_start}"


def _macro(name: str, *values: Any) -> str:
    return str(getattr(macros("marks.html"), name)(*values, KIND))


def points_of(r: Release, names: Names) -> dict[int, str]:
    """What stands between the words: who said a quote, after its mark; repairs that left nothing in the text."""
    html: dict[int, str] = {}
    for q in r.quotes:
        after = q.end + (r.text[q.end : q.end + 1] in _CLOSING and q.end < len(r.text))
        html[after] = html.get(after, "") + _macro("said", q, names.speaker(q)["name"])
    for x in r.repairs:
        if x.start == x.end:
            html[x.start] = html.get(x.start, "") + _macro("gone", x)
    return html
