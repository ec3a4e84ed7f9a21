"""Export to other tools and back: unchanged rows are accepted, and changes come back as decisions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
import spacy
from spacy.tokens import DocBin, Span

from pipeline.cli import main
from pipeline.corrections.file import read_corrections
from pipeline.errors import NoInputError
from pipeline.paths import STORE
from pipeline.records import Correction, MentionLabel
from pipeline.review.exchange import CONFIG, SPANS, read_annotations, read_docs, write_docs, write_tasks
from pipeline.review.score import scores
from pipeline.runs.output_folder import reading
from pipeline.tables.store import Store
from tests.corpus import Corpus


@pytest.fixture
def store(corpus):
    with Store(corpus.out / STORE) as opened:
        yield opened


def exported(store: Store, path: Path) -> list[dict[str, Any]]:
    write_tasks(store, path)
    return json.loads(path.read_text("utf-8"))


def annotated(store: Store, path: Path, change) -> Path:
    tasks = exported(store, path)
    for task in tasks:
        result = task.pop("predictions")[0]["result"]
        task["annotations"] = [{"completed_by": {"email": "eva@example.org"}, "result": change(result)}]
    path.write_text(json.dumps(tasks), "utf-8")
    return path


def test_tasks_contain_every_row_with_its_words(store: Store, tmp_path: Path) -> None:
    task = exported(store, tmp_path / "a.json")[0]
    spans = [r["value"] for r in task["predictions"][0]["result"] if r["type"] == "labels"]
    assert all(task["data"]["text"][s["start"] : s["end"]] == s["text"] for s in spans)
    assert {s["labels"][0] for s in spans} == {"PERSON", "ORGANISATION", "DATE", "ROLE", "QUOTE"}


def test_the_labelling_interface_has_every_label() -> None:
    labels = re.findall('<Label value="(.+?)"', CONFIG)
    assert labels == [*get_args(MentionLabel), "ROLE", "QUOTE"]


def test_rows_that_come_back_unchanged_are_accepted(store: Store, tmp_path: Path) -> None:
    made, told = read_annotations(store, annotated(store, tmp_path / "a.json", lambda result: result))
    assert told == []
    assert {d.decision for d in made} == {"accept"}
    assert {d.reviewer for d in made} == {"eva@example.org"}
    assert sum(d.table == "documents" for d in made) == 3


def test_changed_rows_come_back_as_decisions_that_fit(corpus, store: Store, tmp_path: Path) -> None:
    def change(result):
        kept = [r for r in result if r.get("value", {}).get("text") != "XYZ"]
        for r in kept:
            if r.get("value", {}).get("text") == "Anna Berg":
                r["value"] = r["value"] | {"end": r["value"]["end"] - 5, "text": "Anna"}
        new = {"start": 87, "end": 91, "labels": ["PERSON"]}
        return [*kept, {"id": "n", "type": "labels", "from_name": "label", "to_name": "text", "value": new}]

    made, _ = read_annotations(store, annotated(store, tmp_path / "a.json", change))
    store.__exit__(None, None, None)
    assert {d.decision for d in made} == {"accept", "reject", "edit", "add"}
    assert corpus.decide(*made).misfits == ()
    rows = [r for r in corpus.rows("mentions", "document_id == 'r1'") if r["label"] != "DATE"]
    assert {r["text"]: r["review"] for r in rows} == {
        "Anna": "edited", "ABC": "accepted", "Carl Dahl": "accepted", corpus_text()[87:91]: "added",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "want"),
    [(None, []), ("Director Berg", [("Director Berg", "NAM"), ("Director Berg", "UZB")])],
    ids=["span deleted", "span moved"],
)
def test_a_span_stands_for_all_rows_at_its_words(two_roles: Corpus, tmp_path: Path, words, want) -> None:
    def change(result):
        at = [n for n, r in enumerate(result) if r.get("value", {}).get("labels") == ["ROLE"]]
        for n in reversed(at):
            value = result[n]["value"]
            value |= {"end": value["start"] + len(words or ""), "text": words}
        return [r for n, r in enumerate(result) if words or n not in at]

    with Store(two_roles.out / STORE) as store:
        made, _ = read_annotations(store, annotated(store, tmp_path / "a.json", change))
    assert two_roles.decide(*made).misfits == ()
    rows = two_roles.rows("roles", "document_id == 'two'")
    assert [(r["role"], r["country"]) for r in rows] == want


def corpus_text() -> str:
    from tests.corpus import TEXT

    return TEXT.format(n=1)


def test_white_space_that_an_annotator_marked_too_is_left_out(store: Store, tmp_path: Path) -> None:
    texts = [task["data"]["text"] for task in exported(store, tmp_path / "a.json")]

    def with_blanks(result):
        for value in (r["value"] for r in result if r["type"] == "labels"):
            text = next(t for t in texts if t[value["start"] : value["end"]] == value["text"])
            start = value["start"] - text[: value["start"]].endswith(" ")
            value |= {"start": start, "text": text[start : value["end"]]}
        return result

    made, told = read_annotations(store, annotated(store, tmp_path / "a.json", with_blanks))
    assert (told, {d.decision for d in made}) == ([], {"accept"})


def test_offsets_in_utf16_units_are_converted(tmp_path: Path) -> None:
    made = Corpus(tmp_path)
    (made.raw / "r9.txt").write_text("💩 Anna Berg of ABC spoke.\n", "utf-8")
    made.run()

    def counted_in_units(result):
        if any(r.get("value", {}).get("text") == "ABC" and r["value"]["start"] == 15 for r in result):
            return [r | {"value": r["value"] | {n: r["value"][n] + 1 for n in ("start", "end")}} for r in result]
        return result

    with Store(made.out / STORE) as store:
        decisions, told = read_annotations(store, annotated(store, tmp_path / "a.json", counted_in_units))
    assert (told, {d.decision for d in decisions}) == ([], {"accept"})


def test_spacy_docs_go_out_and_come_back(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "docs.spacy"
    assert write_docs(store, path) == (3, 0)
    docs = list(DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("en").vocab))
    assert [e.text for e in docs[0].ents] == ["Anna Berg", "ABC", "Carl Dahl", "XYZ", "3 May 2024"]
    docs[1].spans[SPANS] = [s for s in docs[1].spans[SPANS] if s.text != "ABC"] + [Span(docs[1], 0, 1, label="PLACE")]
    DocBin(docs=docs, store_user_data=True).to_disk(path)
    made, _ = read_docs(store, path, reviewer="eva")
    assert [(d.decision, d.text) for d in made if d.decision != "accept"] == [("reject", "ABC"), ("add", "Anna")]
    assert ({d.document_id for d in made}, {d.reviewer for d in made}) == ({"r1"}, {"eva"})


def test_docs_that_come_back_unchanged_are_not_taken_as_read(store: Store, tmp_path: Path) -> None:
    write_docs(store, tmp_path / "docs.spacy")
    made, told = read_docs(store, tmp_path / "docs.spacy")
    assert made == []
    assert told == ["3 docs are unchanged and decide nothing; `--done DOCUMENT` accepts the rows of one"]


def test_names_changed_in_the_entities_of_docs_come_back(store: Store, tmp_path: Path) -> None:
    path, vocabulary = tmp_path / "docs.spacy", spacy.blank("en").vocab
    write_docs(store, path)
    docs = list(DocBin(store_user_data=True).from_disk(path).get_docs(vocabulary))
    first = docs[0]  # the span group still has XYZ and has no “Director Berg”
    berg = first.text.index("Director Berg")
    span = first.char_span(berg, berg + len("Director Berg"), label="PERSON")
    first.ents = [*(ent for ent in first.ents if ent.text != "XYZ"), span]
    DocBin(docs=docs, store_user_data=True).to_disk(path)
    made, told = read_docs(store, path)
    changed = {(d.decision, d.table, d.text) for d in made if d.decision != "accept"}
    assert changed == {("reject", "mentions", "XYZ"), ("add", "mentions", "Director Berg")}
    assert [line[:19] for line in told] == ["2 docs are unchange"]


def test_a_relation_drawn_to_another_name_is_the_speaker(corpus: Corpus, store: Store, tmp_path: Path) -> None:
    def change(result):
        ids = {r["value"]["text"]: r["id"] for r in result if r["type"] == "labels"}
        quote = next(r["id"] for r in result if r.get("value", {}).get("labels") == ["QUOTE"])
        ties = [r for r in result if r["type"] == "relation" and r["from_id"] != quote]
        spans = [r for r in result if r["type"] != "relation"]
        return [*spans, *ties, {"type": "relation", "from_id": quote, "to_id": ids["Carl Dahl"], "labels": ["speaker"]}]

    made, told = read_annotations(store, annotated(store, tmp_path / "a.json", change))
    store.__exit__(None, None, None)
    edits = [(d.table, d.field, d.value) for d in made if d.decision == "edit"]
    assert (told, edits) == ([], [("quotes", "speaker_id", "carl-dahl")] * 3)
    assert corpus.decide(*made).misfits == ()
    (first, *_) = corpus.rows("quotes", "document_id == 'r1'")
    assert (first["speaker_id"], first["review"]) == ("carl-dahl", "edited")


def test_rows_that_fit_no_tokens_are_not_judged(corpus: Corpus, tmp_path: Path, capsys) -> None:
    """A release is read to its end only for the tables whose rows were all in the file."""
    assert main(["review", str(corpus.out), "--add", "r1", "mentions", "Carl Dah", "PLACE="]) == 0
    path = tmp_path / "docs.spacy"
    with reading(corpus.out, read_corrections(corpus.file)) as store:
        assert write_docs(store, path) == (3, 1)
    docs = list(DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("en").vocab))
    for doc in docs:
        doc.ents = [ent for ent in doc.ents if ent.text != "XYZ"]
    DocBin(docs=docs, store_user_data=True).to_disk(path)
    assert main(["review", str(corpus.out), "--import", str(path)]) == 0
    with reading(corpus.out, read_corrections(corpus.file)) as store:
        ends = [(c.document_id, c.field) for c in store.select(Correction, table="documents", decision="accept")]
        unread = {s.table: (s.new, s.releases) for s in scores(store)}
    assert sorted(ends, key=str) == [
        ("r0", None), ("r1", "dates"), ("r1", "quotes"), ("r1", "roles"), ("r2", None),
    ]  # fmt: skip
    assert unread == {"mentions": (0, 2), "roles": (0, 3), "dates": (0, 3), "quotes": (0, 3)}


def test_a_file_of_spacy_docs_is_written_whole_or_not_at_all(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: DocBin, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    (path := tmp_path / "docs.spacy").write_bytes(b"old")
    monkeypatch.setattr(DocBin, "to_disk", full)
    with pytest.raises(OSError, match="No space"):
        write_docs(store, path)
    assert [p.read_bytes() for p in tmp_path.iterdir() if p.is_file() and p.suffix in (".spacy", ".part")] == [b"old"]


@pytest.mark.parametrize(
    ("words", "label", "want", "why"),
    [
        ("ABC", "PLACE", ["PLACE"], "a name"),
        ("Anna Berg", "PLACE", ["PLACE"], "the only name of someone whose job title is still marked, but now goes"),
        ("ABC", "DEMONYM", [], "of no country, as “European”: left to the reviewer"),
    ],
)
def test_a_span_with_another_label_becomes_another_row(corpus: Corpus, tmp_path: Path, words, label, want, why) -> None:
    def relabelled(result):
        return [
            r | {"value": r["value"] | {"labels": [label]}} if r.get("value", {}).get("text") == words else r
            for r in result
        ]

    with Store(corpus.out / STORE) as store:
        made, told = read_annotations(store, annotated(store, tmp_path / "a.json", relabelled))
    assert corpus.decide(*made).misfits == (), why
    assert [r["label"] for r in corpus.rows("mentions", f"text == '{words}' and document_id == 'r1'")] == want, why
    assert any("by hand" in line for line in told) == (want == []), why


@pytest.mark.parametrize("data", [b"no export", b"[" * 100_000, b'[{"data": "x"}]', b"{}]", "[]".encode("utf-16")])
def test_a_file_that_is_not_our_export_is_refused(store: Store, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(NoInputError, match="is not a JSON export of our tasks"):
        read_annotations(store, tmp_path / "x")
    with pytest.raises(NoInputError):
        read_docs(store, tmp_path / "x", reviewer="")


@pytest.mark.parametrize("name", ["missing.json", "missing.spacy", "missing.csv", "MISSING.CSV"])
def test_a_missing_file_is_reported_as_missing(corpus: Corpus, tmp_path: Path, capsys, name: str) -> None:
    assert main(["review", str(corpus.out), "--import", str(tmp_path / name)]) == 2
    assert f"{name}: cannot be read (No such file or directory); give the exported file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("part", "cells"),
    [
        ("value", {"labels": []}),
        ("value", {"labels": [7]}),
        ("value", {"labels": [["PERSON"]]}),
        ("value", {"labels": ["\ud800"]}),
        ("value", {"start": float("inf")}),
        ("value", {"end": float("nan")}),
        ("data", {"document_id": ["r1"]}),
        ("data", {"document_id": "\ud800"}),
        ("by", {"email": "\ud800"}),
    ],
)
def test_an_export_with_a_cell_that_makes_no_sense_is_refused(store: Store, tmp_path: Path, part, cells) -> None:
    task = exported(store, tmp_path / "a.json")[1]
    first = task.pop("predictions")[0]["result"][0]
    parts: dict[str, dict[str, Any]] = {"value": first["value"], "data": task["data"], "by": {"email": "eva"}}
    parts[part] |= cells
    task["annotations"] = [{"completed_by": parts["by"], "result": [first]}]
    (tmp_path / "a.json").write_text(json.dumps([task]), "utf-8")
    with pytest.raises(NoInputError, match="is not a JSON export of our tasks"):
        read_annotations(store, tmp_path / "a.json")


@pytest.mark.parametrize(
    ("who", "reviewer"),
    [
        ({"email": "eva@example.org"}, "eva@example.org"),
        ({"id": 7}, "7"),
        (7, "7"),
        (None, "carl"),
        ({"email": ""}, "carl"),
    ],
)
def test_the_annotator_is_the_reviewer_if_the_export_names_one(store: Store, tmp_path: Path, who, reviewer) -> None:
    tasks = exported(store, tmp_path / "a.json")
    for task in tasks:
        task["annotations"] = [{"completed_by": who, "result": []}]
    (tmp_path / "a.json").write_text(json.dumps(tasks), "utf-8")
    made, _ = read_annotations(store, tmp_path / "a.json", "carl")
    assert {d.reviewer for d in made} == {reviewer}


def test_a_text_that_has_changed_is_reported(corpus, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "tasks.json"
    assert write_tasks(store, path) == 3
    tasks = json.loads(path.read_text("utf-8"))
    tasks[0]["data"]["text"] += "more"
    for task in tasks:
        task["annotations"] = [{"result": [], "was_cancelled": task is not tasks[0]}]
    path.write_text(json.dumps(tasks), "utf-8")
    made, told = read_annotations(store, path)
    assert made == []
    assert len(told) == 1


def test_the_commands(corpus, tmp_path: Path, capsys) -> None:
    out = str(corpus.out)
    assert main(["review", out, "--export", str(tmp_path / "t.json")]) == 0
    assert main(["review", out, "--export", str(tmp_path / "t.spacy")]) == 0
    assert main(["review", out, "--export", str(tmp_path / "t.txt")]) == 2
    signed = ["--reviewer", "eva", "--note", "because"]
    tasks = json.loads((tmp_path / "t.json").read_text("utf-8"))
    for task in tasks:
        task["annotations"] = [{"result": task["predictions"][0]["result"]}]
    (tmp_path / "t.json").write_text(json.dumps(tasks), "utf-8")
    assert main(["review", out, "--import", str(tmp_path / "t.json"), *signed]) == 0
    assert {(d.reviewer, d.note) for d in read_corrections(corpus.file).decisions} == {("eva", "because")}
    assert main(["tables", out]) == 0
    assert main(["review", out, "--score"]) == 0
    assert "1.000 [" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["t.json", "t.spacy"])
def test_an_export_into_a_missing_folder_names_the_folder(corpus: Corpus, tmp_path: Path, capsys, name: str) -> None:
    assert main(["review", str(corpus.out), "--export", str(tmp_path / "nowhere" / name)]) == 2
    assert f"{tmp_path / 'nowhere'}: cannot be read or written (No such file" in capsys.readouterr().err


def test_a_name_is_never_split_between_sentences_of_conll(corpus: Corpus) -> None:
    """“St. Mary's” has a full stop before a capital, where a sentence could end."""
    assert main(["review", str(corpus.out), "--add", "r1", "mentions", "said. “More", "ORGANISATION="]) == 0
    assert main(["tables", str(corpus.out), "--format", "conll"]) == 0
    written = (corpus.out / "exports" / "releases.conll").read_text("utf-8")
    assert (
        "said -X- _ B-ORGANISATION\n. -X- _ I-ORGANISATION\n“ -X- _ I-ORGANISATION\nMore -X- _ I-ORGANISATION\n"
        in written
    )
