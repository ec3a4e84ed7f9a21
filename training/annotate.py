"""Annotate more releases: `python -m training.annotate show CANDIDATES ID …`, then `… add CANDIDATES FILE …`.

CANDIDATES is a tab-separated table of releases in ../.mirror, one per row: id, repository, commit, path, form of the
file, publisher and, where a file holds several releases, the record. `show` prints a text with its lines and quotations
numbered, and below it a draft: what the pipeline finds. `add` reads corrected drafts (each begins with `# ID`; syntax:
training/annotation_spec.py), prints their problems and writes those without any to training/annotated.jsonl. The exit
code is 1 if a draft had a problem.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline import extract
from pipeline.extraction.extraction import Extraction
from training.annotated import FILE, packed
from training.annotation_spec import PARTS, lines, quotations, read
from training.sources import MIRROR, Source, read_text

Candidate = tuple[Source, str]  # where the release is stored, and its publisher


def candidates(file: Path) -> dict[str, Candidate]:
    """The releases of a table of candidates, by id."""
    with file.open(encoding="utf-8", newline="") as rows:
        return {r[0]: (Source(*r[1:5], record="".join(r[6:7])), r[5]) for r in csv.reader(rows, delimiter="\t")}


def shown(text: str) -> str:
    """A text with its lines and quotations numbered."""
    marks = [(s, f"⟦q{n}") for n, (s, _) in enumerate(quotations(text), 1)]
    marks += [(e, "⟧") for _, e in quotations(text)]
    out = []
    for number, (start, end) in enumerate(lines(text), 1):
        line, at = "", start
        for place, mark in sorted(m for m in marks if start <= m[0] < end):
            line, at = line + text[at:place] + mark, place
        line += text[at:end].rstrip("\n")
        if line.strip():
            out.append(f"{number}\t{line}")
    return "\n".join(out)


def draft(x: Extraction) -> Iterator[str]:
    """What the pipeline found, as the lines of a specification (see `annotation_spec`)."""
    names = {e.entity_id: e.name for e in x.entities}
    forms = {key: dict.fromkeys([name]) for key, name in names.items()}
    for m in x.mentions:
        if m.entity_id in forms and m.label in ("PERSON", "ORGANISATION"):
            forms[m.entity_id][" ".join(m.text.split())] = None
    for p in x.people:
        yield f"PERSON: {' | '.join(forms[p.person_id])}"
        for r in (r for r in x.roles if r.person_id == p.person_id):
            yield f"  role: {r.role} @ {names.get(r.organisation_id or '', '-')}" + (
                f" [{r.country}]" * bool(r.country)
            )
    yield from (f"ORG: {' | '.join(forms[o.organisation_id])}" for o in x.organisations)
    for label in ("COUNTRY", "PLACE", "DATE"):
        if found := dict.fromkeys(" ".join(m.text.split()) for m in x.mentions if m.label == label):
            yield f"{label}: {' | '.join(found)}"
    yield from _quotes(x, names)
    yield from _parts(x)


def _quotes(x: Extraction, names: dict[str, str]) -> Iterator[str]:
    for number, (start, end) in enumerate(quotations(x.text), 1):
        mine = next((q for q in x.quotes if min(q.end, end) - max(q.start, start) > (end - start) / 2), None)
        speaker = names.get(mine.speaker_id or "") if mine else None
        yield f"q{number}: {mine.kind if mine else 'scare'}" + (f" -> {speaker}" if speaker else "")


def _parts(x: Extraction) -> Iterator[str]:
    places = lines(x.text)
    for s in x.sections:
        kind = "about" if s.kind == "boilerplate" else s.kind
        if kind in PARTS:
            mine = [n for n, (start, end) in enumerate(places, 1) if start < s.end and s.start < end]
            yield f"{kind}: {mine[0]}-{mine[-1]}"


def show(known: dict[str, Candidate], idents: list[str]) -> int:
    """Print releases with their drafts."""
    for ident in idents:
        text = read_text(known[ident][0], MIRROR)
        print(f"===== {ident}\n{shown(text)}\n----- draft\n# {ident}", *draft(extract(text)), "", sep="\n")
    return 0


def add(known: dict[str, Candidate], files: list[str]) -> int:
    """Read specifications, print their problems and store those that have none; return the exit code."""
    rows = {json.loads(line)["id"]: line for line in FILE.read_text("utf-8").splitlines()}
    problems = 0
    for file in files:
        for block in re.split(r"^# ", Path(file).read_text("utf-8"), flags=re.MULTILINE)[1:]:
            ident, _, specification = block.partition("\n")
            source, publisher = known[ident.strip()]
            text = read_text(source, MIRROR)
            annotation, wrong = read(text, specification)
            for problem in wrong:
                print(f"{ident.strip()}: {problem}")
            problems += bool(wrong)
            if not wrong:
                sha256 = hashlib.sha256(text.encode()).hexdigest()
                rows[ident.strip()] = packed(ident.strip(), source, sha256, publisher, annotation, text)
    FILE.write_text("".join(f"{rows[ident]}\n" for ident in sorted(rows)), "utf-8")
    return 1 if problems else 0


def main() -> int:
    """Show releases, or add annotated ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("show", "add"))
    parser.add_argument("candidates", type=Path)
    parser.add_argument("what", nargs="+", metavar="ID|FILE")
    arguments = parser.parse_args()
    act = show if arguments.action == "show" else add
    return act(candidates(arguments.candidates), arguments.what)


if __name__ == "__main__":
    sys.exit(main())
