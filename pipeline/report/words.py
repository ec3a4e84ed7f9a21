"""The marks in the text of a release, each leading to its row in the panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.records import Mention, Quote, Repair
from pipeline.report.highlight import Mark
from pipeline.report.html import esc, one_line, visible
from pipeline.report.names import Names, word_id

if TYPE_CHECKING:
    from pipeline.report.release import Release

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


def marks_of(r: Release, names: Names) -> list[Mark]:
    """All marks of a release. The first mark that begins at an offset bears its anchor."""
    found = [*_sections(r), *_headline(r), *_quotes(r), *_rows(r, names)]
    taken: set[str] = set()
    unique = []
    for mark in found:
        if mark.identity in taken:
            mark = Mark(mark.start, mark.end, mark.rank, mark.tag, mark.attributes, "", mark.href, mark.tail)
        taken.add(mark.identity)
        unique.append(mark)
    return unique


def _sections(r: Release) -> Iterator[Mark]:
    seen: Counter[str] = Counter()
    for s in r.sections:
        name = s.kind.replace("_", " ")
        seen[name] += 1
        told = name if seen[name] == 1 else f"{name}, {seen[name]}"  # a landmark is told by its name
        yield Mark(
            s.start, s.end, _SECTION, "section",
            f'class="part {s.kind}" data-part="{name}" aria-label="{told}"', f"s-{s.start}",
        )  # fmt: skip


def _headline(r: Release) -> Iterator[Mark]:
    headline = r.document.headline or ""
    places = [i for i in range(len(r.text)) if r.text.startswith(headline, i)] if headline else []
    # the headline stands in no part of its own; the same words in the title of a saved page do
    own = [i for i in places if not _in_a_part(r, i)]
    for start in (own or places)[:1]:
        yield Mark(start, start + len(headline), _HEADLINE, "strong", 'class="headline"', "headline")


def _in_a_part(r: Release, offset: int) -> bool:
    return any(s.start <= offset < s.end for s in r.sections if s.kind != "body")


def _quotes(r: Release) -> Iterator[Mark]:
    for q in r.quotes:
        yield Mark(
            q.start, q.end, _QUOTE, "span", f'class="quote {q.kind}" data-speaker="{_speaker_anchor(q)}"',
            word_id(q.start, "q"),
        )  # fmt: skip


def _speaker_anchor(q: Quote) -> str:
    return "" if q.speaker_start is None else word_id(q.speaker_start)


def _said(q: Quote, names: Names) -> str:
    """After a quote: who says so, as a link to the row."""
    speaker = names.name(q.speaker_id) or q.speaker_text or "speaker not known"
    return f'<a class="said" href="#q-{q.start}">{esc(one_line(speaker, 60))}</a>'


def _rows(r: Release, names: Names) -> Iterator[Mark]:
    yield from _roles(r, names)
    yield from _findings(r)
    for d in r.dates:
        yield Mark(
            d.start, d.end, _NAME, "span", f'class="name date" title="date: {esc(d.value or "not decided")}"',
            word_id(d.start), f"#d-{d.start}",
        )  # fmt: skip
    named = [m for m in r.mentions if m.label in _CLASS]
    yield from (_name(m, names) for m in named)
    yield from _speakers(r, names, {m.start for m in named})
    for x in r.repairs:
        if x.start < x.end:
            yield Mark(
                x.start, x.end, _REPAIR, "span", f'class="repair" tabindex="0" role="note" {_described(x)}',
                word_id(x.start), tail=_tip(x),
            )  # fmt: skip


def _roles(r: Release, names: Names) -> Iterator[Mark]:
    for role in r.roles:
        title = f"job title of {esc(names.name(role.person_id))}"
        yield Mark(
            role.start, role.end, _ROLE, "span", f'class="role" title="{title}"', word_id(role.start),
            f"#{ROLE_ID.format(role.role_id)}",
        )  # fmt: skip


def _findings(r: Release) -> Iterator[Mark]:
    for f in r.findings:
        if f.end - f.start < len(r.text) // 2:  # one about the whole text marks nothing
            yield Mark(
                f.start, f.end, _FINDING, "span", f'class="finding" title="{esc(f.kind.replace("_", " "))}"',
                word_id(f.start), f"#f-{f.start}-{f.kind}",
            )  # fmt: skip


def _speakers(r: Release, names: Names, named: set[int]) -> Iterator[Mark]:
    """“She”, “the agency”: words for a speaker that are no name."""
    anchors = {q.speaker_start: q for q in r.quotes if q.speaker_start is not None and q.speaker_start not in named}
    for start, q in anchors.items():
        if q.speaker_end is not None:
            yield Mark(
                start, q.speaker_end, _NAME, "span", f'class="speaker" title="{esc(names.name(q.speaker_id))}"',
                word_id(start), f"#q-{q.start}",
            )  # fmt: skip


def _name(m: Mention, names: Names) -> Mark:
    kind = _CLASS[m.label]
    row = f"#e-{m.entity_id}" if m.entity_id else f"#p-{m.start}"
    told = f"{kind}: {names.name(m.entity_id)}" if m.entity_id else kind
    return Mark(
        m.start, m.end, _NAME, "span", f'class="name {kind}" title="{esc(told)}"', word_id(m.start), row
    )  # fmt: skip


def points_of(r: Release, names: Names) -> dict[int, str]:
    """What stands between the words: who said a quote, after its mark; repairs that left nothing in the text."""
    points: dict[int, str] = {}
    for q in r.quotes:
        after = q.end + (r.text[q.end : q.end + 1] in _CLOSING and q.end < len(r.text))
        points[after] = points.get(after, "") + _said(q, names)
    for x in r.repairs:
        if x.start == x.end:
            points[x.start] = points.get(x.start, "") + (
                f'<span class="repair gone" tabindex="0" role="note" {_described(x)} '
                f'id="{word_id(x.start)}-{x.source_start}">‸{_tip(x)}</span>'
            )
    return points


def _described(x: Repair) -> str:
    return f'aria-describedby="t-{x.start}-{x.source_start}"'


def _tip(x: Repair) -> str:
    codes = f"{esc(x.written_as)} read as {esc(x.read_as)}" if x.written_as else KIND[x.kind]
    return (
        f'<span class="tip" role="tooltip" id="t-{x.start}-{x.source_start}"><del>{esc(visible(x.before))}</del> → '
        f"<ins>{esc(visible(x.after)) or 'nothing'}</ins><small>{codes} · {round(100 * x.confidence)} % · "
        f'<a href="#x-{x.start}-{x.source_start}">row</a></small></span>'
    )
