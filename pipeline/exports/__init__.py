"""Exports of the tables for other programs: FollowTheMoney, graphs, JSON-LD, CoNLL, spaCy, OpenRefine."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from pipeline.data import data_file
from pipeline.exports import followthemoney, graph, jsonld
from pipeline.paths import store_path
from pipeline.review.exchange import conll_lines, write_docs
from pipeline.review.openrefine import entity_lines
from pipeline.runs.output_folder import decisions, reading, writable
from pipeline.tables import Store
from pipeline.tables.files import write_set

FORMATS: dict[str, tuple[str, Callable[[Store], Iterable[str]] | None]] = {
    "followthemoney": ("releases.ftm.jsonl", followthemoney.lines),  # for OpenAleph, Yente and the like
    "graphml": ("releases.graphml", partial(graph.lines, form="graphml")),
    "gexf": ("releases.gexf", partial(graph.lines, form="gexf")),  # for Gephi
    "jsonld": ("releases.jsonld", jsonld.lines),
    "conll": ("releases.conll", conll_lines),
    "docbin": ("releases.spacy", None),  # binary: has no lines
    "openrefine": ("entities.csv", entity_lines),  # read back by `communique review --import`
}
"""Format -> name of its file below OUT/exports, and the function that makes its lines."""


def write_export(out: str | Path, form: str, corrections: str | Path | None = None) -> Path:
    """Write the store of a run in one of the `FORMATS`, with the current corrections; returns the path of the file.
    Equal stores give equal bytes. Raises a `RunError` as `run` does, and `NoExtraError` if a library is missing."""
    folder = Path(out)
    store_path(out)  # raises before a folder is made
    place = folder / "exports"
    name, lines = FORMATS[form]
    with writable(place), reading(folder, decisions(folder, corrections), shared=False) as store:
        if lines:
            write_set([(place / name, lines(store))])
        else:
            write_docs(store, place / name)
        if form in ("conll", "docbin", "jsonld", "openrefine"):
            write_set([(place / "LICENCE.txt", [data_file("tables/licence.txt").read_text("utf-8")])])
    return place / name
