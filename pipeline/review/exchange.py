"""Releases with their rows for other tools, and annotations from there as decisions.

Label Studio: tasks in its basic JSON format (https://labelstud.io/guide/task_format), one a release, its rows as
predictions with `labels` regions, a quote's speaker as a relation. Offsets are code points, as Label Studio has kept
them since 2021; older exports count UTF-16 units, which is noticed and set right.

spaCy's DocBin: `doc.ents` holds names, places and dates, `doc.spans["communique"]` all rows with a span (job titles and
quotes too, which can overlap), `doc.user_data` the document's id and the rows that no token boundaries fit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.corrections.decisions import Decision
from pipeline.errors import NoInputError
from pipeline.records import Document, Mention, Quote
from pipeline.review.decide import about_row, about_words, find_row, row_key, scored_rows, signed
from pipeline.tables.store import Store
from pipeline.version import __version__

_TABLES = {"DATE": "dates", "ROLE": "roles", "QUOTE": "quotes"}
_LABELS = {table: label for label, table in _TABLES.items()}
LABELS = ("PERSON", "ORGANISATION", "COUNTRY", "DEMONYM", "PLACE", *_TABLES)
"""Labels of spans; those of `_TABLES` are rows of other tables than `mentions`."""


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled span. `identity` is the key of the row that it was made of; `speaker` the key of the speaker's."""

    start: int
    end: int
    label: str
    identity: str = ""
    speaker: str | None = None


def regions(store: Store, document_id: str) -> list[Region]:
    """The rows of a release as labelled spans, in order; one span for a job title in two countries."""
    found: dict[tuple[int, int, str], Region] = {}
    at = {m.start: row_key(m) for m in store.select(Mention, document_id=document_id)}
    for row in scored_rows(store, document_id):
        speaker = at.get(row.speaker_start) if isinstance(row, Quote) and row.speaker_start is not None else None
        label = row.label if isinstance(row, Mention) else _LABELS[type(row).TABLE.name]
        place = (row.start, row.end, label)
        found.setdefault(place, Region(*place, row_key(row), speaker))
    return sorted(found.values(), key=lambda r: (r.start, r.end, r.label))


Annotated = tuple[str, str, Sequence[Region], str, frozenset[str]]
"""A document's id, its text, what was marked in it and by whom, and rows that were not shown to them."""


def _imported(store: Store, annotated: Iterable[Annotated]) -> tuple[list[Decision], list[str]]:
    """Decisions from what a team marked, and what could not be taken, for a person."""
    made: list[Decision] = []
    told: list[str] = []
    for document_id, text, marked, reviewer, left_out in annotated:
        if not store.select(Document, document_id=document_id) or store.text(document_id) != text:
            name = document_id or "a doc without document_id"
            told.append(f"{name}: its text is not that of the tables any more; export it again")
            continue
        new, left = decisions(store, document_id, marked, left_out)
        made += signed(new, reviewer)
        if left:
            told.append(f"{document_id}: {left} new job titles or dates need a person or a value; add them by hand")
    return made, told


def decisions(
    store: Store, document_id: str, marked: Sequence[Region], left_out: frozenset[str] = frozenset()
) -> tuple[list[Decision], int]:
    """Decisions that lead from the rows of a release to what was marked, and how many spans could not be taken.

    A span that is there is accepted, one that was moved is edited, one that is gone is rejected, a new one is added;
    a job title needs a person and a date a value, which a span does not give, so new ones of these are left. The
    release counts as read to its end.
    """
    ours = {(r.start, r.end, r.label): r for r in regions(store, document_id) if r.identity not in left_out}
    theirs = {(r.start, r.end, r.label) for r in marked}
    gone = {place: r for place, r in ours.items() if place not in theirs}
    made: list[Decision] = []
    left = 0
    for start, end, label in sorted(theirs):
        words = store.text(document_id)[start:end]
        if (start, end, label) in ours:
            row = find_row(store, ours[start, end, label].identity)
            made += [about_row(store, row, "accept")] if row.review == "unreviewed" else []
        elif moved := _moved(gone, start, end, label):
            made.append(about_row(store, find_row(store, gone.pop(moved).identity), "edit", "text", words))
        elif label in ("ROLE", "DATE"):
            left += 1
        else:
            table = _TABLES.get(label, "mentions")
            made.append(about_words(store, document_id, table, words, "" if table == "quotes" else label, start=start))
    made += [about_row(store, find_row(store, r.identity), "reject") for r in gone.values()]
    return [*made, Decision(document_id=document_id, table="documents", decision="accept")], left


def _moved(
    gone: Mapping[tuple[int, int, str], Region], start: int, end: int, label: str
) -> tuple[int, int, str] | None:
    """The one row of this label that is gone and overlapped these words."""
    found = [place for place in gone if place[2] == label and place[0] < end and start < place[1]]
    return found[0] if len(found) == 1 else None


# --- Label Studio ---

CONFIG = (
    '<View><Relations><Relation value="speaker"/></Relations>\n<Labels name="label" toName="text">\n'
    + "".join(f'  <Label value="{label}"/>\n' for label in LABELS)
    + '</Labels>\n<Text name="text" value="$text"/></View>\n'
)


def export_tasks(store: Store) -> Iterator[dict[str, Any]]:
    """One task a release."""
    for document in store.select(Document):
        text = store.text(document.document_id)
        result: list[dict[str, Any]] = []
        for r in regions(store, document.document_id):
            value = {"start": r.start, "end": r.end, "text": text[r.start : r.end], "labels": [r.label]}
            result.append({"id": r.identity, "from_name": "label", "to_name": "text", "type": "labels", "value": value})
            if r.speaker:
                result.append(
                    {"type": "relation", "from_id": r.identity, "to_id": r.speaker, "direction": "right",
                     "labels": ["speaker"]}
                )  # fmt: skip
        yield {
            "data": {"document_id": document.document_id, "text": text},
            "predictions": [{"model_version": f"communique {__version__}", "result": result}],
        }


def write_tasks(store: Store, path: Path) -> int:
    """Write all releases as tasks; how many."""
    tasks = list(export_tasks(store))
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return len(tasks)


def read_annotations(store: Store, path: Path, reviewer: str = "") -> tuple[list[Decision], list[str]]:
    """Decisions from an export (JSON) of annotated tasks, and what could not be taken, for a person.

    Of several annotations of a task the last one that was not cancelled counts; it says who made it. Raises
    `NoInputError` where the file is no such export.
    """
    try:
        tasks = json.loads(path.read_text("utf-8"))
        found = [(t["data"]["document_id"], t["data"]["text"], _last(t)) for t in tasks]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoInputError(f"{path}: is no JSON export of Label Studio with our tasks ({error!r})") from error
    annotated: list[Annotated] = []
    for document_id, text, last in found:
        if last is not None:
            marked = [r for result in last.get("result", []) if (r := region_of(result, text))]
            annotated.append((document_id, text, marked, _reviewer(last) or reviewer, frozenset()))
    return _imported(store, annotated)


def _last(task: dict[str, Any]) -> dict[str, Any] | None:
    done = [a for a in task.get("annotations", []) if not a.get("was_cancelled")]
    return done[-1] if done else None


def region_of(result: dict[str, Any], text: str) -> Region | None:
    """The words that a label marks; exports that count UTF-16 units are set right here."""
    if result.get("type") != "labels":
        return None
    value = result["value"]
    start, end = int(value["start"]), int(value["end"])
    if text[start:end] != value.get("text", text[start:end]):
        units = text.encode("utf-16-le")
        start, end = (len(units[: 2 * i].decode("utf-16-le", "ignore")) for i in (start, end))
    return Region(start, end, value["labels"][0])


def _reviewer(annotation: dict[str, Any]) -> str:
    who = annotation.get("completed_by", "")
    return str(who.get("email", who.get("id", "")) if isinstance(who, dict) else who)


# --- spaCy ---

SPANS = "communique"
_ID, _UNALIGNED = "document_id", "unaligned"


def write_docs(store: Store, path: Path) -> tuple[int, int]:
    """Write all releases to a DocBin; how many, and rows that fit no tokens."""
    import spacy
    from spacy.tokens import DocBin
    from spacy.util import filter_spans

    nlp = spacy.blank("en")
    docs = DocBin(store_user_data=True)
    lost = 0
    for document in store.select(Document):
        doc = nlp.make_doc(store.text(document.document_id))
        found = [(r, doc.char_span(r.start, r.end, label=r.label)) for r in regions(store, document.document_id)]
        spans = [span for _, span in found if span is not None]
        unaligned = [region.identity for region, span in found if span is None]
        doc.spans[SPANS] = spans
        doc.ents = filter_spans([s for s in spans if s.label_ not in ("ROLE", "QUOTE")])
        doc.user_data |= {_ID: document.document_id, _UNALIGNED: unaligned}
        docs.add(doc)
        lost += len(unaligned)
    docs.to_disk(path)
    return len(docs), lost


def read_docs(store: Store, path: Path, reviewer: str = "") -> tuple[list[Decision], list[str]]:
    """Decisions from annotated docs: from the spans of our group where it is there, else from the entities.

    Raises `NoInputError` where the file is no DocBin of ours.
    """
    import spacy
    from spacy.tokens import DocBin

    try:
        docs = list(DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("en").vocab))
    except Exception as error:  # msgpack, zlib and spaCy each raise their own
        raise NoInputError(f"{path}: is no DocBin ({type(error).__name__}: {error})") from error
    annotated: list[Annotated] = []
    for doc in docs:
        marked = [Region(s.start_char, s.end_char, s.label_) for s in doc.spans.get(SPANS, doc.ents)]
        left_out = frozenset(doc.user_data.get(_UNALIGNED, ()))
        annotated.append((str(doc.user_data.get(_ID, "")), doc.text, marked, reviewer, left_out))
    return _imported(store, annotated)


_NAMES = frozenset(("PERSON", "ORGANISATION", "COUNTRY", "PLACE", "DEMONYM", "DATE"))


def conll_lines(store: Store) -> Iterator[str]:
    """CoNLL as of 2003: a token a line with the label (IOB2) of the name that it is part of; sentences parted by lines.

    Token, two columns that nothing fills, label. A release begins with `-DOCSTART-`.
    """
    import spacy
    from spacy.util import filter_spans

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    for d in store.select(Document):
        doc = nlp(store.text(d.document_id))
        spans = (doc.char_span(r.start, r.end, r.label) for r in regions(store, d.document_id) if r.label in _NAMES)
        doc.ents = filter_spans([span for span in spans if span is not None])
        yield "-DOCSTART- -X- O O\n\n"
        for sentence in doc.sents:
            rows = [f"{t.text} -X- _ {_label(t)}\n" for t in sentence if not t.is_space]
            if rows:
                yield "".join(rows) + "\n"


def _label(token: object) -> str:
    iob, kind = getattr(token, "ent_iob_", ""), getattr(token, "ent_type_", "")
    return f"{iob}-{kind}" if kind else "O"
