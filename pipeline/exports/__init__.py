"""What the tables know, as other programs read it: FollowTheMoney, graphs, JSON-LD, CoNLL, spaCy's DocBin."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from pipeline.paths import store_path
from pipeline.runs.output_folder import decisions, reading, writable
from pipeline.tables.files import named, write_set

FORMATS = {
    "followthemoney": (
        "releases.ftm.jsonl",
        "entities of FollowTheMoney, a line each, for OpenAleph, Yente and the like",
    ),
    "graphml": ("releases.graphml", "graph of people, organisations and countries named together (extra graph)"),
    "gexf": ("releases.gexf", "the same for Gephi (extra graph)"),
    "jsonld": ("releases.jsonld", "schema.org: news articles with mentions and quotations"),
    "conll": ("releases.conll", "tokens with the labels of names, for training"),
    "docbin": ("releases.spacy", "spaCy's DocBin, for training and displaCy"),
}
"""Format -> name of its file below OUT/exports, what it is."""
LICENCE = """The texts are their publishers': their licence is what each publisher grants, and it is not given here.
What the program found in them is under no licence of its own. `documents.csv` has address and publisher of each.
"""


def write_export(out: str | Path, form: str, corrections: str | Path | None = None) -> Path:
    """Write the store of a run in one of the `FORMATS`, with the corrections as they are now; the file.

    Equal stores give equal bytes. Raises `RunError`s like `run`, `NoExtraError` where a library is missing.
    """
    folder = Path(out)
    store_path(out)
    place = folder / "exports"
    name, _ = FORMATS[form]
    module = import_module(f"pipeline.exports.{'graph' if form in ('graphml', 'gexf') else form}")
    with writable(place), reading(folder, decisions(folder, corrections), shared=False) as store:
        if form == "docbin":
            module.write(store, place / name)
        else:
            write_set([(named(place, name), module.lines(store, form))])
        if form in ("conll", "docbin"):
            write_set([(named(place, "LICENCE.txt"), [LICENCE])])
    return place / name
