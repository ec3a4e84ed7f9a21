"""The page of a release: its marked-up repaired text beside the rows made from it."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from markupsafe import Markup

from pipeline.corrections.decisions import places_of
from pipeline.records import Contact, DateRow, Document, Finding, Mention, Quote, Repair, Role, Section, grouped
from pipeline.report.html import Mark, environment, fill, line_numbers, marked, page
from pipeline.report.names import Names, headline, kind_of, word_id
from pipeline.tables.store import Store

_SECTION, _HEADLINE, _QUOTE, _ROLE, _FINDING, _NAME, _REPAIR = range(7)
_CLOSING = tuple("”’\"'»›")
SHOWN = 500_000  # code points of a text; more if names, titles or quotes follow, though browsers take long for them
AnyRow = TypeVar("AnyRow", Section, Mention, Role, DateRow, Quote, Repair, Finding, Contact)


class ReleaseRows:
    """All rows of one release, sorted by place; of a very long text only those in the part that is shown."""

    def __init__(self, store: Store, document: Document) -> None:
        def rows(record: type[AnyRow], most: int = sys.maxsize) -> list[AnyRow]:
            found = store.select(record, document_id=document.document_id)
            shown = (replace(row, end=min(row.end, most)) for row in found if row.start < most)
            return sorted(shown, key=lambda row: (row.start, -row.end))

        self.document, text = document, store.text(document.document_id)
        self.mentions, self.roles, self.dates = rows(Mention), rows(Role), rows(DateRow)
        self.quotes, self.contacts = rows(Quote), rows(Contact)
        found: list[Any] = [*self.mentions, *self.roles, *self.quotes, *self.contacts]
        most = max([SHOWN, *(row.end for row in found), *(q.speaker_end or 0 for q in self.quotes)])
        self.text, self.hidden = text[:most], max(len(text) - most, 0)
        self.sections, self.repairs, self.findings = rows(Section, most), rows(Repair, most), rows(Finding, most)
        self.line = line_numbers(self.text)

    def named(self, *labels: str) -> dict[str, list[Mention]]:
        """entity_id -> its mentions with one of these labels."""
        return grouped((m.entity_id, m) for m in self.mentions if m.label in labels and m.entity_id)

    def people(self) -> dict[str, list[Mention]]:
        """person_id -> mentions, also for people of whom only a job title was found."""
        mentions = self.named("PERSON")
        return {key: mentions[key] for key in dict.fromkeys([*mentions, *(r.person_id for r in self.roles)])}


def release_page(store: Store, names: Names, document: Document) -> str:
    """The page of one release."""
    r, title = ReleaseRows(store, document), headline(document)
    marks = [*_parts(r), *_headline(r), *_rows(r, names), *_entities(r, names), *_repairs(r)]
    text = Markup(marked(r.text, marks, _points(r, names)))
    main = fill("release.html", r=r, names=names, title=title, text=text, word_id=word_id)
    return page(title, main, root="../", scripts=["release.js"], kind="release", single_file=names.single_file)


def _parts(r: ReleaseRows) -> Iterator[Mark]:
    """Marks of the parts of the release and its quotes."""
    seen: Counter[str] = Counter()
    for s in r.sections:
        name = s.kind.replace("_", " ")
        seen[name] += 1
        told = name if seen[name] == 1 else f"{name}, {seen[name]}"  # landmarks need different names
        about = {"class": f"part {s.kind}", "data-part": name, "aria-label": told}
        yield Mark(s.start, s.end, _SECTION, "section", about, f"s-{s.start}")
    for q in r.quotes:
        speaker = "" if q.speaker_start is None else word_id(q.speaker_start)
        about = {"class": f"quote {q.kind}", "data-speaker": speaker}
        yield Mark(q.start, q.end, _QUOTE, "span", about, word_id(q.start, "q"))


def _headline(r: ReleaseRows) -> Iterator[Mark]:
    """The mark of the headline, for which `sections` has no row."""
    places = places_of(r.text, r.document.headline or "")
    # the same words within another part are a saved page's title
    own = [p for p in places if not any(s.start <= p[0] < s.end for s in r.sections if s.kind != "body")]
    for start, end in (own or places)[:1]:
        yield Mark(start, end, _HEADLINE, "strong", {"class": "headline"}, "headline")


def _rows(r: ReleaseRows, names: Names) -> Iterator[Mark]:
    """Marks of job titles, findings and dates."""
    for role in r.roles:
        title = f"job title of {names.name(role.person_id)}"
        yield _span(role.start, role.end, _ROLE, "role", title, f"o-{role.role_id}")
    for f in r.findings:
        mark = _span(f.start, f.end, _FINDING, "finding", f.kind.replace("_", " "), f"f-{f.start}-{f.kind}")
        is_short = f.end - f.start < len(r.text) // 2  # else it is only an anchor: underlined text is hard to read
        yield mark if is_short else mark._replace(attributes={}, href="")
    for d in r.dates:
        yield _span(d.start, d.end, _NAME, "name date", f"date: {d.value or 'not decided'}", f"d-{d.start}")


def _entities(r: ReleaseRows, names: Names) -> Iterator[Mark]:
    """Marks of names, and of other words for speakers (“she”, “the agency”)."""
    named = [m for m in r.mentions if m.label != "DATE"]
    for m in named:
        kind = title = kind_of(m)
        row = f"p-{m.start}" if m.label == "PLACE" else word_id(m.start)
        if m.entity_id:
            title, row = f"{kind}: {names.name(m.entity_id)}", f"e-{m.entity_id}"
        yield _span(m.start, m.end, _NAME, f"name {kind}", title, row)
    at = {m.start for m in named}
    for start, q in {q.speaker_start: q for q in r.quotes}.items():
        if start is not None and q.speaker_end is not None and start not in at:
            yield _span(start, q.speaker_end, _NAME, "speaker", names.name(q.speaker_id), f"q-{q.start}")


def _span(start: int, end: int, rank: int, kind: str, title: str, row: str) -> Mark:
    return Mark(start, end, rank, "span", {"class": kind, "title": title}, word_id(start), f"#{row}")


def _repairs(r: ReleaseRows) -> Iterator[Mark]:
    for x in r.repairs:
        if x.start < x.end:
            tip = f"t-{x.start}-{x.source_start}"
            about = {"class": "repair", "tabindex": "0", "role": "note", "aria-describedby": tip}
            yield Mark(x.start, x.end, _REPAIR, "span", about, word_id(x.start), tail=str(_pieces().tip(x)))


def _pieces() -> Any:
    """The macros of `marks.html`, as functions."""
    return environment("pipeline.report").get_template("marks.html").module


def _points(r: ReleaseRows, names: Names) -> dict[int, str]:
    """HTML between the words: the speaker after each quote, and repairs that left nothing in the text."""
    html: dict[int, str] = defaultdict(str)
    for q in r.quotes:
        after = q.end + r.text.startswith(_CLOSING, q.end)
        html[after] += _pieces().said(q, names.speaker(q)["name"])
    for x in r.repairs:
        if x.start == x.end:
            html[x.start] += _pieces().gone(x)
    return html
