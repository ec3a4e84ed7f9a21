"""The command `communique review`: the queue, decisions as options, scores, exchange with other tools, the page."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from shlex import quote

from pipeline.corrections.apply import committing
from pipeline.corrections.decisions import SETTABLE, Decision, StaleError
from pipeline.errors import NoInputError, RunError
from pipeline.paths import corrections_path
from pipeline.records import Candidate, Entity
from pipeline.review import decide
from pipeline.review.exchange import CONFIG, read_annotations, read_docs, write_docs, write_tasks
from pipeline.review.openrefine import read_entities
from pipeline.review.queue import in_words, queue
from pipeline.review.score import format_scores, scores
from pipeline.review.server import serve
from pipeline.runs.output_folder import decisions, reading
from pipeline.tables.files import write_whole
from pipeline.tables.store import Store

_ENDS = "the name must end in .json (Label Studio) or .spacy (DocBin)"
_READERS = {".json": read_annotations, ".spacy": read_docs, ".csv": read_entities, ".tsv": read_entities}
_DECIDING = ("import_", "accept", "reject", "edit", "add", "done", "published", "headline", "merge", "apart", "split")
"""Options that hold decisions, which are first tried on a copy of the store."""


def review(args: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    decides = [name for name in _DECIDING if getattr(args, name)]
    if sum(map(bool, (decides, args.serve, args.export, args.score))) > 1 or (args.import_ and decides != ["import_"]):
        raise RunError("decisions, --serve, --import, --export and --score need a command of their own each")
    if not decides and (args.note or (args.reviewer and not args.serve)):
        raise RunError("--reviewer and --note sign decisions: give one, as in --accept ROW, or --serve --reviewer NAME")
    if args.serve:
        return serve(args.out, args.corrections, reviewer=args.reviewer, port=args.port, browser=args.browser)
    with reading(args.out, decisions(args.out, args.corrections, required=False), copy=bool(decides)) as store:
        if decides:
            _decide(store, args)
        elif args.export:
            _export(store, args.export)
        elif args.score:
            print(format_scores(scores(store)))
        else:
            _list(store, args)
    return 0


def _decide(store: Store, args: argparse.Namespace) -> None:
    """Add the decisions of a command line, or of a file to import, to the corrections file."""
    path = corrections_path(args.out, args.corrections)
    made, told = _import(store, args.import_, args) if args.import_ else (_decisions(store, args), [])
    known = {e.entity_id for e in store.select(Entity)}
    if made:
        with committing(store, path, made):
            new = [e for e in store.select(Entity) if e.entity_id not in known and e.kind != "country"]
        for e in new if not args.import_ else ():  # the name may be mistyped
            print(f"new {e.kind}: {e.name} ({e.entity_id})")
    for line in told:
        print(f"communique: {line}", file=sys.stderr)
    again = f"`communique tables {quote(str(args.out))}`"
    print(f"decisions added to {path}: {len(made)}" + f"; {again} writes the tables with them" * bool(made))
    if any((d.decision, d.field) == ("set", "published") for d in made):
        print("a publication date takes effect with the next `communique run`")


def _decisions(store: Store, args: argparse.Namespace) -> list[Decision]:
    """The decisions of a command line. Raises `StaleError` for a decision about a missing row."""
    made = list(_given(store, args))
    judged = {(d.document_id, d.table, d.start, d.end) for d in made if d.table != "documents"}
    for document_id in args.done:  # rows that the same command rejects or edits are not accepted
        read = decide.read_to_the_end(store, document_id)
        made += [d for d in read if (d.document_id, d.table, d.start, d.end) not in judged]
    return decide.signed(made, args.reviewer, args.note)


def _named_value(cell: str) -> tuple[str, str]:
    """The field and value of `FIELD=VALUE`. Raises `StaleError` if there is no “=”."""
    field, sign, value = cell.partition("=")
    if not sign:
        raise StaleError(f"{cell!r} names no value; give FIELD=VALUE (FIELD= for an empty cell)")
    return field, value


def _judged(store: Store, verdict: str, keys: Iterable[str]) -> Iterator[Decision]:
    """Decisions that accept or reject rows."""
    for row in (decide.find_row(store, key) for key in keys):
        if verdict == "accept" and row.review != "unreviewed":
            raise StaleError(f"{decide.row_key(row)} is {row.review} already")
        yield decide.about_row(store, row, verdict)


def _given(store: Store, args: argparse.Namespace) -> Iterator[Decision]:
    yield from _judged(store, "accept", args.accept)
    yield from _judged(store, "reject", args.reject)
    for row, cell in args.edit:
        yield decide.about_row(store, decide.find_row(store, row), "edit", *_named_value(cell))
    for document_id, table, words, cell in args.add:
        yield decide.about_words(store, document_id, table, words, *_named_value(cell))
    for field in SETTABLE:
        yield from (decide.about_release(document_id, field, value) for document_id, value in getattr(args, field))
    for verdict, pairs in (("merge", args.merge), ("reject", args.apart)):
        for one, other in pairs:
            yield decide.about_entity(decide.entity_key(store, one), verdict, decide.entity_key(store, other))
    for document_id, one, name in args.split:
        yield decide.about_entity(decide.entity_key(store, one), "split", name, document_id=document_id)


def _list(store: Store, args: argparse.Namespace) -> None:
    items = queue(store, order=args.order, document_id=args.document)
    for item in items[: max(args.number, 0)]:
        print(in_words(store, item.row, f"{item.says}: {item.why}"))
    if count := store.count(Candidate):
        print(f"{count} pairs may be one: tables/candidates.csv; decide with --merge GOES STAYS, --apart ONE OTHER")
    print(
        f"{len(items)} rows are not reviewed yet; decide with --accept ROW, --reject ROW, --edit ROW FIELD=VALUE, "
        f"or in the browser: `communique review --serve {quote(str(args.out))}`"
    )


def _export(store: Store, path: Path) -> None:
    path.parent.stat()  # raises if the folder is missing, with its name and not that of a temporary file
    if path.suffix == ".json":
        config = path.with_suffix(".labelling.xml")  # cannot overwrite the user's `feed.xml` beside `feed.json`
        write_whole(config, CONFIG)
        count = write_tasks(store, path)
        print(f"{count} releases written to {path}; the labelling interface to {config}")
    elif path.suffix == ".spacy":
        count, lost = write_docs(store, path)
        print(f"{count} releases written to {path}; {lost} rows fit no tokens and are named in user_data")
    else:
        raise NoInputError(f"{path}: {_ENDS}")


def _import(store: Store, path: Path, args: argparse.Namespace) -> tuple[list[Decision], list[str]]:
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise NoInputError(f"{path}: {_ENDS}, or .csv or .tsv (OpenRefine)")
    try:
        made, told = read(store, path, args.reviewer)
        return [replace(decision, note=args.note) for decision in made], told
    except OSError as error:
        raise NoInputError(f"{path}: cannot be read ({error.strerror}); give the exported file") from error
