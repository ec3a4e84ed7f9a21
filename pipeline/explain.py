"""One release for a person to read: what was repaired, its parts, its entities in colour, who said what."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from pipeline.extraction import Extraction
from pipeline.records import Mention, Quote, Role
from pipeline.structure import Release

_COLOURS = {
    "PERSON": "1;35",
    "ORGANISATION": "1;34",
    "COUNTRY": "1;32",
    "DEMONYM": "32",
    "PLACE": "36",
    "DATE": "33",
    "QUOTE": "3",
    "head": "1",
    "bad": "31",
    "good": "32",
    "dim": "2",
}
_WIDTH = 100

Paint = Callable[[str, str], str]


def explain(
    x: Extraction, release: Release, *, name: str = "document", encoding: str | None = None, colour: bool = False
) -> str:
    """A report on one extraction as text; `colour` adds ANSI colours, without them labels stand in brackets."""
    paint = _painter(colour)
    day = f"published {release.published} ({release.published_from})" if release.published else "no day of publication"
    head = [f"{name}: {len(x.text):,} characters", *([f"decoded as {encoding}"] if encoding else ()), day]
    blocks = [
        [", ".join(head)],
        _block("Repairs", _repairs(x, paint)),
        _block("Findings", _findings(x)),
        _block("Sections", _sections(x)),
        _block("Text", _text(x, paint, colour)),
        _block("Mentions", _mentions(x)),
        _block("People and roles", _people(x, paint)),
        _block("Organisations", _organisations(x)),
        _block("Countries", _countries(x)),
        _block("Dates", _dates(x)),
        _block("Quotes", _quotes(x, paint)),
        _block("Titles and terms in quotation marks", (f"“{_one_line(t.text)}”" for t in x.titles)),
        _block("Contacts", _contacts(x)),
    ]
    lines = [paint("head", line) if not line.startswith(" ") else line for block in blocks for line in block]
    return "\n".join(lines) + "\n"


def _painter(colour: bool) -> Paint:
    def paint(kind: str, text: str) -> str:
        return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if colour else text

    return paint


def _block(head: str, rows: Iterable[str]) -> list[str]:
    lines = [f"  {line}" for row in rows for line in row.split("\n")]
    return ["", head, *(lines or ["  none"])]


def _line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _visible(text: str) -> str:
    """Invisible characters written out, so that “→ NBSP” can be seen."""
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)


def _repairs(x: Extraction, paint: Paint) -> Iterator[str]:
    for r in x.repairs:
        how = f"{r.written_as} read as {r.read_as}" if r.written_as else r.kind
        before, after = paint("bad", _visible(r.before)), paint("good", _visible(r.after))
        yield f"line {_line_of(x.text, r.start)}: {before} → {after}   ({how}, confidence {r.confidence:.2f})"


def _findings(x: Extraction) -> Iterator[str]:
    for f in x.findings:
        shown = textwrap.shorten(_visible(_one_line(x.text[f.start : f.end])), 50, placeholder=" …")
        yield f"line {_line_of(x.text, f.start)}: {f.kind}: {shown} — {f.detail}"


def _sections(x: Extraction) -> Iterator[str]:
    for s in x.sections:
        first = textwrap.shorten(_one_line(x.text[s.start : s.end]), 60, placeholder=" …")
        yield f"{s.kind:<12} {s.start:>6}–{s.end:<6} {first}"


def _text(x: Extraction, paint: Paint, colour: bool) -> Iterator[str]:
    marked, at = [], 0
    for m in _outermost(x.mentions):
        marked += [x.text[at : m.start], _marked(m, paint, colour)]
        at = m.end
    whole = "".join([*marked, x.text[at:]])
    for line in whole.splitlines():
        yield line if colour else "\n".join(textwrap.wrap(line, _WIDTH, break_on_hyphens=False) or [""])


def _marked(m: Mention, paint: Paint, colour: bool) -> str:
    return paint(m.label, m.text) if colour else f"[{m.text}|{m.label}]"


def _outermost(mentions: Iterable[Mention]) -> Iterator[Mention]:
    end = 0
    for m in sorted((m for m in mentions if m.how != "pronoun"), key=lambda m: (m.start, -m.end)):
        if m.start >= end:
            end = m.end
            yield m


def _mentions(x: Extraction) -> Iterator[str]:
    """A line for each name but dates: what it names, the rule that made it, whether a place of it overlaps another."""
    rows = [m for m in sorted(x.mentions, key=lambda m: (m.start, -m.end)) if m.label != "DATE"]
    overlapping = {row.mention_id for a, b in pairwise(rows) if b.start < a.end for row in (a, b)}
    lines: dict[str, list[str]] = {}
    for m in rows:
        named = f"{m.label} {m.entity_id}" if m.entity_id else m.label
        lines.setdefault(f"{_one_line(m.text)} → {named}   ({m.rule}", []).append(m.mention_id)
    for line, places in sorted(lines.items()):
        times = f", {len(places)} times" if len(places) > 1 else ""
        yield f"{line}{times})" + ("" if overlapping.isdisjoint(places) else "   overlaps another")


def _people(x: Extraction, paint: Paint) -> Iterator[str]:
    organisations = {o.organisation_id: o.name for o in x.organisations}
    honorifics = {m.entity_id: m.honorific for m in reversed(x.mentions) if m.honorific}
    for person in x.people:
        honorific = honorifics.get(person.person_id)
        yield paint("PERSON", person.name) + (f" ({honorific})" if honorific else "") + f"   {person.person_id}"
        for r in x.roles:
            if r.person_id == person.person_id:
                yield f"    {_one_line(r.role)}   → {_where_held(r, organisations)}   ({r.rule})"


def _where_held(r: Role, organisations: Mapping[str, str]) -> str:
    """Where and for which country a job title is held, and its status where that is not the usual one."""
    status = "" if r.status == "current" else r.status
    parts = (organisations.get(r.organisation_id or "", ""), r.country or "", status)
    return " · ".join(filter(None, parts)) or "no organisation named"


def _organisations(x: Extraction) -> Iterator[str]:
    for o in x.organisations:
        aliases = ", ".join(a.alias for a in x.aliases if a.entity_id == o.organisation_id)
        yield o.name + (f" ({aliases})" if aliases else "") + (f"   {o.kind}" if o.kind else "")


def _countries(x: Extraction) -> Iterator[str]:
    for c in x.countries:
        n = sum(m.entity_id == c.country and m.label == "COUNTRY" for m in x.mentions)
        demonyms = sum(m.entity_id == c.country and m.label == "DEMONYM" for m in x.mentions)
        yield f"{c.country} {c.name}: {n} mentions" + (f", {demonyms} demonyms" if demonyms else "")


def _dates(x: Extraction) -> Iterator[str]:
    for d in x.dates:
        yield f"{_one_line(d.text)} → {d.value or 'not decided'}   ({d.value_from or 'no value'}: {d.rule})"


def _quotes(x: Extraction, paint: Paint) -> Iterator[str]:
    names = {e.entity_id: e.name for e in x.entities}
    for q in x.quotes:
        said = _one_line(q.text)
        shown = said if q.kind == "indirect" else f"“{said}{'”' if q.closed else ' [not closed]'}"
        yield "\n  ".join(textwrap.wrap(shown, _WIDTH))
        yield "    — " + _speaker(q, names, paint)


def _speaker(q: Quote, names: dict[str, str], paint: Paint) -> str:
    said = f" {q.cue}" if q.cue else ""
    if q.speaker_id is None:
        return f"{q.speaker_text or 'speaker not known'}{said}   ({q.kind}: {q.rule})"
    written = f" (“{_one_line(q.speaker_text)}”)" if q.speaker_text and q.speaker_text != names[q.speaker_id] else ""
    detail = f"({q.kind}, by {q.resolution}, confidence {q.confidence:.2f}: {q.rule})"
    return f"{paint('PERSON', names[q.speaker_id])}{written}{said}   {detail}"


def _contacts(x: Extraction) -> Iterator[str]:
    for c in x.contacts:
        yield " · ".join(filter(None, (c.name, c.role, c.phone, c.email)))
