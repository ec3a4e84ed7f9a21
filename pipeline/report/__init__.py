"""The report: a static site made from the tables, which people can read, search and print offline.

`processed/report/` holds an index with search and filters, a page for each release with its repaired text marked up,
a page for each person, organisation and country, and lists of these and of all quotes, with all text escaped.
"""

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import NoInputError, OutputError
from pipeline.paths import REPORT
from pipeline.records import Document
from pipeline.report.corpus_pages import entity_pages, index_page, list_pages
from pipeline.report.html import asset
from pipeline.report.names import Names, release_path
from pipeline.report.release_page import release_page
from pipeline.runs.output_folder import decisions, reading
from pipeline.tables.files import replacing_folder
from pipeline.tables.store import Store

__all__ = ["release_document", "write_report"]


def write_report(out: str | Path = "processed", corrections: str | Path | None = None) -> tuple[Path, int]:
    """Write the site to `out`/report, replacing an older one; returns its first page and the number of pages.

    It shows the tables with the current corrections. Raises `NoInputError` if `out` holds no store, `CorrectionsError`
    if the corrections were lost, `OutputInUseError` while a run writes there, and `OutputError` if the site cannot be
    written; then the older one is kept.
    """
    site, count = Path(out) / REPORT, 0
    try:
        with reading(out, decisions(Path(out), corrections), shared=False) as store, replacing_folder(site) as part:
            for name, content in _pages(store):
                path = part / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, "utf-8", newline="")
                count += name.endswith(".html")
    except OSError as error:
        raise OutputError(f"{error.filename or site}: cannot be written ({error.strerror or error})") from error
    return site / "index.html", count


def _pages(store: Store) -> Iterator[tuple[str, str]]:
    """Path and content of every file of the site, one at a time."""
    names = Names(store)
    for name in ("style.css", "index.js", "release.js"):
        yield name, asset(name)
    yield from index_page(store, names)
    for document in store.select(Document):
        yield release_path(document.document_id), release_page(store, names, document)
    yield from entity_pages(store, names)
    yield from list_pages(store, names)


def release_document(store: Store, document_id: str) -> str:
    """The page of a release as a single file, with its style inside, no scripts and no links to other pages. Raises
    `NoInputError` if there is no such release."""
    found = store.get(Document, document_id)
    if not found:
        raise NoInputError(f"there is no release {document_id}; the table `documents` lists them")
    return release_page(store, Names(store, single_file=True), found)
