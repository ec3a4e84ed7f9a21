"""`communique explain`: one release for a person to read, with its repairs, parts, coloured entities and quotes.

The layout is a template, `pipeline/data/explain.txt`.
"""

import textwrap
from collections.abc import Callable, Iterator
from itertools import pairwise

from jinja2 import Template

from pipeline.data import data_file, word_table
from pipeline.extraction.extraction import Extraction
from pipeline.records import grouped, one_line
from pipeline.report.html import line_numbers, visible
from pipeline.structure import Release

_COLOURS = {row[0]: row[1] for row in word_table("explain_colours.tsv")}
_WIDTH = 100


def explain(x: Extraction, release: Release, *, name: str, encoding: str | None, colour: bool = False) -> str:
    """A report on one extraction as text; with `colour`, names are in ANSI colours, else in brackets with labels."""

    def paint(kind: str, text: str) -> str:
        return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if colour else text

    day = f"published {release.published} ({release.published_from})" if release.published else "no publication date"
    encoded = encoding and f"decoded as {encoding}"
    said = {"reference": release.reference, "embargoed until": release.embargoed_until}
    head = [f"{name}: {len(x.text):,} characters", encoded, day, *(f"{k} {v}" for k, v in said.items() if v)]
    template = Template(data_file("explain.txt").read_text("utf-8"), trim_blocks=True, keep_trailing_newline=True)
    names, text = {e.entity_id: e.name for e in x.entities}, _text(x, paint, colour)
    about = {"x": x, "release": release, "head": ", ".join(filter(None, head)), "names": names, "text": text}
    how = {"paint": paint, "one_line": one_line, "visible": visible, "textwrap": textwrap, "width": _WIDTH}
    line = line_numbers(x.text)
    return str(template.render(about | how, line=line, mentions=_mentions(x, line)))


def _text(x: Extraction, paint: Callable[[str, str], str], colour: bool) -> Iterator[str]:
    """The lines of the text with the names coloured or in brackets; of overlapping names, the outermost."""
    marked, at = "", 0
    for m in sorted((m for m in x.mentions if m.how != "pronoun"), key=lambda m: (m.start, -m.end)):
        if m.start >= at:
            marked += x.text[at : m.start] + (paint(m.label, m.text) if colour else f"[{m.text}|{m.label}]")
            at = m.end
    for line in (marked + x.text[at:]).splitlines():
        yield from [line] if colour else textwrap.wrap(line, _WIDTH, break_on_hyphens=False) or [""]


def _mentions(x: Extraction, number: Callable[[int], int]) -> Iterator[str]:
    """A line for each distinct name (dates excepted): its entity, its rule, where it first occurs, any overlap."""
    rows = [m for m in sorted(x.mentions, key=lambda m: (m.start, -m.end)) if m.label != "DATE"]
    overlapping = {m.mention_id for a, b in pairwise(rows) if b.start < a.end for m in (a, b)}
    named = ((m, " ".join(filter(None, (m.label, m.entity_id)))) for m in rows)
    lines = grouped((f"{one_line(m.text)} → {name}   ({m.rule}", m) for m, name in named)
    for line, places in sorted(lines.items()):
        times = f"{len(places)} times from " if len(places) > 1 else ""
        overlaps = "" if overlapping.isdisjoint(m.mention_id for m in places) else "   overlaps another"
        sure = max(m.confidence for m in places)
        yield f"{line}, confidence {sure:.2f}, {times}line {number(places[0].start)}){overlaps}"
