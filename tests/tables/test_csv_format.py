"""CSV without loss: what is written is read back the same, by pandas and by `csv`."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Record
from pipeline.tables import read_table
from pipeline.tables.export import csv_lines
from pipeline.tables.schema import CELL_CHARACTERS, Cell, columns, guarded
from tests.tables.test_formulas import is_run


class Sample(Record, table="sample", key=("key",)):
    """One row of every type."""

    key: Annotated[str, "required text"]
    note: Annotated[str | None, "optional text"]
    kind: Annotated[Literal["a", "b"] | None, "one of two"]
    number: Annotated[int | None, "optional integer"]
    share: Annotated[float, "number"]
    flag: Annotated[bool | None, "optional truth"]


TROUBLE = [
    "NA", "NaN", "null", "None", "", " ", "\r", "a\rb", "\r\n", '"', '""', ",", "=1+1", "\ufeff", "\x85", "\u2028",
    "true", "1", "001", "1e5", "-", "#N/A", "\t", "'=1", "'", "-x", "+44 20", "缅北禁地", "\U0001f600", "x" * 140_000,
]  # fmt: skip
_text = st.one_of(st.sampled_from(TROUBLE), st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
_rows = st.lists(
    st.tuples(
        _text,
        st.one_of(st.none(), _text.filter(bool)),
        st.sampled_from(["a", "b", None]),
        st.one_of(st.none(), st.integers(-(2**62), 2**62)),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from([True, False, None]),
    ),
    max_size=20,
)


def written(folder: str, rows: list[tuple[Cell, ...]]) -> Path:
    path = Path(folder) / "sample.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(csv_lines(Sample, rows))
    return path


def check(rows: list[tuple[Cell, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(folder, rows)
        frame = read_table(path, Sample)
        back = [tuple(None if v is pd.NA else v for v in row) for row in frame.itertuples(index=False, name=None)]
        assert back == rows
        limit = csv.field_size_limit(10**9)
        try:
            with path.open(encoding="utf-8", newline="") as file:
                plain = [tuple(row) for row in csv.reader(file)]
        finally:
            csv.field_size_limit(limit)
        assert len(plain) == len(rows) + 1
        assert [row[:2] for row in plain[1:]] == [(guarded(key), guarded(note or "")) for key, note, *_ in rows]
        assert not any(is_run(text) for row in plain for text in row[:2])


@settings(max_examples=50)
@given(_rows)
def test_what_is_written_is_read_back(rows: list[tuple[Cell, ...]]) -> None:
    check(rows)


@pytest.mark.slow
@settings(max_examples=10_000)
@given(_rows)
def test_what_is_written_is_read_back_ten_thousand_times(rows: list[tuple[Cell, ...]]) -> None:
    check(rows)


@pytest.mark.parametrize("text", TROUBLE)
def test_each_troublesome_text(text: str) -> None:
    check([(text, text or None, "a", 1, 0.5, True), ("next", None, None, None, 1.0, None)])


def test_types_are_nullable_and_hold_for_empty_tables() -> None:
    with tempfile.TemporaryDirectory() as folder:
        frame = read_table(written(folder, []), Sample)
    assert [str(t) for t in frame.dtypes] == ["string", "string", "string", "Int64", "Float64", "boolean"]
    assert [c.name for c in columns(Sample)] == list(frame.columns)


def test_default_csv_readers_take_the_longest_cell() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(folder, [("=" * CELL_CHARACTERS, None, None, None, 1.0, None)])
        with path.open(encoding="utf-8", newline="") as file:
            assert len(list(csv.reader(file))[1][0]) == CELL_CHARACTERS + 1
