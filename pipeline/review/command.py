"""The command `communique review`: what to review, decisions in a line, figures, exchange."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.corrections.anchor import StaleError
from pipeline.corrections.file import CorrectionsError, Decision, append, read_corrections
from pipeline.errors import NoInputError
from pipeline.paths import corrections_path, store_path
from pipeline.records import Candidate
from pipeline.review.decide import about_row, about_words, checked, find_row, read_to_the_end
from pipeline.review.queue import excerpt, queue
from pipeline.review.score import format_scores, scores
from pipeline.runs.opened import reading
from pipeline.tables.store import Store


def review(args: argparse.Namespace) -> int:
    """Run the command; its exit code."""
    store_path(args.out)
    path = corrections_path(args.out, args.corrections)
    with reading(args.out, read_corrections(path)) as store:
        if args.export:
            return _export(store, args.export)
        if args.score:
            print(format_scores(scores(store)))
            return 0
        try:
            made, told = _import(store, args.import_, args.reviewer) if args.import_ else (_decisions(store, args), [])
        except StaleError as error:
            raise CorrectionsError(str(error)) from error
        if not made and not args.import_:
            _list(store, args)
            return 0
    for line in told:
        print(f"communique: {line}", file=sys.stderr)
    print(f"{append(path, made)} decisions added to {path}; `communique tables {args.out}` applies them")
    if any(d.decision == "set" for d in made):
        print("a publication date takes effect with the next `communique run`")
    return 0


def _decisions(store: Store, args: argparse.Namespace) -> list[Decision]:
    who = {"reviewer": args.reviewer, "note": args.note}
    made = [about_row(store, find_row(store, row), "accept", **who) for row in args.accept]
    made += [about_row(store, find_row(store, row), "reject", **who) for row in args.reject]
    for row, cell in args.edit:
        field, _, value = cell.partition("=")
        made.append(about_row(store, find_row(store, row), "edit", field=field, value=value, **who))
    for document_id, table, words, cell in args.add:
        field, _, value = cell.partition("=")
        made.append(about_words(store, document_id, table, words, field=field, value=value, **who))
    for document_id, day in args.published:
        made.append(
            checked(
                Decision(
                    document_id=document_id, table="documents", field="published", decision="set", value=day, **who
                )
            )
        )
    for gone, stays in args.merge:
        table = "organisations" if gone.startswith("org-") else "people"
        made.append(checked(Decision(table=table, text=gone, decision="merge", value=stays, **who)))
    for one, other in args.apart:
        made.append(checked(Decision(table="candidates", text=one, decision="reject", value=other, **who)))
    for document_id, entity_id, name in args.split:
        table = "organisations" if entity_id.startswith("org-") else "people"
        made.append(
            checked(Decision(document_id=document_id, table=table, text=entity_id, decision="split", value=name, **who))
        )
    judged = {(d.document_id, d.table, d.start, d.end) for d in made}
    for document_id in args.done:  # what the same command rejects or edits is not accepted
        read = read_to_the_end(store, document_id, **who)
        made += [d for d in read if (d.document_id, d.table, d.start, d.end) not in judged]
    return made


def _list(store: Store, args: argparse.Namespace) -> None:
    items = queue(store, order=args.order, document_id=args.document)
    for item in items[: max(args.number, 0)]:
        before, words, after = excerpt(store, item.row)
        print(f"{item.key}\n    {item.says}: {item.why}\n    {before}[{words}]{after}")
    if count := store.count(Candidate):
        print(f"{count} pairs may be one: tables/candidates.csv; decide with --merge GOES STAYS, --apart ONE OTHER")
    print(f"{len(items)} rows are not reviewed; decide with --accept ROW, --reject ROW, --edit ROW FIELD=VALUE")


def _export(store: Store, path: Path) -> int:
    if path.suffix == ".json":
        from pipeline.review.exchange_labelstudio import CONFIG, write_tasks

        config = path.with_suffix(".xml")
        config.write_text(CONFIG, "utf-8")
        print(f"{write_tasks(store, path)} releases written to {path}; the labelling interface to {config}")
        return 0
    if path.suffix == ".spacy":
        from pipeline.review.exchange_docbin import write_docs

        count, lost = write_docs(store, path)
        print(f"{count} releases written to {path}; {lost} rows fit no tokens and are named in user_data")
        return 0
    raise NoInputError(f"{path}: the name ends in .json (Label Studio) or .spacy (DocBin)")


def _import(store: Store, path: Path, reviewer: str) -> tuple[list[Decision], list[str]]:
    if path.suffix == ".json":
        from pipeline.review.exchange_labelstudio import read_annotations

        return read_annotations(store, path)
    if path.suffix == ".spacy":
        from pipeline.review.exchange_docbin import read_docs

        return read_docs(store, path, reviewer=reviewer)
    raise NoInputError(f"{path}: the name ends in .json (Label Studio) or .spacy (DocBin)")
