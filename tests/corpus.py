"""A small corpus with every kind of row, made without a model."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pytest

from pipeline.corrections.decisions import Decision
from pipeline.corrections.file import adding
from pipeline.extraction.countries import country_record
from pipeline.records import DateRow, Entity, Mention, Quote, QuoteSpeaker, Record, Role, row_id
from pipeline.runs.process import Prepared
from pipeline.runs.run import Summary, run
from pipeline.settings import Settings
from pipeline.tables import TABLES, read_table
from tests.stubs import records_of

_RECORDS = {record.TABLE.name: record for record in TABLES}
TEXT = "Anna Berg of ABC met Carl Dahl of XYZ on 3 May 2024. “It is {n},” Director Berg said. “More.”\n"
TWO_ROLES = {"two.txt": TEXT.format(n=7).replace("\n", " Ok.\r\nShe is also in Uzbekistan.\r\n")}
"""A release in which Anna Berg is director for two countries; its rows are `TWO` + “NAM” and `TWO` + “UZB”."""
TWO = "two:role:000064-000072:anna-berg:"


def analyse(prepared: Sequence[Prepared], settings: Settings) -> Iterator[Sequence[Record]]:
    """The stub's people, organisations and quotes, with a role, a date and a speaker."""
    for item in prepared:
        text, document_id = item.repaired.text, item.source.document_id
        records = records_of(item)
        common = {"document_id": document_id, "section": "body", "rule": "stub"}
        if "anna-berg" in {getattr(r, "person_id", None) for r in records} and "Director" in text:
            start, two = text.index("Director"), "Uzbekistan" in text
            uzbekistan = Entity(entity_id="UZB", kind="country", name="Uzbekistan")
            records += [country_record("UZB"), uzbekistan] if two else []
            records += [
                Role(role_id=row_id(document_id, "role", start, start + 8, "anna-berg", *[country] * two),
                     person_id="anna-berg", role="Director", organisation_id="org-abc", country=country, start=start,
                     end=start + 8, status="current", confidence=0.9, **common)
                for country in ("NAM", "UZB")[: 1 + two]
            ]  # fmt: skip
        if found := re.search(r"3 May 2024", text):
            day = item.source.published or "2024-05-03"
            date = DateRow(
                date_id=row_id(document_id, "date", *found.span()), start=found.start(), end=found.end(),
                text=found[0], value=day, earliest=day, latest=day, granularity="day", value_from="text", **common,
            )  # fmt: skip
            records.append(date)
            records.append(
                Mention(mention_id=row_id(document_id, "date", *found.span()), start=date.start, end=date.end,
                        text=date.text, label="DATE", entity_id=None, how="name", honorific=None,
                        confidence=0.9, **common)
            )  # fmt: skip
        yield [_spoken(r) for r in records]


def table_of(out: Path, name: str) -> pd.DataFrame:
    """One table of an output folder; loading all of them would take twenty times as long."""
    return read_table(out / "tables" / f"{name}.csv", _RECORDS[name])


def _spoken(record: Record) -> Record:
    if isinstance(record, Quote):
        return replace(record, speaker_id="anna-berg", speaker_type="person", group_id=None)
    return replace(record, entity_id="anna-berg") if isinstance(record, QuoteSpeaker) else record


def append(file: Path, decisions: Iterable[Decision]) -> None:
    """Add decisions to a file of corrections, as the review does."""
    with adding(file, list(decisions)):
        pass


class Corpus:
    """A folder of releases, its output and its file of corrections."""

    def __init__(self, folder: Path, more: Mapping[str, str] | None = None) -> None:
        self.raw, self.out, self.file = folder / "raw", folder / "out", folder / "corrections.csv"
        if not self.raw.exists():
            self.raw.mkdir()
            for name, text in ({f"r{n}.txt": TEXT.format(n=n) for n in range(3)} | dict(more or {})).items():
                (self.raw / name).write_text(text, "utf-8")

    def run(self) -> Summary:
        return run(self.raw, self.out, analyse=analyse)

    def decide(self, *decisions: Decision) -> Summary:
        append(self.file, decisions)
        return self.run()

    def rows(self, table: str, query: str = "") -> list[dict[str, object]]:
        frame = table_of(self.out, table)
        frame = frame.query(query) if query else frame
        return [{k: None if pd.isna(v) else v for k, v in row.items()} for row in frame.to_dict("records")]

    def tables(self) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in sorted((self.out / "tables").iterdir())}


@cache
def _processed(below: Path, more: tuple[tuple[str, str], ...]) -> Path:
    """A corpus that has been run, for `copied` to copy."""
    folder = Path(mkdtemp(dir=below, prefix="corpus"))
    Corpus(folder, dict(more)).run()
    return folder


def copied(factory: pytest.TempPathFactory, folder: Path, more: Mapping[str, str] | None = None) -> Corpus:
    """A corpus for one test, with so many releases added to the three; each size is run once and then copied."""
    shutil.copytree(_processed(factory.getbasetemp(), tuple((more or {}).items())), folder, dirs_exist_ok=True)
    return Corpus(folder)


@pytest.fixture
def corpus(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return copied(tmp_path_factory, tmp_path)


@pytest.fixture
def two_roles(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return copied(tmp_path_factory, tmp_path, TWO_ROLES)


@pytest.fixture
def decision() -> Callable[..., Decision]:
    """A decision about the first occurrence of words in release r1."""

    def make(decision: str, table: str, text: str = "", **cells: object) -> Decision:
        found = TEXT.format(n=1).find(text) if text else -1
        place = {"start": found, "end": found + len(text)} if found >= 0 else {}
        return Decision(**{"document_id": "r1", "table": table, "text": text, "decision": decision, **place, **cells})

    return make
