"""Fill the README and pages of docs/ with real output for the sample and with the figures of benchmarks/*.json.

    python -m benchmarks.readme

Replaces the text between `<!-- NAME -->` and `<!-- end -->`; a test compares the pages with what this writes.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.floors import Figures
from benchmarks.pages import replaced
from pipeline import load_tables, run
from pipeline.explain import explain
from pipeline.runs.single import extracted_documents
from pipeline.settings import DEFAULT_MODEL

ROOT = Path(__file__).parents[1]
CARD = ROOT / "pipeline" / "data" / "reader" / "README.md"
PAGES = (ROOT / "README.md", ROOT / "docs" / "tutorial.md", ROOT / "docs" / "quality.md", CARD)
SAMPLE = "ct-tech-tashkent"
SHOWN = ("Repairs", "Findings", "People and roles", "Dates", "Quotes", "Titles and terms in quotation marks")
ROWS = {
    "repairs": ["start", "before", "after", "written_as", "read_as", "source_start", "source_end"],
    "roles": ["person_id", "role", "organisation_id", "country", "status"],
    "dates": ["text", "value", "earliest", "latest", "value_from"],
    "quotes": ["start", "end", "closed", "speaker_id", "speaker_text", "resolution", "cue"],
    "mentions": ["start", "end", "text", "label", "entity_id", "honorific"],
}
TASKS = {
    "PERSON exact": "people’s names, exact span",
    "ORG exact": "organisations’ names, exact span",
    "COUNTRY exact": "countries’ names, exact span",
    "DATE exact": "dates, exact span",
    "people": "people of a release",
    "organisations": "organisations of a release",
    "countries": "countries of a release",
    "dates": "dates of a release, by value",
    "person-role": "person and role",
    "person-role-org": "person, role and organisation",
    "quotes": "quotes",
    "quote+speaker": "quotes with their speaker",
}
_END_MARK = "end_mark, backslash left aside"
PARTS = {
    "headline": "headline",
    "dateline": "dateline",
    "header": "header",
    "boilerplate": "boilerplate",
    "contact": "contact",
    "notes": "notes to editors",
    "signature": "signature",
    "footer": "footer",
    _END_MARK: "end mark",
}


def excerpt() -> str:
    """The most telling parts of the output of `communique explain` for the sample."""
    path = ROOT / "raw" / f"{SAMPLE}.txt"
    ((item, extraction),) = extracted_documents(str(path), published=None, model=DEFAULT_MODEL)
    printed = explain(extraction, item.release, name=SAMPLE, encoding=item.repaired.encoding)
    head, *blocks = printed.rstrip("\n").split("\n\n")
    named = [b for b in blocks if b.partition("\n")[0] in SHOWN]
    command = f"$ .venv/bin/communique explain raw/{SAMPLE}.txt"
    return "\n".join(["```", command, head, *("\n" + block for block in named), "```"])


def rows(out: Path) -> str:
    """A Markdown table with one row of the sample from each table of `ROWS`."""
    tables = load_tables(out)
    lines = []
    for name, columns in ROWS.items():
        table = tables[name].query("document_id == @SAMPLE").sort_values("start")
        if name == "mentions":
            table = table[table["honorific"].notna()]
        elif name == "quotes":
            table = table[table["kind"] == "direct"]
        row = table.iloc[0]
        shown = (
            (column, str(row[column])) for column in columns if row[column] is not None and str(row[column]) != "<NA>"
        )
        lines += [f"| `{name}` | " + " · ".join(f"{column} `{value}`" for column, value in shown) + " |"]
    return "\n".join(["| table | a row of the sample |", "|---|---|", *lines])


def scores() -> str:
    """A Markdown table of the floors, and of the figures on releases held back and on publishers held out."""
    floors, by_fold, kept_back = map(_floors, ("scores", "held_out", "held_back"))
    folds = ", ".join(fold.removeprefix("fold ") for fold in by_fold if fold != "all")
    columns = {
        "34 releases of new publishers": floors["new"],
        "143 releases held back": kept_back["held back"],
        "65 releases held back, mostly of websites": kept_back["held back, sixth round"],
        f"publishers held out, folds {folds}": by_fold["all"],
        "11 development releases": floors["gold"],
    }
    return _table(TASKS, columns)


def folds() -> str:
    """A Markdown table of the figures on each fold of publishers held out."""
    return _table(TASKS, _floors("held_out"))


def parts() -> str:
    """The figures of the parts of a release as a table."""
    figures = _floors("sections")
    of_new = figures["new"] | {_END_MARK: figures["new"]["end_mark"]}  # no backslash in these
    columns = {"publishers held out, all folds": figures["all"], "34 releases of new publishers": of_new}
    return _table(PARTS, columns)


def _floors(name: str) -> Figures:
    """The figures in a file of benchmarks/."""
    figures: Figures = json.loads((ROOT / "benchmarks" / f"{name}.json").read_text("utf-8"))
    return figures


def _table(said: Mapping[str, str], columns: Figures) -> str:
    """A Markdown table of F1 with a row for each task or part, told in words, and a column for each set."""
    lines = [
        f"| {words} | " + " | ".join(f"{c[name]:.3f}" if name in c else "–" for c in columns.values()) + " |"
        for name, words in said.items()
    ]
    return "\n".join([f"| F1 | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|", *lines])


def filled(page: str, blocks: dict[str, str]) -> str:
    """A page with the text of each block that it has replaced."""
    for name in re.findall(rf"<!-- ({'|'.join(blocks)}) -->", page):
        page = replaced(page, name, blocks[name])
    return page


def main() -> int:
    with tempfile.TemporaryDirectory() as out:
        run(ROOT / "raw", out)
        blocks = {
            "explain": excerpt(), "rows": rows(Path(out)), "scores": scores(), "folds": folds(), "parts": parts(),
        }  # fmt: skip
    for path in PAGES:
        path.write_text(filled(path.read_text("utf-8"), blocks), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
